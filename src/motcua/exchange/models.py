"""Exchange with other installations: partners, their keys, messages both ways, and the dossiers they are about."""

from django.db import models
from django.db.models import Q

from motcua.exchange.envelope import Kind

UNSENT = Q(accepted_at=None, dead_at=None)


class Partner(models.Model):
    """Hệ thống đối tác. Another installation: where it is, until when we exchange, whether it answers now."""

    code = models.CharField(max_length=60, unique=True)  # its name in messages (its MOTCUA_EXCHANGE_NAME)
    name = models.CharField(max_length=200)
    address = models.URLField(max_length=300)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")  # whose desk takes in
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    # While it does not answer: since when, and one probe at a time.
    down_since = models.DateTimeField(null=True)
    probes = models.PositiveIntegerField(default=0)
    next_probe_at = models.DateTimeField(null=True)
    down_reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class PartnerKey(models.Model):
    """Khóa công khai của đối tác. Two may be in force at once while a partner changes its key."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="keys", db_index=False)
    key_id = models.CharField(max_length=16)
    public_key = models.CharField(max_length=44)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "key_id"], name="exchange_key_once")]

    def __str__(self) -> str:
        return self.key_id


class Conversation(models.Model):
    """Luồng trao đổi. All messages with one partner about one dossier; how many went out and were taken in."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    dossier_key = models.UUIDField()  # the dossier's id at the installation that handed it over
    sent = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "dossier_key"], name="exchange_conversation_once")
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}/{self.dossier_key}"


class OutMessage(models.Model):
    """Thông điệp gửi đi. Written with what caused it; its bytes never change, only what became of it."""

    id = models.UUIDField(primary_key=True)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="+", db_index=False)
    hand_over = models.ForeignKey("HandOver", models.PROTECT, related_name="+", db_index=False)
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=15, choices=[(k, k) for k in Kind])
    payload = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    files = models.JSONField(default=list)  # hashes of the files that must be there before it
    created_at = models.DateTimeField()
    give_up_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    last_try_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=30, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "sequence"], name="exchange_out_numbered")
        ]
        indexes = [
            models.Index(fields=["partner", "next_try_at"], condition=UNSENT, name="exchange_out_waiting"),
            models.Index(fields=["dead_at"], condition=Q(dead_at__isnull=False), name="exchange_out_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sequence}"


class InMessage(models.Model):
    """Thông điệp nhận được, with the signature that came with it. `applied_at`: its effect is of this transaction."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="+", db_index=False)
    message_id = models.UUIDField()
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=15, choices=[(k, k) for k in Kind])
    payload = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    key_id = models.CharField(max_length=16)
    signature = models.CharField(max_length=88)
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "message_id"], name="exchange_in_once"),
            models.UniqueConstraint(fields=["conversation", "sequence"], name="exchange_in_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sequence}"


class HandOver(models.Model):
    """Hồ sơ liên thông giữa hai hệ thống. One dossier asked of a partner (`out`) or by one (`in`)."""

    class Direction(models.TextChoices):
        OUT = "out"
        IN = "in"

    id = models.UUIDField(primary_key=True)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="+")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    # Out: the dossier that was handed over. In: the dossier of our own that the desk made of it.
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, null=True, related_name="+")
    task_id = models.UUIDField(null=True)  # out: the step that waits
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    asked = models.CharField(max_length=2000)
    begun_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    confirm_by = models.DateTimeField()  # two working hours
    their_code = models.CharField(max_length=64, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    their_status = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=15, blank=True)  # result, refused_back, given_up
    recalled_at = models.DateTimeField(null=True)  # in: the other side no longer waits
    recalled_reason = models.CharField(max_length=2000, blank=True)
    told_version = models.PositiveIntegerField(
        default=0
    )  # in: up to which event of ours the partner was told
    told_status = models.CharField(max_length=30, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["office", "confirm_by"],
                condition=Q(direction="in", acknowledged_at=None, ended_at=None),
                name="exchange_to_confirm",
            ),
            models.Index(
                fields=["answer_by"], condition=Q(direction="out", ended_at=None), name="exchange_awaited"
            ),
            models.Index(
                fields=["id"],
                condition=Q(direction="in", ended_at=None, dossier__isnull=False),
                name="exchange_to_tell",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.pk}"
