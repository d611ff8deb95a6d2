"""Papers go to the store of files like everything else: bytes by hash, safely on disk before any row."""

from __future__ import annotations

import io

from motcua.files.services import store
from motcua.kernel.errors import N_, Refusal


def keep_pdf(content: bytes) -> str:
    """Store PDF bytes; gives their SHA-256. Refuses when the disk does not take them: then nothing was issued."""
    try:
        return store(io.BytesIO(content), "paper.pdf").sha256
    except OSError as error:
        raise Refusal(
            "paper_not_kept",
            N_("The paper cannot be stored now (%(why)s)."),
            N_(
                "No number was used. Tell your administrator; the dossier itself is safe, draw the paper later."
            ),
            params={"why": error.strerror or type(error).__name__},
        ) from error
