"""What changed from one version of a procedure to another, place by place, in words people read.

Both versions are written out as posted lines first; a line that only one of them has was removed or added.
So nothing is reported that no reader could see, and nothing readable is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.procedures import words
from motcua.procedures.found import Sheet, SheetDocument, SheetPart
from motcua.procedures.wording import time_in_words

PLACE_WORDS: Mapping[str, Promise] = {
    "name": gettext_lazy("Official name"),
    "name_en": gettext_lazy("Name in English"),
    "field": gettext_lazy("Field"),
    "levels": gettext_lazy("Carried out at"),
    "interconnection": gettext_lazy("Interconnection"),
    "legal": gettext_lazy("Legal time"),
    "committed": gettext_lazy("Committed time"),
    "mode": gettext_lazy("How it is counted"),
    "channels": gettext_lazy("Ways of handing in"),
    "online": gettext_lazy("Online"),
    "boundary_free": gettext_lazy("Received anywhere in the province"),
    "parts": gettext_lazy("Parts of the group"),
    "cases": gettext_lazy("Cases"),
    "documents": gettext_lazy("Papers to bring"),
    "document_sets": gettext_lazy("Sets of papers"),
    "fees": gettext_lazy("Fees"),
    "steps": gettext_lazy("Steps"),
    "results": gettext_lazy("Results"),
    "applicants": gettext_lazy("Who may apply"),
    "conditions": gettext_lazy("Conditions"),
    "legal_bases": gettext_lazy("Legal bases"),
    "keywords": gettext_lazy("Keywords"),
    "notes": gettext_lazy("Notes"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A place where two versions differ, with the lines only one of them has."""

    place: str
    removed: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def label(self) -> str:
        """What the place is called."""
        return str(PLACE_WORDS[self.place])


def compare(old: Sheet, new: Sheet) -> list[Change]:
    """Every place where the new version differs from the old one, in the order of the page."""
    before, after = described(old), described(new)
    found = []
    for place in PLACE_WORDS:
        if before[place] == after[place]:
            continue
        removed, added = _without(before[place], after[place]), _without(after[place], before[place])
        if not removed and not added:  # the same lines in another order: show both orders
            removed, added = before[place], after[place]
        found.append(Change(place, removed, added))
    return found


def changed_places(old: Sheet, new: Sheet) -> tuple[str, ...]:
    """The places alone, as they are kept with a published version."""
    return tuple(change.place for change in compare(old, new))


def described(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    """A version written out: place → lines, in the reader's language."""
    return {
        "name": (sheet.name,),
        "name_en": _some(sheet.name_en),
        "field": (sheet.field_name,),
        "levels": tuple(str(words.LEVEL_WORDS.get(level, level)) for level in sheet.levels),
        "interconnection": (str(words.INTERCONNECTION_WORDS[sheet.interconnection]),),
        "legal": (time_in_words(sheet.legal),),
        "committed": (time_in_words(sheet.committed),),
        "mode": _some(str(words.MODE_WORDS[sheet.legal.mode]) if sheet.legal and sheet.legal.mode else ""),
        "channels": tuple(str(words.CHANNEL_WORDS[channel]) for channel in sheet.channels),
        "online": _some(str(words.ONLINE_WORDS.get(sheet.online_level, sheet.online_level))),
        "boundary_free": (_("yes") if sheet.boundary_free else _("no"),),
        "parts": tuple(part_words(part) for part in sheet.parts),
        "cases": tuple(_case(case.name, words.limit_words(case.legal)) for case in sheet.cases if case.id),
        "documents": tuple(_papers(sheet)),
        "document_sets": (str(sheet.document_sets),),
        "fees": tuple(words.fee_words(row) for row in sheet.fees),
        "steps": tuple(
            _case(step.name, words.minutes_words(step.minutes) if step.minutes else "")
            for step in sheet.steps
        ),
        "results": sheet.results,
        "applicants": sheet.applicants,
        "conditions": sheet.conditions,
        "legal_bases": sheet.legal_bases,
        "keywords": sheet.keywords,
        "notes": sheet.notes,
    }


def _papers(sheet: Sheet) -> Iterator[str]:
    for case in sheet.cases:
        for paper in case.documents:
            line = paper_words(paper)
            yield f"{line} ({_('Only for the case:')} {case.name})" if case.id else line
    if not sheet.documents_complete:
        yield _("It is not confirmed that this list is complete.")


def paper_words(paper: SheetDocument) -> str:
    """A paper on one line: name, number, form, condition, what replaces it."""
    parts = [f"{paper.name} – {words.count_words(paper)}"]
    if paper.form:
        parts.append(f"{_('Form:')} {paper.form}")
    if paper.only_if:
        parts.append(f"{_('Only if:')} {paper.only_if}")
    if paper.replaced_by:
        parts.append(f"{_('Replaced by:')} {paper.replaced_by}")
    return " · ".join(parts)


def part_words(part: SheetPart) -> str:
    """A part of a group on one line: number, procedure, what it waits for."""
    line = f"{part.number}. {part.code} {part.name}".rstrip()
    if part.after is None:
        return line
    return f"{line} ({_('after part %(number)s is approved') % {'number': part.after}})"


def _case(name: str, time: str) -> str:
    return f"{name} ({time})" if time else name


def _some(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _without(lines: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """The lines that the others do not have, each as often as it is missing."""
    left = Counter(others)
    found = []
    for line in lines:
        if left[line]:
            left[line] -= 1
        else:
            found.append(line)
    return tuple(found)
