"""A dossier between two offices: acknowledged, refused back, its paper part handed over."""

from dataclasses import dataclass
from typing import ClassVar

from motcua.dossiers.events.core import Effect, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferAcknowledged(Event):
    """Tiếp nhận hồ sơ chuyển đến. The electronic part counts as received from here (R-35).

    `papers` names the originals that came with it; `given_by` who handed them over (R-38).
    """

    type: ClassVar[str] = "transfer_acknowledged"
    token: int
    from_office: int
    to_office: int
    effect: Effect
    late: bool = False
    papers: tuple[str, ...] = ()
    given_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRefused(Event):
    """Từ chối tiếp nhận hồ sơ chuyển đến. The dossier is with the sender's step again."""

    type: ClassVar[str] = "transfer_refused"
    token: int
    from_office: int
    to_office: int
    reason: str
    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersHandedOver(Event):
    """Bàn giao hồ sơ giấy. The paper part came after the electronic one: giver, receiver (who acts), contents."""

    type: ClassVar[str] = "papers_handed_over"
    token: int
    papers: tuple[str, ...]
    given_by: str
    effect: Effect
    late: bool = False


@dataclass(frozen=True, slots=True)
class UnitChange:
    """The unit that does what another one did."""

    old: int
    new: int


@dataclass(frozen=True, slots=True)
class SeatCalendar:
    """By which calendar a seat at another office works from now on; None: by the competent office's."""

    unit_id: int
    calendar_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeTransferred(Event):
    """Chuyển hồ sơ sang cơ quan kế thừa. What was done before stays with the old office and its name."""

    type: ClassVar[str] = "office_transferred"
    from_office: int
    to_office: int
    units: tuple[UnitChange, ...]
    legal_basis: str
    field_group_id: int | None = None  # the successor's book, when the competent office changed
    calendars: tuple[SeatCalendar, ...] = ()
