"""Handing a stored file to a browser, so that nothing in it can act in our name."""

from __future__ import annotations

from django.http import FileResponse

from motcua.files import queries
from motcua.files.services import Stored
from motcua.files.sniffing import MediaType, safe_name

SAFE_INLINE = frozenset({MediaType.PDF, MediaType.PNG, MediaType.JPEG})


def file_response(stored: Stored, file_name: str, inline: bool = False) -> FileResponse:
    """The bytes as a download, or shown in the page when asked for and the format is safe.

    The declared type is binding (nosniff), nothing in the file may run or load anything (CSP), and no
    cache keeps a copy. Refuses when the bytes are gone.
    """
    show = inline and stored.media_type in SAFE_INLINE
    response = FileResponse(
        queries.open_file(stored.sha256),
        as_attachment=not show,
        filename=safe_name(file_name),
        content_type=stored.media_type if show else "application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Chromium shows no PDF in a sandboxed page: its viewer keeps a PDF's own scripts away from our origin.
    sandbox = "" if show and stored.media_type == MediaType.PDF else "sandbox; "
    response.headers["Content-Security-Policy"] = (
        f"{sandbox}default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; "
        "frame-ancestors 'self'"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
