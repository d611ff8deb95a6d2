"""Keeping files: bytes first, then the row."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from motcua.files import places, sniffing
from motcua.files.models import StoredFile
from motcua.kernel import time
from motcua.kernel.errors import Refusal

CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is kept: its hash, size in bytes, what it is, and the name it came with."""

    sha256: str
    size: int
    media_type: str
    file_name: str


def store(stream: BinaryIO, file_name: str) -> Stored:
    """Keep the bytes under their SHA-256 and record them; the same bytes are kept once.

    The bytes are safely on disk before the row exists, so a row never points at nothing; bytes without a
    row are harmless. Refuses what `sniffing.check` refuses and files above MOTCUA_MAX_UPLOAD_MB.
    """
    with places.scratch() as file:
        sha256, size = _copy(stream, file, sniffing.safe_name(file_name))
        found = sniffing.check(file, file_name)
        places.put_in_place(file, sha256)
    StoredFile.objects.bulk_create(
        [StoredFile(sha256=sha256, size=size, media_type=found.media_type.value, stored_at=time.now())],
        ignore_conflicts=True,
    )
    return Stored(sha256, size, found.media_type.value, found.file_name)


def _copy(stream: BinaryIO, target: BinaryIO, name: str) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > settings.MAX_UPLOAD_BYTES:
            raise Refusal(
                "file_too_large",
                _("The file %(name)s is larger than %(limit)s MB."),
                _("Scan it with 200 to 300 dpi, or split it, and choose it again."),
                params={"name": name, "limit": settings.MAX_UPLOAD_BYTES // 2**20},
            )
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest(), size
