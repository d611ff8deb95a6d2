"""Addresses of static files that change when the file does, so browsers may keep them."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class FingerprintedStorage(StaticFilesStorage):
    """`/static/name?v=<hash of the content>`; a file that is not there yet gets its plain address."""

    def url(self, name: str | None) -> str:
        """The address of `name`."""
        plain = super().url(name)
        mark = _fingerprint(name) if name else ""
        return f"{plain}?v={mark}" if mark else plain


@lru_cache(maxsize=512)
def _fingerprint(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str) or not Path(found).is_file():
        return ""
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10]
