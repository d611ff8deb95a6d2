"""A dossier for the person it belongs to: who holds the secret link of the receipt sees what to do, and the papers.

Nothing of it is for the office: no holder, no notes, no papers between units.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from motcua.dossiers import events as ev
from motcua.dossiers import ledger
from motcua.dossiers.page import DossierPage, ShownPaper
from motcua.dossiers.queries import dossier_page
from motcua.dossiers.status import NEVER_RECEIVED, READY_TO_RETURN, Status
from motcua.offices.actors import SYSTEM
from motcua.offices.models import Office
from motcua.papers.kinds import Form
from motcua.papers.models import IssuedPaper
from motcua.papers.own_link import dossier_of, own_address
from motcua.papers.queries import PaperLine, papers_of
from motcua.payments import queries as money
from motcua.portal.queries import Progress
from motcua.portal.stages import PUBLIC_STAGE

GIVEN_TO_CITIZENS = frozenset(
    {
        Form.RECEIPT,
        Form.SUPPLEMENT_REQUEST,
        Form.REFUSAL,
        Form.APOLOGY,
        Form.STOP_NOTICE,
        Form.FEE_RECEIPT,
        Form.EVALUATION,
    }
)


class Todo(StrEnum):
    """What the citizen has to do now."""

    NOTHING = "nothing"
    COMPLETE = "complete"  # bring what is missing
    PAY_DUTY = "pay_duty"  # tax or another financial duty, and bring the proof
    AWAIT_ARRIVAL = "await_arrival"  # the result is on its way to the desk that gives it out
    COLLECT = "collect"
    AWAIT_POST = "await_post"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class OwnPart:
    """Another part of what was handed in together, with the address of its own page."""

    number: int
    code: str
    procedure: str
    stage: str
    waits: bool
    due_at: datetime | None
    address: str


@dataclass(frozen=True, slots=True)
class Own:
    """One dossier as its owner sees it. `owed` in đồng; `qr` is the transfer that pays it, if the office takes any."""

    progress: Progress | None
    page: DossierPage
    parts: tuple[OwnPart, ...]
    todo: Todo
    missing: ev.SupplementRequested | None
    until: datetime | None
    owed: int
    qr: str
    receiving: Office
    returning: Office
    papers: tuple[PaperLine, ...]
    results: tuple[ShownPaper, ...]


def own(token: str) -> Own | None:
    """The dossier of a secret link; None for a text that is none."""
    dossier_id = dossier_of(token)
    if dossier_id is None:
        return None
    page = dossier_page(dossier_id, SYSTEM)
    intake, stage = page.state.intake, PUBLIC_STAGE[page.status]
    assert intake is not None
    offices = Office.objects.in_bulk({intake.receiving_office_id, intake.returning_office_id})
    owed = money.balance_of(dossier_id).owed
    account = money.bank_account(intake.receiving_office_id) if owed else None
    todo = _todo(page)
    return Own(
        progress=Progress(page.code, stage, bool(page.state.transfers)) if stage else None,
        page=page,
        parts=tuple(_parts(page)),
        todo=todo,
        missing=_missing(dossier_id) if todo is Todo.COMPLETE else None,
        until=page.state.waiting.until if page.state.waiting else None,
        owed=owed,
        qr=money.transfer_payload(account, owed, page.code) if account else "",
        receiving=offices[intake.receiving_office_id],
        returning=offices[intake.returning_office_id],
        papers=tuple(paper for paper in papers_of(dossier_id) if paper.form in GIVEN_TO_CITIZENS),
        results=_results(page),
    )


def own_paper(token: str, paper_id: UUID) -> IssuedPaper | None:
    """A paper that the holder of the link may open; None for every other."""
    dossier_id = dossier_of(token)
    if dossier_id is None:
        return None
    return IssuedPaper.objects.filter(pk=paper_id, dossier_id=dossier_id, form__in=GIVEN_TO_CITIZENS).first()


def own_result(token: str, paper_id: UUID) -> ShownPaper | None:
    """A result that was handed over, as the file that was handed over; None for everything else."""
    dossier_id = dossier_of(token)
    if dossier_id is None:
        return None
    results = _results(dossier_page(dossier_id, SYSTEM))
    return next((paper for paper in results if paper.id == paper_id), None)


def _parts(page: DossierPage) -> Iterator[OwnPart]:
    for part in page.group.parts if page.group else ():
        stage = PUBLIC_STAGE[part.status]
        yield OwnPart(
            number=part.number,
            code=part.code,
            procedure=part.procedure,
            stage=str(stage.text) if stage else "",
            waits=part.waits,
            due_at=None if part.finished_at else part.due_at,
            address="" if part.id == page.id else own_address(part.id),
        )


def _todo(page: DossierPage) -> Todo:
    match page.status:
        case Status.SUPPLEMENT_BEFORE_RECEPTION | Status.SUPPLEMENT_IN_PROCESSING:
            return Todo.COMPLETE
        case Status.WAITING_FINANCIAL_DUTY:
            return Todo.PAY_DUTY
        case Status.IN_POST:
            return Todo.AWAIT_POST
        case status if status in READY_TO_RETURN:
            return Todo.AWAIT_ARRIVAL if page.state.transfers else Todo.COLLECT
        case status if page.state.finished_at is not None or status in NEVER_RECEIVED:
            return Todo.ENDED
    return Todo.NOTHING


def _missing(dossier_id: UUID) -> ev.SupplementRequested | None:
    found = ledger.last_event(dossier_id, ev.SupplementRequested)
    return found[0] if found else None


def _results(page: DossierPage) -> tuple[ShownPaper, ...]:
    """Results as files: once they were handed over, not before (a fee may still be owed)."""
    if page.status is not Status.RETURNED:
        return ()
    return tuple(paper for paper in page.papers if paper.kind == "result" and paper.sha256)
