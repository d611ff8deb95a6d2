"""Citizens and organisations that hand in dossiers."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Party(models.Model):
    """Tổ chức, cá nhân. The last known data of a person or organisation; dossiers keep their own snapshot."""

    class Kind(models.TextChoices):
        CITIZEN = "citizen"
        ORGANISATION = "organisation"

    class IdKind(models.TextChoices):
        CITIZEN_ID = "citizen_id"  # số định danh cá nhân, 12 digits
        OLD_ID = "old_id"  # CMND, 9 digits
        PASSPORT = "passport"
        TAX_CODE = "tax_code"  # mã số thuế, mã số doanh nghiệp
        OTHER = "other"

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.CITIZEN)
    full_name = models.CharField(max_length=200)
    folded_name = models.CharField(max_length=200)
    id_kind = models.CharField(max_length=12, choices=IdKind.choices, default=IdKind.CITIZEN_ID)
    id_number = models.CharField(max_length=30)
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["id_kind", "id_number"], name="party_unique_id")]
        indexes = [
            GinIndex(fields=["folded_name"], name="party_name_trgm", opclasses=["gin_trgm_ops"]),
            # For what is typed: the beginning of a number.
            models.Index(fields=["id_number"], name="party_by_number", opclasses=["varchar_pattern_ops"]),
            models.Index(
                fields=["phone"],
                name="party_by_phone",
                opclasses=["varchar_pattern_ops"],
                condition=~models.Q(phone=""),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name
