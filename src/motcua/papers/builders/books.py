"""M07 and the hand-over list: many dossiers on one paper."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from motcua.dossiers.models import Document, Dossier, Task
from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.offices.models import FieldGroup, Unit
from motcua.papers import words
from motcua.papers.books.queries import VOLUME, Entry, dossiers_in, entries
from motcua.papers.forms import BookRow, HandOverItem, HandOverListData, TrackingBookData
from motcua.papers.styles import style_of


def tracking_book_data(
    field_group_id: int, year: int, *, closed_at: datetime | None = None, closed_by: str = "", volume: int = 1
) -> TrackingBookData:
    """M07: the dossiers of a group received in a year, in the order of reception, numbered from 01.

    A second volume goes on with the number (R-156); one that the year does not have is refused.
    """
    group = FieldGroup.objects.filter(pk=field_group_id).first()
    if group is None:
        raise Refusal("no_such_group", N_("There is no such group of fields."), status=HttpStatus.NOT_FOUND)
    first = (volume - 1) * VOLUME
    found = dossiers_in(field_group_id, year).select_related("procedure_version", "competent_office")
    lines = entries(found[first : first + VOLUME], count(first + 1))
    rows = tuple(_book_row(entry) for entry in lines)
    if volume != 1 and not rows:
        raise Refusal(
            "no_such_volume",
            N_("The book of this year has no such volume."),
            N_("A volume holds 1,000 dossiers; choose an earlier one."),
        )
    return TrackingBookData(
        field_group=group.name,
        year=year,
        rows=rows,
        volume=volume,
        first_number=first + 1,
        closed_at=closed_at,
        closed_by=closed_by,
    )


def _book_row(entry: Entry) -> BookRow:
    given, manner, signed = entry.given, "", ""
    if given is not None:
        manner = "Bưu chính công ích" if given.by_post else "Trực tiếp"
    if given is not None and entry.returned_at is not None:
        signed = given.collector or entry.applicant
    return BookRow(
        code=entry.code,
        procedure=entry.procedure,
        applicant=entry.applicant,
        contact=entry.contact,
        agency=entry.agency,
        received=words.short_instant(entry.received_at),
        due=words.short_instant(entry.due_at) if entry.due_at else "",
        returned=words.short_instant(entry.returned_at) if entry.returned_at else "",
        manner=manner,
        signed=signed,
    )


def hand_over_list_data(office_id: int, unit_id: int, day: date, giver: str) -> HandOverListData:
    """The dossiers that the desk of an office gave to a unit on a day, with the papers that went along (R-36)."""
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise Refusal("no_such_unit", N_("There is no such unit."), status=HttpStatus.NOT_FOUND)
    dossiers = list(_given(office_id, unit_id, day))
    papers = _papers([dossier.pk for dossier in dossiers])
    return HandOverListData(
        from_unit=style_of(office_id).style.desk,
        to_unit=unit.name,
        at=time.now(),
        giver=giver,
        rows=tuple(
            HandOverItem(
                code=dossier.code or "",
                applicant=dossier.applicant_name,
                procedure=dossier.procedure_version.name,
                originals=papers.get(dossier.pk, (0, 0))[0],
                copies=papers.get(dossier.pk, (0, 0))[1],
                due=words.short_day(dossier.due_at) if dossier.due_at else "",
            )
            for dossier in dossiers
        ),
    )


def units_given_to(office_id: int, day: date) -> list[tuple[int, str, int]]:
    """Units that got dossiers from the desk on a day: id, name, how many."""
    start, end = time.beginning_of(day), time.beginning_of(day + timedelta(days=1))
    rows = (
        Task.objects.filter(
            dossier__receiving_office_id=office_id,
            dossier__received_at__gte=start,
            dossier__received_at__lt=end,
            opened_at=F("dossier__received_at"),
        )
        .values_list("unit_id", "unit__name")
        .annotate(count=Count("dossier_id", distinct=True))
        .order_by("unit__name")
    )
    return [(unit, name, count) for unit, name, count in rows]


def _given(office_id: int, unit_id: int, day: date) -> QuerySet[Dossier]:
    start, end = time.beginning_of(day), time.beginning_of(day + timedelta(days=1))
    tasks = Q(tasks__unit_id=unit_id, tasks__opened_at=F("received_at"))
    return (
        Dossier.objects.filter(
            tasks, receiving_office_id=office_id, received_at__gte=start, received_at__lt=end
        )
        .select_related("procedure_version")
        .order_by("received_at", "code")
        .distinct()
    )


def _papers(dossier_ids: list[UUID]) -> dict[UUID, tuple[int, int]]:
    rows = (
        Document.objects.filter(dossier_id__in=dossier_ids, kind=Document.Kind.SUBMITTED)
        .values_list("dossier_id")
        .annotate(originals=Sum("originals", filter=Q(custody=Document.Custody.HELD)), copies=Sum("copies"))
    )
    return {dossier: (originals or 0, copies or 0) for dossier, originals, copies in rows}
