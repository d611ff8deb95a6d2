"""What the figures room remembers: the checks of the ledgers."""

from django.db import models
from django.db.models import Q


class LedgerCheck(models.Model):
    """Lần kiểm tra sổ. One check of all ledgers, asked for by somebody and carried out in the background."""

    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey("offices.Person", models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)
    dossiers = models.PositiveIntegerField(default=0)
    events = models.PositiveIntegerField(default=0)
    broken = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)  # the first few, in words

    class Meta:
        constraints = [
            # Two people may press the button at once; one check is enough for both.
            models.UniqueConstraint(
                models.Value(1), condition=Q(finished_at=None), name="one_ledger_check_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["-finished_at"], name="ledger_check_newest")]

    def __str__(self) -> str:
        return f"{self.requested_at:%Y-%m-%d %H:%M}"
