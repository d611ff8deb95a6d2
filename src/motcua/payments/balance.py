"""What a dossier owes: a fold over entries that are only ever added. Pure; all amounts in đồng.

>>> fold([Assessed(20_000), Paid(20_000), Assessed(5_000)]).overpaid
15000
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Moment(StrEnum):
    """When the fee has to be paid (R-89)."""

    RECEPTION = "reception"  # trước khi tiếp nhận
    RETURN = "return"  # khi trả kết quả
    OPEN = "open"  # không chặn việc trả kết quả


class Manner(StrEnum):
    """Hình thức thu: how money changed hands (R-88)."""

    CASH = "cash"
    TRANSFER = "transfer"
    POST = "post"  # collected by the postal operator


@dataclass(frozen=True, slots=True)
class Assessed:
    """What is due from now on; replaces what was assessed before."""

    total: int
    moment: Moment = Moment.RETURN


@dataclass(frozen=True, slots=True)
class Paid:
    amount: int


@dataclass(frozen=True, slots=True)
class Refunded:
    amount: int


Entry = Assessed | Paid | Refunded


@dataclass(frozen=True, slots=True)
class Balance:
    """`assessed` is None until somebody has said what is due. Never negative: too much is `overpaid`."""

    assessed: int | None = None
    moment: Moment = Moment.RETURN
    paid: int = 0
    refunded: int = 0

    @property
    def kept(self) -> int:
        """What the office holds for this dossier."""
        return self.paid - self.refunded

    @property
    def owed(self) -> int:
        """What is still to be paid."""
        return max(0, (self.assessed or 0) - self.kept)

    @property
    def overpaid(self) -> int:
        """What must be given back."""
        return max(0, self.kept - (self.assessed or 0))

    @property
    def blocks_return(self) -> bool:
        """Whether the result has to wait for money."""
        return self.owed > 0 and self.moment is not Moment.OPEN


def fold(entries: Iterable[Entry]) -> Balance:
    """The balance that the entries tell, in their order. Raises ValueError for an amount below zero."""
    balance = Balance()
    for entry in entries:
        balance = _after(balance, entry)
    return balance


def _after(balance: Balance, entry: Entry) -> Balance:
    amount = entry.total if isinstance(entry, Assessed) else entry.amount
    if amount < 0:
        raise ValueError("An amount cannot be negative.")
    match entry:
        case Assessed():
            return replace(balance, assessed=amount, moment=entry.moment)
        case Paid():
            return replace(balance, paid=balance.paid + amount)
        case Refunded():
            return replace(balance, refunded=balance.refunded + amount)


@dataclass(frozen=True, slots=True)
class DayTotals:
    """What went through one person's hands on one day."""

    cash: int = 0
    transfer: int = 0
    post: int = 0
    cash_refunded: int = 0
    other_refunded: int = 0

    @property
    def cash_expected(self) -> int:
        """Cash that must lie in the drawer."""
        return self.cash - self.cash_refunded


def day_totals(paid: Iterable[tuple[Manner, int]], refunded: Iterable[tuple[Manner, int]]) -> DayTotals:
    """The sums of a day from its payments and refunds."""
    sums = dict.fromkeys(Manner, 0)
    for manner, amount in paid:
        sums[manner] += amount
    back = list(refunded)
    cash_back = sum(amount for manner, amount in back if manner is Manner.CASH)
    return DayTotals(
        cash=sums[Manner.CASH],
        transfer=sums[Manner.TRANSFER],
        post=sums[Manner.POST],
        cash_refunded=cash_back,
        other_refunded=sum(amount for _manner, amount in back) - cash_back,
    )
