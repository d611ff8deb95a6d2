"""What the pages about results on their way show. Lists start from results that wait: few rows, one index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from motcua.delivery.models import DeskTransfer, HandOverList, Reminder, SentResult
from motcua.delivery.parcel import State
from motcua.delivery.shown import (
    ListSheet,
    Parcel,
    PostBoard,
    TransferLine,
    WaitingResult,
    list_number,
    parcels_in,
    transfer_line,
)
from motcua.dossiers.lifecycle.sending import ACCEPT
from motcua.dossiers.models import Document, Dossier, Task
from motcua.dossiers.status import READY_TO_RETURN
from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus

_LONGEST_LIST = 300
_GOING_ON = (State.ASKED, State.PREPARED, State.SENT)


def parcels_of(dossier_id: UUID) -> tuple[Parcel, ...]:
    """The parcels of one dossier, newest first. Two statements."""
    return parcels_in(Q(dossier_id=dossier_id))


def post_board(office_id: int) -> PostBoard:
    """The parcels of a desk. Those of dossiers that are handed over have left the page."""
    waiting = Q(dossier__returning_office_id=office_id, dossier__returned_at=None)
    waiting &= Q(dossier__finished_at__isnull=False)
    by_state: defaultdict[State, list[Parcel]] = defaultdict(list)
    for parcel in parcels_in(waiting & Q(office_id=office_id)):
        by_state[parcel.state].append(parcel)
    again = {parcel.dossier_id for state in _GOING_ON for parcel in by_state[state]}
    return PostBoard(
        to_pack=tuple(parcel for parcel in by_state[State.ASKED] if parcel.ready),
        to_hand_over=tuple(by_state[State.PREPARED]),
        in_transit=tuple(by_state[State.SENT]),
        came_back=tuple(parcel for parcel in by_state[State.RETURNED] if parcel.dossier_id not in again),
        unclear=tuple(by_state[State.DELIVERED]),
    )


def lists_of(office_id: int, limit: int = 30) -> list[HandOverList]:
    """The latest lists that the office gave out."""
    rows = HandOverList.objects.filter(office_id=office_id).select_related("to_office", "given_by")
    return list(rows.annotate(items=Count("parcels") + Count("results")).order_by("-at")[:limit])


def list_sheet(list_id: UUID, offices: Iterable[int]) -> ListSheet:
    """A list with its lines. Raises Refusal (404) unless one of the offices gave it or gets it."""
    own = list(offices)
    rows = HandOverList.objects.select_related("office", "to_office", "given_by")
    found = rows.filter(Q(office_id__in=own) | Q(to_office_id__in=own), pk=list_id).first()
    if found is None:
        raise Refusal(
            "unknown_list",
            N_("There is no such list."),
            N_("Choose it from the lists of your desk."),
            status=HttpStatus.NOT_FOUND,
        )
    results = DeskTransfer.objects.filter(list=found).select_related("dossier__procedure_version", "list")
    return ListSheet(
        list=found,
        number=list_number(found.number, found.year),
        parcels=parcels_in(Q(facts__list=found)),
        results=tuple(transfer_line(row, found.to_office_id or 0, "") for row in results.order_by("id")),
    )


def uncollected(office_id: int, today: date, at_least: int = 0) -> list[WaitingResult]:
    """Results that wait at the desk for so many days or more, longest first. Four statements."""
    rows = Dossier.objects.filter(
        returning_office_id=office_id, finished_at__isnull=False, returned_at=None, status__in=READY_TO_RETURN
    )
    found = list(rows.select_related("procedure_version").order_by("finished_at", "id")[:_LONGEST_LIST])
    ids = [row.pk for row in found]
    reminded = {
        dossier: (count, last)
        for dossier, count, last in Reminder.objects.filter(dossier_id__in=ids)
        .values_list("dossier_id")
        .annotate(count=Count("id"), last=Max("at"))
    }
    held = dict(
        Document.objects.filter(dossier_id__in=ids, custody="held")
        .values_list("dossier_id")
        .annotate(count=Count("id"))
    )
    posted = {parcel.dossier_id for parcel in parcels_in(Q(dossier_id__in=ids)) if parcel.state in _GOING_ON}
    lines = []
    for row in found:
        assert row.finished_at is not None
        count, last = reminded.get(row.pk, (0, None))
        lines.append(
            WaitingResult(
                dossier_id=row.pk,
                code=row.code or "",
                applicant=row.applicant_name,
                phone=str(row.applicant.get("phone", "")),
                procedure=row.procedure_version.name,
                finished_at=row.finished_at,
                days=(today - time.local(row.finished_at).date()).days,
                reminders=count,
                last_reminder=last,
                originals=held.get(row.pk, 0),
                by_post=row.pk in posted,
            )
        )
    return [line for line in lines if line.days >= at_least]


def reminders_of(dossier_id: UUID) -> list[Reminder]:
    """Who was told when that the result waits, newest first."""
    return list(Reminder.objects.filter(dossier_id=dossier_id).select_related("by").order_by("-at"))


def to_send(office_id: int) -> list[TransferLine]:
    """Results made here that another desk gives out and that have not left yet, by desk, longest waiting first."""
    rows = (
        Dossier.objects.filter(
            competent_office_id=office_id,
            finished_at__isnull=False,
            returned_at=None,
            status__in=READY_TO_RETURN,
        )
        .exclude(returning_office_id=F("competent_office_id"))
        .exclude(pk__in=SentResult.objects.filter(office_id=office_id).values("dossier_id"))
        .exclude(taken_at_the_desk())
        .prefetch_related("procedure_version", "returning_office")
        .order_by("finished_at", "id")
    )
    found = sorted(rows[:_LONGEST_LIST], key=lambda row: row.returning_office.path)
    return [
        TransferLine(
            dossier_id=row.pk,
            code=row.code or "",
            applicant=row.applicant_name,
            procedure=row.procedure_version.name,
            office_id=row.returning_office_id,
            office=row.returning_office.name,
            result_number=row.result_number,
        )
        for row in found
    ]


def taken_at_the_desk() -> Exists:
    """Whether the desk that gives the result out has acknowledged it: the process itself handed it over."""
    taken = Task.objects.filter(
        dossier=OuterRef("pk"),
        action=ACCEPT,
        outcome="completed",
        unit__office=OuterRef("returning_office"),
        opened_at__gte=OuterRef("finished_at"),
    )
    return Exists(taken)


def coming(office_id: int) -> list[TransferLine]:
    """Results on their way to this desk, longest on the way first."""
    rows = _under_way().filter(to_office_id=office_id).select_related("office")
    return [transfer_line(row, row.office_id, row.office.name) for row in rows[:_LONGEST_LIST]]


def on_its_list(dossier_id: UUID) -> SentResult | None:
    """What says that the result is on its way to the desk that gives it out, with the list it is on."""
    return _under_way().filter(dossier_id=dossier_id).select_related("office").last()


def going(office_id: int) -> list[TransferLine]:
    """Results that left this desk and have not arrived, longest on the way first."""
    rows = _under_way().filter(office_id=office_id).select_related("to_office")
    return [transfer_line(row, row.to_office_id, row.to_office.name) for row in rows[:_LONGEST_LIST]]


def _under_way() -> QuerySet[SentResult]:
    rows = SentResult.objects.filter(arrived=False, dossier__returned_at=None).order_by("at", "transfer_id")
    return rows.select_related("dossier__procedure_version", "list")
