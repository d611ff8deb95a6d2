"""Parameters of the law with their dates."""

from django.db import models


class RuleSet(models.Model):
    """Bộ quy tắc. Parameters of the law in force between two dates, each with its text and trust mark.

    `parameters` maps a name to {"value", "source", "trust"}. A dossier keeps the rule set of its reception.
    """

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=300)
    valid_from = models.DateField(unique=True)
    valid_to = models.DateField(null=True, blank=True)
    parameters = models.JSONField()

    class Meta:
        ordering = ["valid_from"]

    def __str__(self) -> str:
        return self.name
