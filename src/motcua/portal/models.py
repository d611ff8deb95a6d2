"""Counting of look-ups, so that nobody can try codes by the thousand."""

from django.db import models


class LookUpTries(models.Model):
    """Số lần tra cứu. Look-ups of one source since `since`. The key is a keyed hash: no address is kept."""

    key = models.CharField(primary_key=True, max_length=64)
    since = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["since"], name="look_up_tries_since")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"
