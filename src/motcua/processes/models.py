"""Processes in versions: the BPMN source and what it compiles to."""

from django.db import models


class Process(models.Model):
    """Quy trình nội bộ / điện tử. A named process; its versions hold the drawing."""

    key = models.SlugField(unique=True, max_length=120)
    name = models.CharField(max_length=300)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class ProcessVersion(models.Model):
    """Phiên bản quy trình. Draft until published; once published, neither source nor net ever changes."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    process = models.ForeignKey(Process, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField()  # BPMN 2.0 XML as it came, other tools' extensions included
    source_sha256 = models.CharField(max_length=64)
    net = models.JSONField(null=True, blank=True)  # compiled once, at publication
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    decision_number = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("offices.Person", models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["process", "number"]
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="process_version_number")]

    def __str__(self) -> str:
        return f"{self.process} v{self.number}"
