"""What the pages of the counter show. Every list is bounded and rests on an index of the dossier table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django.db.models import Q, QuerySet

from motcua.dossiers.codes import is_valid_code, normalise_typed
from motcua.dossiers.models import Dossier, Guidance
from motcua.dossiers.queries import visible_dossiers
from motcua.dossiers.status import READY_TO_RETURN, Status
from motcua.kernel import time
from motcua.kernel.search import fold
from motcua.offices.actors import Actor
from motcua.offices.models import Office
from motcua.parties.cards import looks_like_card

Dossiers = QuerySet[Dossier]

_LONGEST_LIST = 200
_FOUND = 12
_USAGE = 500
_PART_OF_CODE = re.compile(r"(?:^|-)(?P<year>[0-9]{2})?(?P<month>[0-9]{4})(?:-(?P<seq>[0-9]{1,8})?)?$")


@dataclass(frozen=True, slots=True)
class DossierLine:
    """One dossier in a list of the counter."""

    id: UUID
    code: str
    applicant: str
    procedure: str
    status: Status
    received_at: datetime | None
    received_by: str
    due_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    submitted_at: datetime
    case_officer: str
    on_its_way: bool  # another office sent it, and the desk there has not acknowledged it

    @property
    def ready(self) -> bool:
        """Whether a result waits to be handed over, here or on its way here."""
        return self.returned_at is None and self.status in READY_TO_RETURN

    @property
    def days_waiting(self) -> int:
        """Days since the result was ready."""
        if self.finished_at is None:
            return 0
        return (time.today() - time.local(self.finished_at).date()).days


@dataclass(frozen=True, slots=True)
class EarlierDossier:
    """A dossier the same applicant handed in before."""

    id: UUID
    code: str
    procedure: str
    status: Status
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class OfficeHead:
    """What the head of a paper says about the office that issues it (NĐ 30/2020)."""

    name: str
    superior: str
    place: str
    address: str
    hotline: str


@dataclass(frozen=True, slots=True)
class GuidanceLine:
    """One advice given today."""

    id: UUID
    at: datetime
    officer: str
    person: str
    procedure: str
    matter: str
    guided_to: str
    advice: str


def received_on(office_id: int, day: date) -> list[DossierLine]:
    """The dossiers the desk took in on that day, newest first."""
    start, end = _bounds(day)
    rows = Dossier.objects.filter(receiving_office_id=office_id, received_at__gte=start, received_at__lt=end)
    return _lines(rows.order_by("-received_at", "-id")[:_LONGEST_LIST])


def waiting_results(office_id: int, limit: int = _LONGEST_LIST) -> list[DossierLine]:
    """Results that wait to be handed over, longest waiting first."""
    rows = Dossier.objects.filter(
        returning_office_id=office_id, finished_at__isnull=False, returned_at=None, status__in=READY_TO_RETURN
    )
    return _lines(rows.order_by("finished_at", "id")[:limit])


def drafts(office_id: int) -> list[DossierLine]:
    """Drafts of the desk, newest first."""
    rows = Dossier.objects.filter(receiving_office_id=office_id, received_at=None, status=Status.DRAFT)
    return _lines(rows.order_by("-submitted_at", "-id")[:_LONGEST_LIST])


def guidance_on(office_id: int, day: date) -> list[GuidanceLine]:
    """The advice given at the desk on that day, newest first."""
    start, end = _bounds(day)
    rows = Guidance.objects.filter(office_id=office_id, at__gte=start, at__lt=end).order_by("-at")
    return [
        GuidanceLine(
            id=row.id,
            at=row.at,
            officer=row.officer.full_name,
            person=row.person_name,
            procedure=row.procedure_version.name if row.procedure_version else "",
            matter=row.matter,
            guided_to=row.guided_to,
            advice=row.advice,
        )
        for row in rows.select_related("officer", "procedure_version")[:_LONGEST_LIST]
    ]


def find(words: str, actor: Actor) -> list[DossierLine]:
    """Dossiers meant by a code, the last digits of one, a scanned QR code or card, or a name; best first."""
    visible = visible_dossiers(actor)
    code = code_in(words)
    if code:
        return _lines(visible.filter(code=code))
    if looks_like_card(words):
        return _of_number(visible, words.split("|", maxsplit=1)[0].strip())
    typed = normalise_typed(words)
    if "-" in typed and (part := _PART_OF_CODE.search(typed)):
        return _by_part_of_code(visible, part)
    bare = "".join(words.split())
    if bare.isascii() and bare.isdigit():
        return _of_number(visible, bare) if len(bare) >= 9 else _by_last_digits(visible, bare)
    folded = fold(words)
    if len(folded) < 2:
        return []
    matching = Q()
    for word in folded.split()[:8]:
        matching &= Q(applicant_folded__contains=word)
    return _lines(visible.filter(matching).order_by("-submitted_at", "-id")[:_FOUND])


def code_in(words: str) -> str:
    """The dossier code that was typed or stands in a scanned look-up address; empty when there is none."""
    text = words.strip()
    if "://" in text:
        text = (parse_qs(urlsplit(text).query).get("code") or [""])[0]
    typed = normalise_typed(text)
    return typed if is_valid_code(typed) else ""


def earlier_dossiers(visible: Dossiers, party_id: UUID) -> tuple[EarlierDossier, ...]:
    """The last five dossiers of the same applicant that the person may see."""
    rows = visible.filter(party_id=party_id).exclude(status=Status.DRAFT).select_related("procedure_version")
    return tuple(
        EarlierDossier(
            row.id, row.code or "", row.procedure_version.name, Status(row.status), row.submitted_at
        )
        for row in rows.order_by("-submitted_at")[:5]
    )


def usage(office_id: int) -> dict[str, int]:
    """How often each procedure, by its code, stands among the last receptions of the desk."""
    rows = (
        Dossier.objects.filter(receiving_office_id=office_id, received_at__isnull=False)
        .order_by("-received_at", "-id")
        .values_list("procedure_version__procedure__code", flat=True)[:_USAGE]
    )
    return dict(Counter(rows))


def office_head(office_id: int) -> OfficeHead:
    """The issuing office for the head of a paper."""
    row = Office.objects.only("name", "superior_name", "place", "address", "hotline").get(pk=office_id)
    return OfficeHead(row.name, row.superior_name, row.place, row.address, row.hotline)


def line_of(row: Dossier) -> DossierLine:
    """A dossier as one line; its procedure and people must have been selected with it."""
    return DossierLine(
        id=row.id,
        code=row.code or "",
        applicant=row.applicant_name,
        procedure=row.procedure_version.name,
        status=Status(row.status),
        received_at=row.received_at,
        received_by=row.received_by.full_name if row.received_by else "",
        due_at=row.due_at,
        finished_at=row.finished_at,
        returned_at=row.returned_at,
        submitted_at=row.submitted_at,
        case_officer=row.case_officer.full_name if row.case_officer else "",
        on_its_way=any(
            sent["to_office"] == row.returning_office_id for sent in row.state.get("transfers", ())
        ),
    )


def _of_number(visible: Dossiers, number: str) -> list[DossierLine]:
    rows = visible.filter(party__id_number=number)
    return _lines(rows.order_by("-submitted_at", "-id")[:_FOUND])


def _by_last_digits(visible: Dossiers, digits: str) -> list[DossierLine]:
    # Only among results that wait: few rows, found by their own partial index; the newest first.
    rows = visible.filter(finished_at__isnull=False, returned_at=None, code__endswith=digits)
    return _lines(rows.order_by("-finished_at", "-id")[:_FOUND])


def _by_part_of_code(visible: Dossiers, part: re.Match[str]) -> list[DossierLine]:
    """Codes of one day, by the day and the last digits ("261122-0001", "1122-1"): the day bounds the search."""
    year = part["year"] or f"{time.today():%y}"
    try:
        day = datetime.strptime(f"{year}{part['month']}", "%y%m%d").date()  # noqa: DTZ007 (a local date)
    except ValueError:
        return []
    start, end = _bounds(day)
    found = visible.filter(received_at__gte=start, received_at__lt=end)
    if part["seq"]:
        found = found.filter(code__endswith=f"-{int(part['seq']):04d}")
    return _lines(found.order_by("code")[:_FOUND])


def _lines(rows: Dossiers) -> list[DossierLine]:
    return [line_of(row) for row in _with_names(rows)]


def _with_names(rows: Dossiers) -> Iterable[Dossier]:
    return rows.select_related("procedure_version", "received_by", "case_officer")


def _bounds(day: date) -> tuple[datetime, datetime]:
    start = time.beginning_of(day)
    return start, start + timedelta(days=1)
