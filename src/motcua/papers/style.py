"""How an office adapts its papers: head, signs, signers, texts. Pure; stored and versioned by `models.PaperStyle`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from motcua.kernel.errors import N_, Refusal
from motcua.papers.kinds import KINDS, Form, HeadLine

_LONGEST_LINE = 200
_LONGEST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class SignerTitle:
    """Who signs a form: authority line ("TM. ỦY BAN NHÂN DÂN"), title ("CHỦ TỊCH"), and the name if it is fixed.

    `prefix` holds TM., KT., TL., TUQ. or Q. with what follows it (NĐ 30/2020, Annex I).
    """

    title: str
    prefix: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One version of an office's papers. `unit_sign` stands in the numbers: BPTNTKQ for a desk, TTPVHCC for a centre.

    Maps are by form: own titles, number patterns, signers, and a text printed at the end of the form.
    """

    office: str
    desk: str
    superior: str = ""
    place: str = ""
    unit_sign: str = "BPTNTKQ"
    contact: str = ""
    signers: Mapping[Form, SignerTitle] = field(default_factory=dict)
    texts: Mapping[Form, str] = field(default_factory=dict)
    titles: Mapping[Form, str] = field(default_factory=dict)
    patterns: Mapping[Form, str] = field(default_factory=dict)

    def head(self, form: Form) -> tuple[str, str]:
        """The two lines at the top left: superior body, issuing body."""
        if KINDS[form].head is HeadLine.OFFICE:
            return self.superior, self.office
        return self.office, self.desk

    def pattern(self, form: Form) -> str:
        """How numbers of that form are written."""
        return self.patterns.get(form) or KINDS[form].pattern


def check(style: Style) -> None:
    """Refuse a style that could not be printed: an empty head, a pattern without number, far too long a text."""
    for label, value in (("office", style.office), ("desk", style.desk), ("place", style.place)):
        if not value.strip():
            raise Refusal(
                f"style_{label}_missing",
                N_("The head of the papers needs the issuing body, the desk and the place."),
                N_("Fill them in; they stand at the top of every paper."),
            )
    for form, pattern in style.patterns.items():
        if pattern and "{number}" not in pattern:
            raise Refusal(
                "style_pattern_without_number",
                N_("The number of “%(form)s” has no place for the running number."),
                N_("Write {number} where it belongs, for example {number}/PBS-{unit}."),
                params={"form": KINDS[form].title},
            )
    lines = [style.office, style.desk, style.superior, style.place, style.contact, style.unit_sign]
    lines += [*style.patterns.values(), *style.titles.values()]
    lines += [
        part for signer in style.signers.values() for part in (signer.prefix, signer.title, signer.name)
    ]
    if any(len(line) > _LONGEST_LINE for line in lines) or any(
        len(text) > _LONGEST_TEXT for text in style.texts.values()
    ):
        raise Refusal(
            "style_text_too_long",
            N_("A text is too long for a paper."),
            N_("Lines have up to 200 characters, closing texts up to 1,000."),
        )


def to_json(style: Style) -> dict[str, Any]:
    """What is stored."""
    return {
        "office": style.office,
        "desk": style.desk,
        "superior": style.superior,
        "place": style.place,
        "unit_sign": style.unit_sign,
        "contact": style.contact,
        "signers": {
            form.value: {"title": signer.title, "prefix": signer.prefix, "name": signer.name}
            for form, signer in style.signers.items()
        },
        "texts": {form.value: text for form, text in style.texts.items()},
        "titles": {form.value: text for form, text in style.titles.items()},
        "patterns": {form.value: text for form, text in style.patterns.items()},
    }


def from_json(raw: Mapping[str, Any]) -> Style:
    """The stored form back into a style; forms this version does not know are left out."""
    return Style(
        office=raw["office"],
        desk=raw["desk"],
        superior=raw.get("superior", ""),
        place=raw.get("place", ""),
        unit_sign=raw.get("unit_sign", "BPTNTKQ"),
        contact=raw.get("contact", ""),
        signers={form: SignerTitle(**value) for form, value in _known(raw.get("signers"))},
        texts=dict(_known(raw.get("texts"))),
        titles=dict(_known(raw.get("titles"))),
        patterns=dict(_known(raw.get("patterns"))),
    )


def _known(raw: Mapping[str, Any] | None) -> list[tuple[Form, Any]]:
    forms = set(Form)
    return [(Form(name), value) for name, value in (raw or {}).items() if name in forms]
