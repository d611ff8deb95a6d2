"""The dossier: a row folded from its ledger, its open and closed tasks, its papers."""

from django.contrib.postgres.indexes import GinIndex, HashIndex
from django.db import models
from django.db.models import F, Q

from motcua.dossiers.fields import KeptJSON
from motcua.dossiers.status import Channel, Decision, Status

_OPEN = Q(closed_at=None)


class Dossier(models.Model):
    """Hồ sơ. One request of one applicant under one procedure; every column is a fold of the ledger.

    Offices, versions and people are never deleted, so their keys carry no index of their own: the indexes
    below serve the lists, and a finished dossier stays small.
    """

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=64, null=True, unique=True)
    receiving_office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    competent_office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    returning_office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    procedure_version = models.ForeignKey(
        "procedures.ProcedureVersion", models.PROTECT, related_name="+", db_index=False
    )
    case_variant = models.ForeignKey(
        "procedures.CaseVariant", models.PROTECT, null=True, related_name="+", db_index=False
    )
    process_version = models.ForeignKey(
        "processes.ProcessVersion", models.PROTECT, null=True, related_name="+"
    )
    rule_set = models.ForeignKey("rules.RuleSet", models.PROTECT, related_name="+", db_index=False)
    field_group = models.ForeignKey("offices.FieldGroup", models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    applicant = models.JSONField()  # the snapshot at reception: motcua.dossiers.commands.Applicant
    applicant_name = models.CharField(max_length=200)
    applicant_folded = models.CharField(max_length=200)
    channel = models.CharField(max_length=10, choices=[(c, c) for c in Channel])
    status = models.CharField(max_length=30, choices=[(s, s) for s in Status])
    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(
        "offices.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    due_at = models.DateTimeField(null=True)  # from the committed time, or the legal time if none
    legal_due_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)  # touches a year whose holidays are not announced
    finished_at = models.DateTimeField(null=True)  # end of processing: what on-time is judged by
    returned_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=10, null=True, choices=[(d, d) for d in Decision])
    case_officer = models.ForeignKey(
        "offices.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    result_number = models.CharField(max_length=100, blank=True)
    next_timer_at = models.DateTimeField(null=True)
    appointment_at = models.DateTimeField(null=True)  # hẹn lại; on-time is judged by due_at all the same
    group_id = models.UUIDField(null=True)  # handed in together with the others of the same id
    version = models.PositiveIntegerField()  # number of the last event
    last_hash = models.BinaryField(max_length=32)
    state = models.JSONField()  # marking of the process, units that play its parts

    class Meta:
        indexes = [
            # Lists look up each of their lines: a hash answers as fast among 200,000 dossiers as among 2,000.
            HashIndex(fields=["id"], name="dossier_by_key"),
            models.Index(fields=["receiving_office", "-received_at", "-id"], name="dossier_by_reception"),
            models.Index(
                fields=["competent_office", "due_at", "id"],
                condition=Q(finished_at=None, received_at__isnull=False),
                name="dossier_open_by_due",
            ),
            models.Index(
                fields=["returning_office", "finished_at", "id"],
                condition=Q(finished_at__isnull=False, returned_at=None),
                name="dossier_to_return",
            ),
            models.Index(fields=["field_group", "received_at"], name="dossier_by_field"),
            # What an office answers for: open (and late), ended in a period, or ended and not yet handed over.
            models.Index(fields=["receiving_office", "finished_at", "due_at"], name="dossier_received_ended"),
            models.Index(fields=["competent_office", "finished_at"], name="dossier_competent_ended"),
            models.Index(
                fields=["returning_office", "finished_at", "due_at"], name="dossier_returning_ended"
            ),
            models.Index(
                fields=["receiving_office"],
                condition=Q(finished_at__isnull=False, returned_at=None),
                name="dossier_received_waiting",
            ),
            models.Index(
                fields=["competent_office"],
                condition=Q(finished_at__isnull=False, returned_at=None),
                name="dossier_competent_waiting",
            ),
            models.Index(
                fields=["due_at", "id"],
                condition=Q(finished_at=None, received_at__isnull=False),
                name="dossier_open_nearest",
            ),
            # What is alive, and what ended lately: today's figures read these and not the years before.
            models.Index(fields=["finished_at"], name="dossier_by_finish"),
            models.Index(fields=["returned_at"], name="dossier_by_return"),
            models.Index(
                fields=["next_timer_at"], condition=Q(next_timer_at__isnull=False), name="dossier_timers"
            ),
            models.Index(fields=["group_id"], condition=Q(group_id__isnull=False), name="dossier_group"),
            GinIndex(
                fields=["applicant_folded"],
                name="dossier_name_trgm",
                opclasses=["gin_trgm_ops"],
                fastupdate=False,
            ),
        ]

    def __str__(self) -> str:
        return self.code or str(self.id)


class DossierEvent(models.Model):
    """Sổ nhật ký hồ sơ. One fact about a dossier; append-only, numbered, chained by hash."""

    command_id = models.UUIDField(primary_key=True)  # one command, one event: repeating it changes nothing
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=30)
    at = models.DateTimeField()
    actor = models.ForeignKey("offices.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    payload = KeptJSON()
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="event_numbered"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(type="decided"), name="one_final_decision"
            ),
        ]
        indexes = [
            models.Index(fields=["at"], name="event_at"),
            # The apology register and the public page read these few, and not the years of other events.
            models.Index(
                fields=["at"], condition=Q(type__in=("extended", "apologised")), name="event_apologies"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.seq} {self.type}"


class Task(models.Model):
    """Việc phải làm. One step of a dossier at one unit: open until closed, with its own due time."""

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="tasks")
    token = models.IntegerField()  # the token of the marking that waits here; negative beside the drawing
    element = models.CharField(max_length=120)
    name = models.CharField(max_length=300)
    action = models.CharField(max_length=20)
    role = models.CharField(max_length=20)
    unit = models.ForeignKey("offices.Unit", models.PROTECT, related_name="+", db_index=False)
    assignee = models.ForeignKey(
        "offices.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "offices.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=20, blank=True)  # completed, sent_back, cancelled

    class Meta:
        indexes = [
            models.Index(F("unit"), F("due_at"), F("id"), condition=_OPEN, name="task_unit_inbox"),
            models.Index(F("assignee"), F("due_at"), F("id"), condition=_OPEN, name="task_own_inbox"),
            models.Index(fields=["unit", "closed_at"], name="task_closed_by_unit"),
            HashIndex(fields=["dossier"], condition=_OPEN, name="task_open_of_dossier"),
            # The waits that the clock ends.
            models.Index(
                fields=["due_at"],
                condition=_OPEN & Q(action="await_supplement"),
                name="task_supplement_waits",
            ),
            # Hand-overs between offices that nobody has acknowledged yet: few, and looked for among all others.
            models.Index(
                F("unit"),
                F("due_at"),
                F("id"),
                condition=_OPEN & Q(action__in=["accept_transfer", "accept_papers"]),
                name="task_hand_overs",
            ),
            # Whether a desk has acknowledged a result: asked for each one that waits to be sent there.
            HashIndex(
                fields=["dossier"],
                condition=Q(action="accept_transfer", outcome="completed"),
                name="task_acknowledged",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """Giấy tờ trong hồ sơ. A paper or file: what it is, how many, where the paper is, which bytes."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted"  # giấy tờ phải nộp
        SHOWN = "shown"  # giấy tờ xuất trình
        PROCESSING = "processing"  # giấy tờ phát sinh khi giải quyết
        RESULT = "result"  # kết quả

    class Custody(models.TextChoices):
        NONE = "none"  # electronic only
        HELD = "held"  # bản chính giữ tại cơ quan
        COPIED = "copied"  # đã đối chiếu, trả lại bản chính
        RETURNED = "returned"

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="documents")
    requirement = models.ForeignKey(
        "procedures.RequiredDocument", models.PROTECT, null=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=500)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    custody = models.CharField(max_length=10, choices=Custody.choices, default=Custody.NONE)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        "offices.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    custody_at = models.DateTimeField(null=True)
    custody_by = models.ForeignKey(
        "offices.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.name


class CodeCounter(models.Model):
    """Bộ đếm mã hồ sơ. The last number given by an office on a day."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "day"], name="code_counter_per_day")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.day} {self.last}"


class ResultCounter(models.Model):
    """Bộ đếm số kết quả. The last number in an office's book of results of a year, and the sign put behind it last."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()
    sign = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "year"], name="result_counter_per_year")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.year}: {self.last}/{self.sign}"


class Guidance(models.Model):
    """Hướng dẫn. Advice given at the desk, also to the right authority when outside competence (R-04, R-18)."""

    id = models.UUIDField(primary_key=True)  # the command id: a repeated click records it once
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    officer = models.ForeignKey("offices.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    person_name = models.CharField(max_length=200, blank=True)
    procedure_version = models.ForeignKey(
        "procedures.ProcedureVersion", models.PROTECT, null=True, related_name="+"
    )
    matter = models.CharField(max_length=500)
    guided_to = models.CharField(max_length=300)
    advice = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["office", "-at"], name="guidance_by_office")]

    def __str__(self) -> str:
        return self.matter
