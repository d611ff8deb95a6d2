"""The catalogue of administrative procedures, in effective-dated versions."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from motcua.procedures.model_fields import CutoffField


class Field(models.Model):
    """Lĩnh vực. Subject area of procedures."""

    code = models.CharField(primary_key=True, max_length=40)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """Thủ tục hành chính. The identity that its versions share: the national code."""

    code = models.CharField(max_length=60, unique=True)
    code_trust = models.CharField(max_length=12, default="unverified")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class ProcedureVersion(models.Model):
    """Phiên bản thủ tục. What the law and the office say from a date on. Published versions never change."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"

    class Order(models.TextChoices):
        """Who decided on the publication, and how: sets the days for posting (NĐ 63/2010 Art 24(2))."""

        PROVINCE = "province"
        MINISTRY = "ministry"
        SHORTENED = "shortened"

    class Interconnection(models.TextChoices):
        NONE = "none"
        SAME_LEVEL = "same_level"
        CROSS_LEVEL = "cross_level"
        GROUP = "group"

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # last day in force
    name = models.CharField(max_length=500)
    name_en = models.CharField(max_length=500, blank=True)
    field = models.ForeignKey(Field, models.PROTECT, related_name="versions")
    levels = ArrayField(models.CharField(max_length=20))  # "xa", "tinh", "bo", "co_so"
    interconnection = models.CharField(
        max_length=12, choices=Interconnection.choices, default=Interconnection.NONE
    )
    # limits: value in unit (motcua.calendars.worktime.Unit), counted in mode (…Mode); null = none published
    legal_value = models.DecimalField(max_digits=8, decimal_places=3, null=True, blank=True)
    committed_value = models.DecimalField(max_digits=8, decimal_places=3, null=True, blank=True)
    time_unit = models.CharField(max_length=10, blank=True)
    mode = models.CharField(max_length=10, blank=True)
    cutoff = CutoffField(max_length=16, null=True, blank=True)
    time_trust = models.CharField(max_length=12, default="unverified")
    channels = ArrayField(models.CharField(max_length=10), default=list)  # counter, post, online
    results = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    applicants = ArrayField(models.CharField(max_length=500), default=list, blank=True)  # who may apply
    conditions = ArrayField(models.CharField(max_length=2000), default=list, blank=True)
    legal_bases = ArrayField(models.CharField(max_length=500), default=list, blank=True)
    keywords = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    notes = ArrayField(models.TextField(), default=list, blank=True)
    online_level = models.CharField(max_length=20, blank=True)  # toan_trinh, mot_phan
    boundary_free = models.BooleanField(default=False)
    document_sets = models.PositiveSmallIntegerField(default=1)
    group_parts = models.JSONField(default=list, blank=True)  # [code, number of the part it follows or null]
    documents_complete = models.BooleanField(default=False)  # the list of documents is known to be complete
    source = models.JSONField(default=dict, blank=True)  # the imported record whole, for what has no column
    process_version = models.ForeignKey("processes.ProcessVersion", models.PROTECT, null=True, blank=True)
    search_text = models.TextField(blank=True)  # folded: code, name, keywords
    decision_number = models.CharField(max_length=100, blank=True)
    decision_date = models.DateField(null=True, blank=True)  # the day the decision was signed
    decision_order = models.CharField(max_length=10, choices=Order.choices, default=Order.PROVINCE)
    published_at = models.DateTimeField(null=True, blank=True)  # posted for everybody from then on
    changed_places = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # see comparison
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # when the end without a successor was entered
    edit_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["procedure", "number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="procedure_version_number")
        ]
        indexes = [GinIndex(fields=["search_text"], name="procedure_search_trgm", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.name


class CaseVariant(models.Model):
    """Trường hợp. A variant of a procedure version with documents or time of its own."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="case_variants")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=500)
    legal_value = models.DecimalField(max_digits=8, decimal_places=3, null=True, blank=True)
    time_unit = models.CharField(max_length=10, blank=True)
    mode = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["version", "position"]

    def __str__(self) -> str:
        return self.name


class RequiredDocument(models.Model):
    """Thành phần hồ sơ. One paper asked for; of all cases when `case_variant` is empty."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="required_documents")
    case_variant = models.ForeignKey(CaseVariant, models.CASCADE, null=True, blank=True)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=500)
    originals = models.PositiveSmallIntegerField(default=1)
    copies = models.PositiveSmallIntegerField(default=0)
    form = models.CharField(max_length=200, blank=True)
    only_if = models.CharField(max_length=500, blank=True)  # condition in words; then not obligatory
    replaced_by = models.CharField(max_length=500, blank=True)  # database that replaces the paper

    class Meta:
        ordering = ["version", "position"]

    def __str__(self) -> str:
        return self.name


class Fee(models.Model):
    """Phí, lệ phí. What is charged, by kind, channel and place."""

    class Kind(models.TextChoices):
        NONE = "none"
        FEE = "fee"  # phí
        CHARGE = "charge"  # lệ phí

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="fees")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    amount = models.PositiveBigIntegerField(null=True, blank=True)  # đồng; null = set elsewhere
    per = models.CharField(max_length=200, blank=True)
    when = models.CharField(max_length=300, blank=True)
    set_by = models.CharField(max_length=500, blank=True)  # the text that sets it, such as a resolution
    channel = models.CharField(max_length=10, blank=True)
    place = models.CharField(max_length=100, blank=True)
    tiers = models.JSONField(default=list, blank=True)
    cap_per_copy = models.PositiveBigIntegerField(null=True, blank=True)
    trust = models.CharField(max_length=12, default="unverified")

    class Meta:
        ordering = ["version", "position"]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
