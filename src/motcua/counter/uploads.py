"""Files handed in at the desk before the dossier exists.

The page carries a signed token for each stored file, so that nobody can attach a file whose hash they merely
know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, cast

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from motcua.files import services

_SALT = "motcua.counter.upload"
_LIFETIME = 7 * 24 * 3600  # seconds; a draft is taken up again within days


@dataclass(frozen=True, slots=True)
class Upload:
    """A stored file as the checklist shows it; `size` in bytes."""

    sha256: str
    file_name: str
    size: int
    media_type: str


def keep(file: UploadedFile[bytes]) -> Upload:
    """Store the file and say what it is. Refuses what may not be kept, with the reason."""
    stored = services.store(cast(BinaryIO, file), file.name or "")
    return Upload(stored.sha256, stored.file_name, stored.size, stored.media_type)


def make_token(upload: Upload, person_id: int) -> str:
    """The proof that this person stored this file."""
    return signing.dumps(
        [upload.sha256, upload.file_name, upload.size, upload.media_type, person_id], salt=_SALT
    )


def read_token(token: str, person_id: int) -> Upload | None:
    """The file a token stands for; None when it is damaged, too old or somebody else's."""
    if not token:
        return None
    try:
        sha256, file_name, size, media_type, owner = signing.loads(token, salt=_SALT, max_age=_LIFETIME)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Upload(sha256, file_name, size, media_type) if owner == person_id else None
