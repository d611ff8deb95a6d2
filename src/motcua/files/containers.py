"""Looking inside files that hold other files: zip-based documents, things hidden behind a picture. Pure."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

from motcua.kernel.errors import N_, Refusal

MAX_ENTRIES = 2_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200  # a text compresses 20 to 50 times; a bomb 1000 times

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.spreadsheet": "application/vnd.oasis.opendocument.spreadsheet",
}
_XML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:\?xml|[A-Za-z_][\w.:-]*[\s>/])")
_ENDS = {"image/jpeg": b"\xff\xd9", "image/png": b"IEND\xaeB`\x82", "application/pdf": b"%%EOF"}
# In lower case, as the tail is compared.
_FOREIGN_TAILS = (b"pk\x03\x04", b"pk\x05\x06", b"%pdf-", b"<script", b"<html", b"<?php", b"\x7felf")


def open_document_kind(stream: BinaryIO, name: str) -> str | None:
    """The media type of a zip-based office document, or None when the zip is something else.

    Refuses archives that unpack to far more than they show, are protected, broken, or carry macros.
    """
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _refuse_bomb(entries, name)
            names = {entry.filename for entry in entries}
            _refuse_macros(names, name)
            if "[Content_Types].xml" in names:
                return (
                    _WORD if "word/document.xml" in names else _SHEET if "xl/workbook.xml" in names else None
                )
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return _OPEN_DOCUMENTS.get(archive.read("mimetype").strip())
            return None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        raise Refusal(
            "file_broken",
            N_("%(name)s is damaged or protected by a password."),
            N_("Save it again without a password, or as PDF."),
            params={"name": name},
        ) from None


def refuse_second_file(stream: BinaryIO, media_type: str, name: str) -> None:
    """Refuse a paper or picture behind whose end another file hides, and a picture without an end."""
    stream.seek(0)
    content = stream.read()
    end = _ENDS.get(media_type)
    # Of several ends (a thumbnail's, an update's) only the last one is the file's own.
    at = content.rfind(end) if end else -1
    if end and at < 0:
        raise Refusal(
            "file_broken",
            N_("%(name)s is damaged: its end is missing."),
            N_("Scan or save it again, then choose it once more."),
            params={"name": name},
        )
    tail = content[at + len(end) :].lower() if end else b""
    hides_archive = media_type != "application/pdf" and zipfile.is_zipfile(stream)
    if hides_archive or any(mark in tail for mark in _FOREIGN_TAILS):
        raise Refusal(
            "file_two_in_one",
            N_("Behind the end of %(name)s another file is hidden."),
            N_("Open it, save it again as a new file, and choose that one."),
            params={"name": name},
        )


def xml_kind(head: bytes) -> bool:
    """Whether the beginning looks like XML text."""
    return b"\0" not in head and bool(_XML.match(head))


def _refuse_bomb(entries: list[zipfile.ZipInfo], name: str) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    too_dense = unpacked > 10 * 1024 * 1024 and unpacked > packed * MAX_RATIO
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or too_dense:
        raise Refusal(
            "file_bomb",
            N_("%(name)s would unpack to far more than an office document holds."),
            N_("Save it as PDF."),
            params={"name": name},
        )


def _refuse_macros(names: set[str], name: str) -> None:
    if any(entry.lower().endswith("vbaproject.bin") for entry in names):
        raise Refusal(
            "file_macros",
            N_("%(name)s contains macros, which are programs."),
            N_("Save it as PDF."),
            params={"name": name},
        )
