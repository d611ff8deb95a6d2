"""Stored files: bytes by their SHA-256."""

from django.db import models


class StoredFile(models.Model):
    """Tệp lưu trữ. One sequence of bytes, kept once, named by its hash."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)  # found by content, never by name
    stored_at = models.DateTimeField()

    class Meta:
        ordering = ["stored_at"]

    def __str__(self) -> str:
        return self.sha256
