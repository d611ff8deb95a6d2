"""Results on their way, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from motcua.delivery.models import DeskTransfer, HandOverList, SentResult, Shipment, ShipmentFact
from motcua.delivery.parcel import Fact, State, contradictory, state_of
from motcua.dossiers.status import READY_TO_RETURN

_LONGEST_LIST = 300


@dataclass(frozen=True, slots=True)
class Told:
    """One fact about a parcel, as it is shown."""

    kind: Fact
    at: datetime
    by: str
    detail: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """A shipment with its state and everything that was told about it."""

    id: UUID
    dossier_id: UUID
    code: str
    applicant: str
    procedure: str
    recipient: str
    address: str
    phone: str
    state: State
    contradictory: bool
    ready: bool  # the result waits
    number: str
    fee: int
    originals: tuple[str, ...]
    list_id: UUID | None
    list_number: str
    sent_at: datetime | None
    told: tuple[Told, ...]
    closed: bool  # the dossier was handed over


@dataclass(frozen=True, slots=True)
class PostBoard:
    """The post page: parcels by what has to be done with them."""

    to_pack: tuple[Parcel, ...]
    to_hand_over: tuple[Parcel, ...]
    in_transit: tuple[Parcel, ...]
    came_back: tuple[Parcel, ...]
    unclear: tuple[Parcel, ...]  # delivered by the post, but the dossier is still open


@dataclass(frozen=True, slots=True)
class WaitingResult:
    """A result nobody has collected yet."""

    dossier_id: UUID
    code: str
    applicant: str
    phone: str
    procedure: str
    finished_at: datetime
    days: int
    reminders: int
    last_reminder: datetime | None
    originals: int  # papers whose original the office still holds
    by_post: bool


@dataclass(frozen=True, slots=True)
class TransferLine:
    """A result between two desks. `transfer_id` None: not sent yet."""

    dossier_id: UUID
    code: str
    applicant: str
    procedure: str
    office_id: int
    office: str  # the other desk
    result_number: str
    transfer_id: UUID | None = None
    sent_at: datetime | None = None
    list_id: UUID | None = None
    list_number: str = ""


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A hand-over list to print."""

    list: HandOverList
    number: str
    parcels: tuple[Parcel, ...]
    results: tuple[TransferLine, ...]


def transfer_line(row: DeskTransfer | SentResult, office_id: int, office: str) -> TransferLine:
    """A result on its way between two desks."""
    return TransferLine(
        dossier_id=row.dossier_id,
        code=row.dossier.code or "",
        applicant=row.dossier.applicant_name,
        procedure=row.dossier.procedure_version.name,
        office_id=office_id,
        office=office,
        result_number=row.dossier.result_number,
        transfer_id=row.pk,
        sent_at=row.list.at,
        list_id=row.list_id,
        list_number=list_number(row.list.number, row.list.year),
    )


def parcels_in(which: Q) -> tuple[Parcel, ...]:
    """The parcels of a choice, newest first. Three statements."""
    rows = Shipment.objects.filter(which).select_related("dossier__procedure_version").distinct()
    rows = rows.order_by("-at", "-id").prefetch_related("facts__by", "facts__list")
    return tuple(_parcel(row) for row in rows[:_LONGEST_LIST])


def _parcel(row: Shipment) -> Parcel:
    facts = list(row.facts.all())
    kinds = [Fact(fact.kind) for fact in facts]
    packed = _last(facts, Fact.PACKED)
    sent = _last(facts, Fact.SENT)
    labelled = sent or packed
    handed = sent.list if sent else None
    return Parcel(
        id=row.pk,
        dossier_id=row.dossier_id,
        code=row.dossier.code or "",
        applicant=row.dossier.applicant_name,
        procedure=row.dossier.procedure_version.name,
        recipient=row.recipient,
        address=row.address,
        phone=row.phone,
        state=state_of(kinds),
        contradictory=contradictory(kinds),
        ready=row.dossier.status in READY_TO_RETURN,
        number=labelled.parcel_number if labelled else "",
        fee=packed.fee if packed else 0,
        originals=tuple(packed.originals) if packed else (),
        list_id=handed.pk if handed else None,
        list_number=list_number(handed.number, handed.year) if handed else "",
        sent_at=sent.happened_at if sent else None,
        told=tuple(Told(Fact(fact.kind), fact.happened_at, fact.by.full_name, fact.detail) for fact in facts),
        closed=row.dossier.returned_at is not None,
    )


def _last(facts: list[ShipmentFact], kind: Fact) -> ShipmentFact | None:
    return next((fact for fact in reversed(facts) if fact.kind == kind), None)


def list_number(number: int, year: int) -> str:
    """07/2026."""
    return f"{number:02}/{year}"
