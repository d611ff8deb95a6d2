"""Papers as issued, the numbers they bear, the signatures on them, and how each office's papers look."""

from django.db import models
from django.db.models import Q

from motcua.papers.kinds import Edition, Form


class PaperStyle(models.Model):
    """Mẫu trình bày của cơ quan. One version of an office's head, signs, signers and texts; none is ever edited.

    `content` is `style.to_json`; the highest version is in force.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("offices.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "version"], name="paper_style_version")]

    def __str__(self) -> str:
        return f"{self.office_id}/{self.version}"


class PaperCounter(models.Model):
    """Bộ đếm số giấy. The last number of a form at an office in a year; held until the transaction ends."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    form = models.CharField(max_length=30, choices=[(form, form) for form in Form])
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "form", "year"], name="paper_counter_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.form} {self.year}: {self.last}"


class IssuedPaper(models.Model):
    """Giấy đã cấp. One numbered paper with the bytes it had when it was issued; a reprint gives the same bytes."""

    class SignedState(models.TextChoices):
        UNSIGNED = "unsigned"
        WAITING = "waiting"  # a digital signature is wanted; the periodic job makes it
        SIGNED = "signed"
        FAILED = "failed"  # not made after all tries; `signing_note` says why

    id = models.UUIDField(primary_key=True)  # the command id: asking twice issues once
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, null=True, related_name="+")
    seq = models.PositiveIntegerField(null=True)  # of the event that called for it
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    form = models.CharField(max_length=30, choices=[(form, form) for form in Form])
    edition = models.CharField(max_length=20, choices=[(edition, edition) for edition in Edition])
    form_label = models.CharField(max_length=20, blank=True)  # the form's number in the law: "M01"
    template_version = models.PositiveSmallIntegerField()
    style = models.ForeignKey(PaperStyle, models.PROTECT, null=True, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    number_text = models.CharField(max_length=200)  # "05/PBS-BPTNTKQ"
    year = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        "offices.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    token = models.CharField(max_length=32, unique=True)
    signed_state = models.CharField(max_length=10, choices=SignedState.choices, default=SignedState.UNSIGNED)
    signing_tries = models.PositiveSmallIntegerField(default=0)
    signing_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "form", "year", "number"], name="paper_numbered_once"),
            models.UniqueConstraint(
                fields=["dossier", "seq"], condition=Q(seq__isnull=False), name="paper_of_event"
            ),
        ]
        indexes = [
            models.Index(fields=["dossier", "issued_at"], name="paper_of_dossier"),
            models.Index(fields=["office", "-issued_at"], name="paper_of_office"),
            models.Index(
                fields=["issued_at"], condition=Q(signed_state="waiting"), name="paper_waits_for_signature"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.number_text}/{self.year}"


class PaperSignature(models.Model):
    """Chữ ký số trên giấy. One digital signature, and the file that contains it and all before it."""

    paper = models.ForeignKey(IssuedPaper, models.PROTECT, related_name="signatures", db_index=False)
    position = models.PositiveSmallIntegerField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    signer = models.CharField(max_length=300)  # subject of the certificate
    signed_at = models.DateTimeField()
    timestamped = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "position"], name="paper_signature_position")]

    def __str__(self) -> str:
        return f"{self.paper_id}/{self.position} {self.signer}"


class PaperDue(models.Model):
    """Giấy chờ lập. A paper that an event calls for and that could not be drawn: why, and when it is tried again."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    form = models.CharField(max_length=30, choices=[(form, form) for form in Form])
    since = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)
    next_try_at = models.DateTimeField()
    reason = models.CharField(max_length=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "seq"], name="paper_due_once")]
        indexes = [models.Index(fields=["next_try_at"], name="paper_due_next")]

    def __str__(self) -> str:
        return f"{self.form} {self.dossier_id}/{self.seq}: {self.reason}"


class FollowedUntil(models.Model):
    """Up to which instant the ledgers have been read for papers. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.at)


class OwnLink(models.Model):
    """Đường dẫn riêng của hồ sơ. The secret on the receipt: who holds it sees the dossier's papers and what to do."""

    dossier = models.OneToOneField("dossiers.Dossier", models.PROTECT, primary_key=True, related_name="+")
    token = models.CharField(max_length=43, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.dossier_id)


class ClosedBook(models.Model):
    """Sổ theo dõi hồ sơ đã khóa. One book (M07) of a group and a past year, closed once and for good (R-156)."""

    id = models.UUIDField(primary_key=True)  # the command id: asking twice closes once
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    field_group = models.ForeignKey("offices.FieldGroup", models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    entries = models.PositiveIntegerField()  # numbered 1 to this without a gap, so it is the last number, too
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey("offices.Person", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["field_group", "year"], name="book_closed_once")]

    def __str__(self) -> str:
        return f"{self.field_group_id}/{self.year}: {self.entries}"


class ClosedVolume(models.Model):
    """Quyển. One volume of a closed book as it was issued; the paper's file is known by its hash."""

    book = models.ForeignKey(ClosedBook, models.PROTECT, related_name="volumes", db_index=False)
    volume = models.PositiveSmallIntegerField()
    paper = models.OneToOneField(IssuedPaper, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "volume"], name="closed_volume_once")]

    def __str__(self) -> str:
        return f"{self.book_id} {self.volume}"
