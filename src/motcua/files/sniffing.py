"""What a file really is, by its content, and whether an office may keep it. Pure.

Accepted are the formats of papers: PDF, scans and photographs, office documents, plain text, data (XML) and
detached signatures. Anything a browser or a machine could run is refused, whatever its name says.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import BinaryIO

import puremagic

from motcua.files.containers import open_document_kind, refuse_second_file, xml_kind
from motcua.kernel.errors import N_, Refusal

HEAD = 8192


class MediaType(StrEnum):
    """The formats an office keeps."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    DOC = "application/msword"
    XLS = "application/vnd.ms-excel"
    XML = "application/xml"
    TEXT = "text/plain"
    SIGNATURE = "application/pkcs7-mime"


# The names under which each format may arrive.
SUFFIXES: dict[MediaType, tuple[str, ...]] = {
    MediaType.PDF: ("pdf",),
    MediaType.PNG: ("png",),
    MediaType.JPEG: ("jpg", "jpeg", "jfif"),
    MediaType.TIFF: ("tif", "tiff"),
    MediaType.DOCX: ("docx",),
    MediaType.XLSX: ("xlsx",),
    MediaType.ODT: ("odt",),
    MediaType.ODS: ("ods",),
    MediaType.DOC: ("doc",),
    MediaType.XLS: ("xls",),
    MediaType.XML: ("xml",),
    MediaType.TEXT: ("txt", "csv"),
    MediaType.SIGNATURE: ("p7m", "p7s"),
}

ACCEPTED_NAMES = ", ".join(suffix for names in SUFFIXES.values() for suffix in names)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RUNNABLE_HEADS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"#!")
# fmt: off
_RUNNABLE_NAMES = frozenset({
    "exe", "com", "scr", "bat", "cmd", "msi", "dll", "js", "mjs", "vbs", "ps1", "sh", "jar", "apk",
    "hta", "lnk", "svg", "html", "htm", "xhtml", "php", "py", "docm", "xlsm",
})
# fmt: on
_BROWSER_MARKS = (b"<html", b"<script", b"<!doctype html", b"<svg", b"<iframe")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_SIGNED_DATA = bytes.fromhex("06092a864886f70d0107")  # object identifier pkcs-7


@dataclass(frozen=True, slots=True)
class Found:
    """The verdict on one file."""

    media_type: MediaType
    file_name: str


def check(stream: BinaryIO, file_name: str) -> Found:
    """Say what the file is, reading from its start; the stream must be seekable.

    Refuses empty files, programs, pages a browser would run, files whose content is not what the name says,
    unknown formats, and archives that unpack to far more than they show.
    """
    name = safe_name(file_name)
    stream.seek(0)
    head = stream.read(HEAD)
    if not head:
        raise Refusal(
            "file_empty",
            N_("The file %(name)s is empty."),
            N_("Scan or save it again, then choose it once more."),
            params={"name": name},
        )
    suffix = _suffix(name)
    _refuse_runnable(head, suffix, name)
    media_type = _kind(stream, head, name)
    if media_type is None:
        raise Refusal(
            "file_unknown",
            N_("The format of %(name)s is not known here."),
            N_("Save it as PDF, or as one of: %(accepted)s."),
            params={"name": name, "accepted": ACCEPTED_NAMES},
        )
    if suffix not in SUFFIXES[media_type]:
        raise Refusal(
            "file_mismatch",
            N_("The name of %(name)s says “%(suffix)s”, but its content is %(found)s."),
            N_("Save the file again in the right format; renaming it is not enough."),
            params={"name": name, "suffix": suffix or "–", "found": SUFFIXES[media_type][0].upper()},
        )
    return Found(media_type, name)


def safe_name(file_name: str) -> str:
    """The bare name without folders, control or direction signs; never empty, at most 150 characters.

    >>> safe_name("../../etc/đơn xin\\u202e.pdf")
    'đơn xin.pdf'
    """
    text = unicodedata.normalize("NFC", file_name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in text if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*')
    kept = " ".join(kept.split()).strip(". ")
    if not kept:
        return "file"
    stem, dot, suffix = kept.rpartition(".")
    return kept if len(kept) <= 150 else f"{stem[: 149 - len(suffix[:10])]}{dot}{suffix[:10]}"


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")


def _refuse_runnable(head: bytes, suffix: str, name: str) -> None:
    low = head[:2048].lower().lstrip(b"\xef\xbb\xbf \t\r\n\0")
    page = any(mark in low for mark in _BROWSER_MARKS) and not low.startswith((b"%pdf", b"pk"))
    binary = b"\0" in head[:2048]
    if suffix in _RUNNABLE_NAMES or head.startswith(_RUNNABLE_HEADS) or (page and not binary):
        raise Refusal(
            "file_runnable",
            N_("%(name)s is a program or a web page; such files are never accepted."),
            N_("Save its content as PDF."),
            params={"name": name},
        )


def _kind(stream: BinaryIO, head: bytes, name: str) -> MediaType | None:
    # puremagic guesses many formats for one head, so its guess only counts where our own check agrees.
    if head.startswith(b"%PDF-"):
        refuse_second_file(stream, MediaType.PDF, name)
        return MediaType.PDF
    if head.startswith(b"PK"):
        kind = open_document_kind(stream, name)
        return MediaType(kind) if kind else None
    if head.startswith(_OLE):
        return _old_office(head, stream, _suffix(name))
    guesses = _guesses(head)
    for media_type in (MediaType.PNG, MediaType.JPEG, MediaType.TIFF):
        if media_type.value in guesses:
            refuse_second_file(stream, media_type, name)
            return media_type
    if head[0] == 0x30 and _SIGNED_DATA in head[:64]:
        return MediaType.SIGNATURE
    if xml_kind(head):
        return MediaType.XML
    return MediaType.TEXT if _is_text(stream) else None


def _guesses(head: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _old_office(head: bytes, stream: BinaryIO, suffix: str) -> MediaType | None:
    stream.seek(0)
    content = stream.read()
    if "WordDocument".encode("utf-16-le") in content:
        found = MediaType.DOC
    elif "Workbook".encode("utf-16-le") in content:
        found = MediaType.XLS
    else:
        return None
    # Whether a macro does harm cannot be told from its bytes: a project stream is enough to refuse.
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Refusal(
            "file_macros",
            N_("%(name)s contains macros, which are programs."),
            N_("Save it as PDF."),
            params={"name": f"*.{suffix}"},
        )
    return found


def _is_text(stream: BinaryIO) -> bool:
    stream.seek(0)
    content = stream.read()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(text)
