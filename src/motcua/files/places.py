"""Where the bytes lie: MOTCUA_HOME/files/ab/cd/<sha256>."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_HASH = re.compile(r"[0-9a-f]{64}")


def root() -> Path:
    """The folder of all stored files; not created here."""
    return Path(settings.STORED_FILES)


def place_of(sha256: str) -> Path:
    """Where the file with this hash lies, whether or not it does. Raises ValueError for what is no hash."""
    if not _HASH.fullmatch(sha256):
        raise ValueError("not a SHA-256 in lower-case hexadecimal")
    return root() / sha256[:2] / sha256[2:4] / sha256


@contextmanager
def scratch() -> Iterator[BinaryIO]:
    """A temporary file on the same disk as the store, removed at the end unless it was put in place."""
    incoming = root() / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    descriptor, path = tempfile.mkstemp(dir=incoming)
    os.close(descriptor)
    try:
        with Path(path).open("w+b") as file:
            yield file
    finally:
        Path(path).unlink(missing_ok=True)


def put_in_place(file: BinaryIO, sha256: str) -> None:
    """Give a complete scratch file its lasting name. Afterwards the bytes survive a power failure.

    A file of the same hash that is already there is kept: it holds the same bytes.
    """
    target = place_of(sha256)
    file.flush()
    os.fsync(file.fileno())
    _make_folder(target.parent)
    if not _complete(target, os.fstat(file.fileno()).st_size):
        Path(file.name).chmod(0o640)
        Path(file.name).replace(target)
        _sync_folder(target.parent)


def _complete(target: Path, size: int) -> bool:
    try:
        return target.stat().st_size == size
    except FileNotFoundError:
        return False


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for made in (folder.parent, folder.parent.parent):
        _sync_folder(made)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
