"""Phiếu bàn giao hồ sơ between two offices in the middle of a route: the originals, and both signatures (R-38)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from motcua.dossiers.handed_on import HandedOn, handed_on
from motcua.dossiers.models import Document, Dossier
from motcua.kernel import time
from motcua.offices.models import Office, Person
from motcua.papers import words
from motcua.papers.builders.reading import no_paper
from motcua.papers.forms import HandOverItem, HandOverListData


@dataclass(frozen=True, slots=True)
class OtherOffice:
    """An office that something was sent to, or came from, on a day."""

    id: int
    name: str
    sent: bool
    count: int


def offices_handed_to(office_id: int, day: date) -> tuple[OtherOffice, ...]:
    """The other offices of that day's hand-overs: first those it sent to, then those that sent here."""
    counted = Counter(
        (item.from_office == office_id, item.to_office if item.from_office == office_id else item.from_office)
        for item in handed_on(office_id, day)
    )
    names = dict(Office.objects.filter(pk__in={other for _, other in counted}).values_list("pk", "name"))
    lines = [OtherOffice(other, names[other], sent, count) for (sent, other), count in counted.items()]
    return tuple(sorted(lines, key=lambda line: (not line.sent, line.name)))


def between_offices_data(office_id: int, other_id: int, day: date, *, sent: bool) -> HandOverListData:
    """What one office sent to the other on a day, as it stands now; both print the same list.

    Refuses (`no_such_paper_yet`) when there is nothing of that day.
    """
    way = (office_id, other_id) if sent else (other_id, office_id)
    items = [item for item in handed_on(office_id, day) if (item.from_office, item.to_office) == way]
    if not items:
        raise no_paper()
    dossiers = Dossier.objects.select_related("procedure_version").in_bulk(
        {item.dossier_id for item in items}
    )
    held = _held(dossiers)
    names = _people(items)
    offices = dict(Office.objects.filter(pk__in=way).values_list("pk", "name"))
    givers = [item.papers.given_by if item.papers else names.get(item.sent_by, "") for item in items]
    going = [item for item in items if not item.refused]
    receivers = [names.get(item.papers.person_id, "") if item.papers else "" for item in going]
    return HandOverListData(
        from_unit=offices[way[0]],
        to_unit=offices[way[1]],
        at=_instant(going),
        giver=_one(givers) or offices[way[0]],
        receiver=_one(receivers),
        rows=tuple(_row(item, dossiers[item.dossier_id], held.get(item.dossier_id, {})) for item in items),
    )


def _row(item: HandedOn, dossier: Dossier, held: dict[str, tuple[int, int]]) -> HandOverItem:
    papers = item.papers.papers if item.papers else () if item.refused else tuple(held)
    counts = [held.get(name, (0, 0)) for name in papers]
    return HandOverItem(
        code=dossier.code or "",
        applicant=dossier.applicant_name,
        procedure=dossier.procedure_version.name,
        documents="; ".join(papers),
        originals=sum(originals for originals, _ in counts),
        copies=sum(copies for _, copies in counts),
        due=words.short_day(dossier.due_at) if dossier.due_at else "",
        parts=_parts(item, on_paper=bool(papers)),
    )


def _parts(item: HandedOn, *, on_paper: bool) -> str:
    if item.refused:
        return f"đã trả lại: {item.refused}"
    record, paper = item.record, item.papers
    parts = [f"Điện tử: {f'nhận {words.short_instant(record.at)}' if record else 'chưa tiếp nhận'}"]
    if on_paper:
        parts.append(f"giấy: {f'nhận {words.short_instant(paper.at)}' if paper else 'chưa nhận'}")
    return "; ".join(parts)


def _held(dossier_ids: Iterable[UUID]) -> dict[UUID, dict[str, tuple[int, int]]]:
    """Originals and copies by name of the papers that an office keeps, dossier by dossier."""
    found: dict[UUID, dict[str, tuple[int, int]]] = {}
    rows = Document.objects.filter(dossier_id__in=dossier_ids, custody=Document.Custody.HELD)
    for row in rows.order_by("added_at", "id"):
        papers = found.setdefault(row.dossier_id, {})
        originals, copies = papers.get(row.name, (0, 0))
        papers[row.name] = originals + row.originals, copies + row.copies
    return found


def _people(items: Iterable[HandedOn]) -> dict[int | None, str]:
    asked = {item.sent_by for item in items} | {item.papers.person_id for item in items if item.papers}
    people = [person for person in asked if person is not None]
    return dict(Person.objects.filter(pk__in=people).values_list("pk", "full_name"))


def _one(names: Iterable[str]) -> str:
    """The one who did all of it; empty when it was several: then they write their names themselves."""
    found = set(names)
    return found.pop() if len(found) == 1 else ""


def _instant(items: list[HandedOn]) -> datetime:
    """When the papers changed hands; now, to be signed, while they have not, or not all at once."""
    taken = {item.papers.at if item.papers else None for item in items}
    only = taken.pop() if len(taken) == 1 else None
    return only or time.now()
