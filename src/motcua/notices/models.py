"""Messages to citizens: how an office writes, what was written, and every try to bring it to the person."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q

from motcua.notices.moments import Channel, Moment
from motcua.notices.times import Facts, QuietHours, State, state_of

_WAITING = Q(accepted_at=None, undelivered_at=None)


class Practice(models.Model):
    """Cách gửi tin của cơ quan. Quiet hours, language, letters without marks, and what is not sent at all."""

    office = models.OneToOneField("offices.Office", models.PROTECT, primary_key=True, related_name="+")
    quiet_from = models.TimeField(default=time(21, 0))
    quiet_to = models.TimeField(default=time(7, 0))
    language = models.CharField(max_length=2, default="vi")
    sms_with_marks = models.BooleanField(default=False)
    silent = models.JSONField(default=list)  # ["handed_over:sms", …]
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.office_id)

    @property
    def quiet_hours(self) -> QuietHours:
        return QuietHours(self.quiet_from, self.quiet_to)


class TextVersion(models.Model):
    """Mẫu tin. An office's own text; the newest version counts, none is ever changed.

    `packaged`: from this version on the packaged text counts again.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    moment = models.CharField(max_length=20, choices=[(m, m) for m in Moment])
    channel = models.CharField(max_length=5, choices=[(c, c) for c in Channel])
    language = models.CharField(max_length=2)
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=150, blank=True)
    body = models.TextField(blank=True)
    packaged = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "moment", "channel", "language", "version"], name="notice_text_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.moment}/{self.channel}/{self.language} v{self.version}"


class Message(models.Model):
    """Tin nhắn. What one person is told at one moment on one way; its state follows from the facts in it.

    The id is made of what the message is about, so telling twice writes once; it is also the key under
    which gateways know a repeated try. A call has no `to`.
    """

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()  # of the event it tells
    moment = models.CharField(max_length=20, choices=[(m, m) for m in Moment])
    turn = models.PositiveSmallIntegerField(default=1)  # 2, 3, … for reminders
    channel = models.CharField(max_length=5, choices=[(c, c) for c in Channel])
    to = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=30, blank=True)  # as it was typed, for who has to call
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=2)
    text_version = models.ForeignKey(TextVersion, models.PROTECT, null=True, related_name="+", db_index=False)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    parts = models.PositiveSmallIntegerField(default=0)
    asks_action = models.BooleanField()
    created_at = models.DateTimeField()
    give_up_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)  # when the worker was last asked to try
    tries = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=1)  # 2 when the desk had it sent again
    reason = models.CharField(max_length=300, blank=True)  # a Reason, or what the other side said
    accepted_at = models.DateTimeField(null=True)
    accepted_id = models.CharField(max_length=200, blank=True)
    delivered_at = models.DateTimeField(null=True)
    undelivered_at = models.DateTimeField(null=True)
    moot_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    told_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "seq", "moment", "turn", "channel", "to"], name="one_message_each"
            )
        ]
        indexes = [
            models.Index(fields=["channel", "next_try_at"], condition=_WAITING, name="message_waiting"),
            models.Index(
                fields=["office", "undelivered_at"],
                condition=Q(
                    asks_action=True,
                    undelivered_at__isnull=False,
                    delivered_at=None,
                    told_at=None,
                    moot_at=None,
                ),
                name="message_to_call",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.moment} {self.channel} {self.state}"

    @property
    def state(self) -> State:
        return state_of(
            Facts(
                self.tries,
                self.accepted_at,
                self.delivered_at,
                self.undelivered_at,
                self.told_at,
                self.moot_at,
            )
        )

    @property
    def key(self) -> str:
        """Under which the other side knows a repeated try; another one when the desk had it sent again."""
        return str(self.id) if self.round == 1 else f"{self.id}-r{self.round}"


class Try(models.Model):
    """Lần gửi. One try to hand a message over. Without an end its worker died: nobody knows what came of it."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted"
        REFUSED = "refused"
        LATER = "later"
        DOWN = "down"

    message = models.ForeignKey(Message, models.PROTECT, related_name="tries_made", db_index=False)
    number = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True, choices=Outcome.choices)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="try_numbered")]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome or '?'}"


class Outage(models.Model):
    """Sự cố kênh gửi. A channel that does not answer: one probe at a time until it does."""

    channel = models.CharField(primary_key=True, max_length=5, choices=[(c, c) for c in Channel])
    since = models.DateTimeField()
    probes = models.PositiveIntegerField(default=1)
    next_probe_at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.channel} since {self.since}"


class ReadUntil(models.Model):
    """Up to which instant results that became ready have been told. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.at)
