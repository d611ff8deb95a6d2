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
    changed_by = models.ForeignKey("offices.Person", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["process", "number"]
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="process_version_number")]

    def __str__(self) -> str:
        return f"{self.process} v{self.number}"


class ProcessRecord(models.Model):
    """Nhật ký phê duyệt quy trình. Who asked, approved, declined or withdrew a version, when, in which words."""

    class Act(models.TextChoices):
        ASKED = "asked"
        DECLINED = "declined"
        APPROVED = "approved"
        ALONE = "alone"  # approved by whoever drew or asked; the ground stands in the words
        WITHDRAWN = "withdrawn"

    version = models.ForeignKey(ProcessVersion, models.PROTECT, related_name="records")
    act = models.CharField(max_length=10, choices=Act.choices)
    at = models.DateTimeField()
    actor = models.ForeignKey("offices.Person", models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64)  # of the drawing it is about
    words = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.version}: {self.act}"
