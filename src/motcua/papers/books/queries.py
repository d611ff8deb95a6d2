"""Reading the register books: which there are, one page of one, and which should be closed by now.

Running numbers are not stored. A dossier's number is its place in its book by (received_at, code): the moment
of reception and the code are given once, together, and never changed, and nothing is ever deleted, so a number
once read stays, and new dossiers only follow behind (R-156). One act moves numbers of an open book: when an
office gives way to another (`TransferOffice`), its open dossiers go over to the successor's book, in their place
by reception. Close the book of the office that ends, or print it, before its dossiers are transferred.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from uuid import UUID

from django.db import connection
from django.db.models import Min, Q, QuerySet

from motcua.dossiers.codes import normalise_typed
from motcua.dossiers.models import Dossier, DossierEvent
from motcua.dossiers.status import Status
from motcua.kernel import pagination, time
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.kernel.search import fold
from motcua.offices.actors import Actor
from motcua.offices.models import FieldGroup
from motcua.offices.roles import Role
from motcua.papers.models import ClosedBook, ClosedVolume

VOLUME = 1000  # what one sheet of paper after another still bears, and one drawing too
FIRST_YEAR, LAST_YEAR = 2000, 2100
PAGE = 30
ORDER = ("received_at", "code")

_NUMBERS = """
SELECT id, number FROM (
  SELECT id, row_number() OVER (ORDER BY received_at, code) AS number FROM dossiers_dossier
  WHERE field_group_id = %s AND received_at >= %s AND received_at < %s) book
WHERE id = ANY(%s)
"""
_OPEN = """
SELECT g.id, g.name, g.office_id FROM offices_fieldgroup g
WHERE g.office_id = ANY(%(offices)s)
  AND NOT EXISTS (SELECT FROM papers_closedbook c WHERE c.field_group_id = g.id AND c.year = %(year)s)
  AND EXISTS (SELECT FROM dossiers_dossier d
    WHERE d.field_group_id = g.id AND d.received_at >= %(start)s AND d.received_at < %(end)s)
ORDER BY g.office_id, g.position
"""


@dataclass(frozen=True, slots=True)
class Book:
    """One book: the group it belongs to, the year, and how it was closed if it was."""

    group_id: int
    group: str
    office_id: int
    year: int
    closed: ClosedBook | None

    @property
    def is_over(self) -> bool:
        """Whether nothing can be added any more."""
        return self.year < time.today().year


@dataclass(frozen=True, slots=True)
class Return:
    """How a result left the office: by post or not, when somebody else collected it their name, and when."""

    by_post: bool
    collector: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a book, with its running number."""

    number: int
    dossier_id: UUID
    code: str
    procedure: str
    applicant: str
    contact: str
    agency: str
    received_at: datetime
    due_at: datetime | None
    returned_at: datetime | None
    given: Return | None


@dataclass(frozen=True, slots=True)
class BookPage:
    """One page of a book, or of what was searched in it."""

    entries: tuple[Entry, ...]
    next_cursor: str
    previous_cursor: str


def groups_of(actor: Actor) -> QuerySet[FieldGroup]:
    """The groups whose books the person's desks keep."""
    desks = actor.offices(Role.RECEPTIONIST) | actor.offices(Role.DESK_HEAD)
    return FieldGroup.objects.filter(office_id__in=desks).order_by("office_id", "position")


def book(group_id: int, year: int, actor: Actor) -> Book:
    """One book. Raises Refusal (404) for one that the person's desks do not keep."""
    group = groups_of(actor).filter(pk=group_id).first()
    if group is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(
            "no_such_book",
            N_("There is no such book."),
            N_("Choose one from the list of books."),
            status=HttpStatus.NOT_FOUND,
        )
    closed = ClosedBook.objects.select_related("closed_by").filter(field_group_id=group_id, year=year).first()
    return Book(group.pk, group.name, group.office_id, year, closed)


def years_with_entries(group_ids: Collection[int]) -> range:
    """This year and every year back to the first one with an entry, the newest first. One statement."""
    mine = Dossier.objects.filter(field_group_id__in=list(group_ids))
    first = mine.aggregate(first=Min("received_at"))["first"]
    this = time.today().year
    return range(this, (time.local(first).year if first else this) - 1, -1)


def dossiers_in(group_id: int, year: int) -> QuerySet[Dossier]:
    """The dossiers of a book, in its order."""
    start, end = time.year_span(year)
    return Dossier.objects.filter(
        field_group_id=group_id, received_at__gte=start, received_at__lt=end
    ).order_by(*ORDER)


def size(group_id: int, year: int) -> int:
    """How many entries the book has: its last number."""
    return dossiers_in(group_id, year).count()


def volumes_for(entries: int) -> int:
    """How many volumes that many entries fill; an empty book has one."""
    return max(1, -(-entries // VOLUME))


def book_page(group_id: int, year: int, words: str = "", cursor: str = "") -> BookPage:
    """A page of the book, or of the entries whose code or applicant has these words. Three statements."""
    found = dossiers_in(group_id, year).select_related("procedure_version", "competent_office")
    page = pagination.page(_matching(found, words), order=ORDER, cursor=cursor, size=PAGE)
    numbers = _numbers(group_id, year, [row.pk for row in page.items])
    lines = entries(page.items, [numbers[row.pk] for row in page.items])
    return BookPage(lines, page.next_cursor, page.previous_cursor)


def entries(rows: Collection[Dossier], numbers: Iterable[int]) -> tuple[Entry, ...]:
    """These dossiers of a book as its lines, with their numbers. One statement, however many they are."""
    given = returns([row.pk for row in rows if row.returned_at])
    return tuple(_entry(row, number, given.get(row.pk)) for row, number in zip(rows, numbers, strict=False))


def returns(dossier_ids: Collection[UUID]) -> Mapping[UUID, Return]:
    """How the results of these returned dossiers left the office. One statement."""
    found: dict[UUID, Return] = {}
    rows = DossierEvent.objects.filter(
        dossier_id__in=list(dossier_ids), type__in=("sent_by_post", "post_returned", "handed_over")
    ).order_by("dossier_id", "seq")
    by_post = False
    for row in rows:
        if row.dossier_id not in found:
            by_post = False
        if row.type == "handed_over":
            collector = row.payload.get("collector") or {}
            found[row.dossier_id] = Return(by_post, str(collector.get("name", "")))
        else:
            by_post = row.type == "sent_by_post"
            found[row.dossier_id] = Return(by_post, "")
    return found


def volumes_of(closed: ClosedBook) -> list[ClosedVolume]:
    """The volumes of a closed book with their papers, in order."""
    return list(closed.volumes.select_related("paper").order_by("volume"))


def closed_books(group_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """(group, year) of the books of these groups that are closed."""
    rows = ClosedBook.objects.filter(field_group_id__in=list(group_ids))
    return frozenset(rows.values_list("field_group_id", "year"))


def to_close(actor: Actor) -> tuple[Book, ...]:
    """Last year's books with entries that the head of the desk has still to close. One statement, or none."""
    offices = actor.offices(Role.DESK_HEAD)
    if not offices:
        return ()
    year = time.today().year - 1
    start, end = time.year_span(year)
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"offices": sorted(offices), "year": year, "start": start, "end": end})
        return tuple(Book(group, name, office, year, None) for group, name, office in cursor.fetchall())


def _matching(rows: QuerySet[Dossier], words: str) -> QuerySet[Dossier]:
    folded = fold(words).split()
    if not folded:
        return rows
    names = reduce(lambda found, word: found & Q(applicant_folded__contains=word), folded, Q())
    return rows.filter(names | Q(code__contains=normalise_typed(words)))


def _numbers(group_id: int, year: int, ids: list[UUID]) -> Mapping[UUID, int]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS, [group_id, *time.year_span(year), ids])
        return dict(cursor.fetchall())


def _entry(row: Dossier, number: int, given: Return | None) -> Entry:
    assert row.received_at is not None
    contact = (row.applicant.get("address", ""), row.applicant.get("phone", ""))
    if given is None and row.status == Status.IN_POST:
        given = Return(by_post=True, collector="")
    return Entry(
        number=number,
        dossier_id=row.pk,
        code=row.code or "",
        procedure=row.procedure_version.name,
        applicant=row.applicant_name,
        contact="; ".join(part for part in contact if part),
        agency=row.competent_office.short_name,
        received_at=row.received_at,
        due_at=row.due_at,
        returned_at=row.returned_at,
        given=given,
    )
