"""Money for dossiers, as entries that are only ever added: rights first and a trigger second forbid the rest.

Amounts are whole đồng. An entry's id is the id of its command, so a repeated click adds nothing.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from motcua.payments.balance import Manner, Moment


class Charge(models.Model):
    """Khoản phải thu. What is due for a dossier; the last one counts, the earlier ones stay to be seen."""

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()  # 1, 2, 3 … within the dossier
    lines = models.JSONField()  # motcua.payments.assessment.Line
    total = models.PositiveBigIntegerField()
    waived = models.PositiveBigIntegerField(default=0)
    exemption_ground = models.TextField(blank=True)
    moment = models.CharField(max_length=10, choices=[(m, m) for m in Moment])
    pages = models.PositiveIntegerField(null=True)
    copies = models.PositiveIntegerField(default=1)
    quantity = models.PositiveIntegerField(default=1)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="charge_numbered")]
        indexes = [models.Index(fields=["-at"], condition=Q(number__gt=1), name="charge_assessed_anew")]

    def __str__(self) -> str:
        return f"{self.total}"


class Payment(models.Model):
    """Khoản đã thu, with its receipt number: without gaps within an office and a year."""

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    amount = models.PositiveBigIntegerField()
    manner = models.CharField(max_length=10, choices=[(m, m) for m in Manner])
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=100, blank=True)  # of the bank or the post
    payer = models.CharField(max_length=200)
    collected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "number"], name="receipt_numbered"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_of_something"),
        ]
        indexes = [models.Index(fields=["collected_by", "day"], name="payment_by_day")]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


class Refund(models.Model):
    """Khoản hoàn trả, with a number of its own, a reason, and who allowed it."""

    id = models.UUIDField(primary_key=True)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    amount = models.PositiveBigIntegerField()
    manner = models.CharField(max_length=10, choices=[(m, m) for m in Manner])
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    mistake = models.BooleanField()  # the payment was written down wrongly, nothing was waived
    reason = models.TextField()
    reference = models.CharField(max_length=100, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    paid_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")  # whose drawer
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "number"], name="refund_numbered"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_of_something"),
        ]
        indexes = [models.Index(fields=["paid_by", "day"], name="refund_by_day")]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


class DayClosing(models.Model):
    """Bảng kê thu trong ngày, signed: what one person took and gave back, and the cash that was counted."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    entries = models.PositiveIntegerField()
    cash = models.BigIntegerField()  # expected: cash taken less cash given back
    transfer = models.PositiveBigIntegerField()
    post = models.PositiveBigIntegerField()
    counted = models.PositiveBigIntegerField()
    difference = models.BigIntegerField()  # counted less expected
    reason = models.TextField(blank=True)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "office", "day"], name="day_closed_once")]
        indexes = [models.Index(fields=["office", "day"], name="closing_by_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"


class BankAccount(models.Model):
    """Tài khoản nhận tiền. The last row of an office counts; one without a number takes no transfers."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    bank = models.CharField(max_length=6, blank=True)  # BIN
    bank_name = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=19, blank=True)
    holder = models.CharField(max_length=100, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.bank} {self.number}".strip()


class CollectionRule(models.Model):
    """Cách thu của cơ quan. When fees are paid, and whether a result waits for its fee to be assessed."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    moment = models.CharField(max_length=10, choices=[(m, m) for m in Moment])
    assessment_needed = models.BooleanField(default=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.moment


class NumberCounter(models.Model):
    """The last number given out in a series of an office and year. Never committed alone, so without gaps."""

    class Series(models.TextChoices):
        RECEIPT = "receipt"
        REFUND = "refund"

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    series = models.CharField(max_length=10, choices=Series.choices)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "series", "year"], name="money_counter")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"
