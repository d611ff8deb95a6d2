"""Papers become PDF: Typst with our own font only, one compiler per thread, the same bytes for the same input.

What is drawn is PDF/A-2a and PDF/UA-1 at once. The templates load no packages, so nothing is ever fetched.
"""

from __future__ import annotations

import io
import json
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

from motcua.papers import words
from motcua.papers.forms import FormData, SignatureBlock, check, plain
from motcua.papers.kinds import KINDS, Edition, Form, number_text
from motcua.papers.style import Style

PACKAGE = Path(__file__).resolve().parent
TEMPLATES = PACKAGE / "typ"
FONTS = PACKAGE.parent / "static" / "dist" / "tinos"
FACES = 4

# A change of a template changes this number, so that every issued paper says what it was drawn with.
TEMPLATE_VERSION = 1

_STANDARDS = ("a-2a", "ua-1")
_EDITION_WORDS = {
    Edition.TT_01_2018: "Mẫu số {label} (Thông tư 01/2018/TT-VPCP)",
    Edition.TT_03_2025: "Mẫu {label} (Thông tư 03/2025/TT-VPCP)",
}
_known = threading.local()


class DrawingError(RuntimeError):
    """The installation cannot draw: a font is missing, or a template is broken. Never the clerk's fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What identifies one paper. `form_label` is its number in the law ("M01"), empty when it has none.

    `number` None draws dots. `verify_url` empty draws no QR code: only for previews.
    """

    edition: Edition
    issued_at: datetime
    number: int | None = None
    form_label: str = ""
    size: str = ""
    verify_url: str = ""
    token: str = ""


def render(data: FormData, style: Style, head: Head) -> bytes:
    """The paper as PDF. The same input always gives the same bytes.

    Raises Refusal when the data lack what the form must say, DrawingError when the installation cannot draw.
    """
    check(data)
    content: bytes = _compile(data.form, payload(data, style, head), head.issued_at, "pdf")
    return content


def preview(data: FormData, style: Style, head: Head, *, dots_per_inch: int = 110) -> bytes:
    """The first page as PNG, for the setup page."""
    check(data)
    pages = _compile(data.form, payload(data, style, head), head.issued_at, "png", dots_per_inch)
    first: bytes = pages[0] if isinstance(pages, list) else pages
    return first


def payload(data: FormData, style: Style, head: Head) -> dict[str, Any]:
    """Everything the template prints, as JSON values."""
    kind = KINDS[data.form]
    superior, issuing = style.head(data.form)
    day = words.local(head.issued_at)
    size = head.size or kind.paper
    follow = str(getattr(data, "follow_url", ""))
    return {
        "title": style.titles.get(data.form) or kind.title_in(head.edition),
        "label": _EDITION_WORDS[head.edition].replace("{label}", head.form_label) if head.form_label else "",
        "edition": head.edition.value,
        "size": size,
        "landscape": kind.landscape and size == "A4",
        "superior": superior,
        "issuing": issuing,
        "number": number_text(style.pattern(data.form), head.number, style.unit_sign),
        "place": style.place,
        "day": words.long_day(day.date()),
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "contact": style.contact,
        "note": style.texts.get(data.form, ""),
        "blocks": [plain(block) for block in _blocks(data, style)],
        "verify_url": head.verify_url.split("?")[0],
        "token": head.token,
        "qr": _qr(head.verify_url) if head.verify_url else "",
        "follow_qr": _qr(follow) if follow else "",
        "data": plain(data),
    }


def compile_file(name: str, values: dict[str, Any], at: datetime) -> bytes:
    """A drawing that is no form, such as the picture of a signature, as plain PDF."""
    content: bytes = _run(name, values, at, "pdf", None, [])
    return content


def compile_document(name: str, values: dict[str, Any], at: datetime) -> bytes:
    """A document without number of its own, such as an internal process, to the standards of every paper."""
    content: bytes = _run(name, values, at, "pdf", None, list(_STANDARDS))
    return content


def _blocks(data: FormData, style: Style) -> tuple[SignatureBlock, ...]:
    blocks = data.blocks()
    signer = style.signers.get(data.form)
    if not blocks or signer is None:
        return blocks
    last = blocks[-1]
    office = replace(
        last, heading=signer.title or last.heading, prefix=signer.prefix, name=signer.name or last.name
    )
    return (*blocks[:-1], office)


def _compile(form: Form, values: dict[str, Any], at: datetime, kind: str, ppi: int | None = None) -> Any:
    return _run(f"{form.value}.typ", values, at, kind, ppi, list(_STANDARDS) if kind == "pdf" else [])


def _run(
    name: str, values: dict[str, Any], at: datetime, kind: str, ppi: int | None, standards: list[str]
) -> Any:
    try:
        return _compiler().compile(
            input=str(TEMPLATES / name),
            sys_inputs={"paper": json.dumps(values, ensure_ascii=False)},
            format=kind,  # type: ignore[arg-type]
            ppi=ppi,
            pdf_standards=standards,  # type: ignore[arg-type]
            timestamp=int(at.astimezone(UTC).timestamp()),
        )
    except typst.TypstError as error:
        raise DrawingError(f"{name}: {error.message} {' '.join(error.hints)} {error.diagnostic}") from error


def _compiler() -> typst.Compiler:
    known: typst.Compiler | None = getattr(_known, "compiler", None)
    if known is None:
        # No package folder: a template that asked for a package would fail instead of reaching out.
        known = typst.Compiler(root=str(TEMPLATES), font_paths=_fonts())
        _known.compiler = known
    return known


@cache
def _fonts() -> typst.Fonts:
    if len(list(FONTS.glob("*.ttf"))) < FACES:
        raise DrawingError(f"The font Tinos is not in {FONTS}. Run script/setup.")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _qr(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, border=1, nl=False
    )
    return out.getvalue().decode()
