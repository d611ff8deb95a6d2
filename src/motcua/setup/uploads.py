"""Text files that are uploaded: read with care, refused with a reason."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from motcua.kernel.errors import N_, Refusal
from motcua.processes.bpmn.xml import MAX_BYTES

_DECLARED = re.compile(r"""(<\?xml[^>]*?)\s+encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ALLOWED = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "utf-16", "iso-8859-1", "windows-1252"})


def xml_text(file: UploadedFile[Any]) -> str:
    """The text of an XML file, whatever encoding it declares; the declaration then says nothing of it.

    Refuses a file that is too large, is no text, or names an encoding we do not read.
    """
    if (file.size or 0) > MAX_BYTES:
        raise _refused(N_("The file is larger than 2 MB."), N_("Draw the process simpler, or split it."))
    data = file.read()
    head = data[:200].decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1", "replace")
    match = _DECLARED.search(head)
    encoding = match[2].lower() if match else "utf-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    try:
        if encoding not in _ALLOWED:
            raise LookupError(encoding)
        text = data.decode("utf-8-sig" if encoding in {"utf-8", "utf8"} else encoding)
    except (UnicodeError, LookupError):
        raise _refused(
            N_("The file is no text that can be read here."), N_("Save it as UTF-8 and upload it again.")
        ) from None
    if "\x00" in text:
        raise _refused(N_("The file is no text that can be read here."), N_("Upload a BPMN file."))
    return _DECLARED.sub(r"\1", text, count=1)


def _refused(message: str, hint: str) -> Refusal:
    return Refusal("file_unreadable", message, hint)
