"""Who has which dossier open."""

from django.db import models


class Presence(models.Model):
    """Đang mở hồ sơ. A person was seen on a dossier's page at that instant; old rows mean nothing."""

    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("offices.Person", models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "person"], name="presence_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.dossier_id} {self.seen_at}"
