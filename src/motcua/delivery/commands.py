"""What people may ask about the way of a result to the applicant. Plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForPost:
    """The applicant wants the result by public post."""

    command_id: UUID
    dossier_id: UUID
    recipient: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The parcel is ready: its number on the label, postage in đồng, originals that travel along."""

    command_id: UUID
    shipment_id: UUID
    parcel_number: str
    fee: int = 0
    originals: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandToPost:
    """Parcels go to the post officer with a numbered list."""

    command_id: UUID
    office_id: int
    shipment_ids: tuple[UUID, ...]
    receiver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TellDelivered:
    """The post says that the parcel was delivered; `detail`: to whom."""

    command_id: UUID
    shipment_id: UUID
    happened_at: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellCameBack:
    """The post brought the parcel back; `reason` as it stands on the parcel."""

    command_id: UUID
    shipment_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelPost:
    """The applicant comes after all, before the parcel left."""

    command_id: UUID
    shipment_id: UUID
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendToDesk:
    """Results go to the desk that gives them out, with a numbered list."""

    command_id: UUID
    office_id: int
    to_office_id: int
    dossier_ids: tuple[UUID, ...]
    receiver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TellArrived:
    """A result arrived at the desk that gives it out. `given_by`: who brought originals along; empty: none came."""

    dossier_id: UUID
    given_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind:
    """The applicant was told that the result waits."""

    command_id: UUID
    dossier_id: UUID
    manner: str
    said: str = ""
