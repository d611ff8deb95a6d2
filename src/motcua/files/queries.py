"""Reading stored files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from motcua.files import places
from motcua.files.models import StoredFile
from motcua.files.services import CHUNK, Stored
from motcua.kernel.errors import Refusal, Status


class Soundness(StrEnum):
    """What a check of stored bytes found."""

    SOUND = "sound"
    MISSING = "missing"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Fault:
    """One stored file that is not what its row says."""

    sha256: str
    soundness: Soundness


def by_hash(sha256: str, file_name: str) -> Stored:
    """What is known of a stored file; `file_name` is the name under which the reader knows it."""
    row = StoredFile.objects.filter(pk=sha256).first()
    if row is None:
        raise _missing()
    return Stored(row.sha256, row.size, row.media_type, file_name)


def open_file(sha256: str) -> BinaryIO:
    """The bytes, for reading; the caller closes. Refuses when they are gone."""
    try:
        return places.place_of(sha256).open("rb")
    except (FileNotFoundError, ValueError):
        raise _missing() from None


def verify(sha256: str) -> Soundness:
    """Read the bytes again and compare with the hash that names them."""
    digest = hashlib.sha256()
    try:
        with places.place_of(sha256).open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        return Soundness.MISSING
    return Soundness.SOUND if digest.hexdigest() == sha256 else Soundness.CHANGED


def verify_all() -> tuple[int, list[Fault]]:
    """Check every stored file: how many there are, and those that are missing or changed."""
    count, faults = 0, []
    for sha256 in StoredFile.objects.order_by("pk").values_list("pk", flat=True).iterator():
        count += 1
        if (soundness := verify(sha256)) is not Soundness.SOUND:
            faults.append(Fault(sha256, soundness))
    return count, faults


def _missing() -> Refusal:
    return Refusal(
        "file_missing",
        _("This file is not in the store."),
        _("Tell your administrator; it can be restored from the backup."),
        status=Status.NOT_FOUND,
    )
