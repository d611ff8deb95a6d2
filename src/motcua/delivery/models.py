"""How results leave the office, as facts that are only ever added. A fact's id comes from its command."""

from django.conf import settings
from django.contrib.postgres.indexes import HashIndex
from django.db import models

from motcua.delivery.parcel import Fact


class HandOverList(models.Model):
    """Phiếu bàn giao: results given to the post officer or to another desk, numbered per office and year."""

    class Kind(models.TextChoices):
        POST = "post"
        DESK = "desk"

    id = models.UUIDField(primary_key=True)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    to_office = models.ForeignKey("offices.Office", models.PROTECT, null=True, related_name="+")
    receiver = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "year", "number"], name="list_numbered")
        ]
        indexes = [models.Index(fields=["office", "-at"], name="list_by_office")]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


class Shipment(models.Model):
    """Bưu gửi trả kết quả: where a result is to be sent by public post (R-86); its state follows from facts."""

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=200)
    address = models.CharField(max_length=300)
    phone = models.CharField(max_length=30)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.recipient}, {self.address}"


class ShipmentFact(models.Model):
    """One thing told about a parcel."""

    id = models.UUIDField(primary_key=True)
    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="facts", db_index=False)
    number = models.PositiveSmallIntegerField()  # in the order of telling
    kind = models.CharField(max_length=10, choices=[(f, f) for f in Fact])
    parcel_number = models.CharField(max_length=40, blank=True)
    fee = models.PositiveBigIntegerField(default=0)  # postage, đồng
    originals = models.JSONField(default=list)  # ids of the papers that travel along
    list = models.ForeignKey(HandOverList, models.PROTECT, null=True, related_name="parcels")
    detail = models.TextField(blank=True)  # who took it, or why it came back
    happened_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["shipment", "number"], name="fact_numbered")]

    def __str__(self) -> str:
        return self.kind


class DeskTransfer(models.Model):
    """Chuyển kết quả: a result on its way to the desk that gives it out."""

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    list = models.ForeignKey(HandOverList, models.PROTECT, related_name="results")

    def __str__(self) -> str:
        return str(self.dossier_id)


class DeskArrival(models.Model):
    """The result has arrived at the other desk; said once."""

    transfer = models.OneToOneField(DeskTransfer, models.PROTECT, primary_key=True, related_name="arrival")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.transfer_id)


class SentResult(models.Model):
    """Kết quả đã chuyển, chưa trả. What follows from transfers and arrivals, for the lists of the desks.

    The facts only grow. Lines of results that are handed over go when the same office sends the next list, so that
    a list costs about what it shows; until then the lists pass over them.
    """

    transfer = models.OneToOneField(DeskTransfer, models.PROTECT, primary_key=True, related_name="+")
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+", db_index=False)
    list = models.ForeignKey(HandOverList, models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    to_office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    arrived = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["office", "at"], name="sent_by_office"),
            models.Index(
                fields=["to_office", "at"], condition=models.Q(arrived=False), name="sent_to_office"
            ),
            HashIndex(fields=["dossier"], name="sent_by_dossier"),  # a dossier whose office gives way
        ]

    def __str__(self) -> str:
        return str(self.dossier_id)


class Reminder(models.Model):
    """Nhắc nhận kết quả: somebody was told that the result waits."""

    class Manner(models.TextChoices):
        PHONE = "phone"
        SMS = "sms"
        LETTER = "letter"
        OTHER = "other"

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    manner = models.CharField(max_length=10, choices=Manner.choices)
    said = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.manner} {self.at}"


class NumberCounter(models.Model):
    """The last number of a kind of list in an office and year. Never committed alone, so without gaps."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=HandOverList.Kind.choices)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "kind", "year"], name="list_counter")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"
