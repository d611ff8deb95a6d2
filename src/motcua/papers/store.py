"""Papers go to the store of files like everything else: bytes by hash, safely on disk before any row."""

from __future__ import annotations

import io

from motcua.files.services import store


def keep_pdf(content: bytes) -> str:
    """Store PDF bytes; gives their SHA-256."""
    return store(io.BytesIO(content), "paper.pdf").sha256
