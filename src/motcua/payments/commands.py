"""What people may ask about the money of a dossier. Plain frozen values; amounts in đồng."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from motcua.payments.assessment import Counts, Exemption, SetAmount
from motcua.payments.balance import Manner, Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Assess:
    """Say what is due. `moment` None: as the office usually does."""

    command_id: UUID
    dossier_id: UUID
    counts: Counts = field(default_factory=Counts)
    applying: tuple[int, ...] = ()
    amounts: tuple[SetAmount, ...] = ()
    exemption: Exemption | None = None
    moment: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collect:
    """Take money, all of what is owed or a part. `payer` empty: the applicant."""

    command_id: UUID
    dossier_id: UUID
    office_id: int
    amount: int
    manner: Manner
    reference: str = ""
    payer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveMoneyBack:
    """Refund a payment or a part of it. `paid_by_id`: out of whose drawer; None, the approver's own."""

    command_id: UUID
    payment_id: UUID
    amount: int
    manner: Manner
    reason: str
    mistake: bool = False
    reference: str = ""
    paid_by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDay:
    """Sign the list of one's own day. `counted` is the cash in the drawer."""

    command_id: UUID
    office_id: int
    day: date
    counted: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBankAccount:
    """The account for transfers; all empty: the office takes none."""

    office_id: int
    bank: str
    number: str
    holder: str
    bank_name: str = ""
