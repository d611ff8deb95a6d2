"""What a dossier costs, worked out from the fee rows of its procedure version. Pure; money in đồng.

No office may charge more than its rows say (NĐ 61/2018 Art 4(5)), and conditions are written in words ("late
registration"). So nothing is guessed: a row with a condition is shown but not summed until somebody says it
applies, and a row that leaves the amount to another text makes the sum incomplete.

>>> copy = FeeRow(FeeKind.FEE, None, tiers=(Tier(1, 2, 2000), Tier(3, None, 1000)), cap_per_copy=200_000)
>>> due([copy], channel="counter", pages=5, copies=2).total
14000
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from motcua.kernel.errors import N_, fill

# How the words of a row begin that say what is counted, in the languages fee tables are written in.
_COPY = ("copy", "bản sao")
_PAGE = ("page", "trang")


class FeeKind(StrEnum):
    """Không thu, phí, lệ phí."""

    NONE = "none"
    FEE = "fee"
    CHARGE = "charge"


class Certainty(StrEnum):
    """Whether a line belongs to the sum."""

    DUE = "due"
    ON_CONDITION = "on_condition"  # only if what `when` says is so; a person must say
    SET_ELSEWHERE = "set_elsewhere"  # the amount is in another text
    COUNT_MISSING = "count_missing"  # nobody has counted the pages yet


@dataclass(frozen=True, slots=True)
class Tier:
    """Amount for each page from `first` to `last`; `last` None means all further pages."""

    first: int
    last: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One row of the fee table. `amount` None with no tiers: set by another text, which `set_by` names."""

    kind: FeeKind
    amount: int | None
    per: str = ""
    when: str = ""
    channel: str = ""
    place: str = ""
    tiers: tuple[Tier, ...] = ()
    cap_per_copy: int | None = None
    set_by: str = ""


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A row applied. `position` is the row's place in the list given; `reason` an English msgid."""

    position: int
    row: FeeRow
    amount: int | None
    certainty: Certainty
    reason: str
    params: dict[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The reason in English, its places filled."""
        return fill(self.reason, self.params)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is due. `total` sums the certain lines; it is the whole cost only when `complete`."""

    lines: tuple[FeeLine, ...]
    total: int
    complete: bool


def due(
    rows: Sequence[FeeRow],
    *,
    channel: str,
    place: str = "",
    pages: int | None = None,
    copies: int = 1,
    quantity: int = 1,
    applying: Collection[int] = (),
) -> Statement:
    """The fees of a dossier handed in through `channel` at `place`.

    `pages`: pages of the original; `copies`: copies asked for; `quantity`: cases, transactions, papers;
    `applying`: positions of rows whose condition in words holds. Rows of other channels and other places are
    left out; where rows differ by place and none is given, they are shown as set elsewhere.
    Raises ValueError for a negative count.
    """
    if copies < 0 or quantity < 0 or (pages is not None and pages < 0):
        raise ValueError("Pages, copies and quantity cannot be negative.")
    counts = _Counts(pages, copies, quantity)
    lines: list[FeeLine] = []
    for position, row in enumerate(rows):
        if row.channel and row.channel != channel:
            continue
        if row.place and place and row.place != place:
            continue
        lines.append(_line(position, row, place, counts, position in applying))
    total = sum(line.amount or 0 for line in lines if line.certainty is Certainty.DUE)
    return Statement(tuple(lines), total, all(line.certainty is Certainty.DUE for line in lines))


@dataclass(frozen=True, slots=True)
class _Counts:
    pages: int | None
    copies: int
    quantity: int


def _line(position: int, row: FeeRow, place: str, counts: _Counts, applies: bool) -> FeeLine:
    if row.place and not place:
        reason = N_("Differs by place; this amount is for %(place)s.")
        return FeeLine(position, row, row.amount, Certainty.SET_ELSEWHERE, reason, {"place": row.place})
    if row.kind is FeeKind.NONE:
        return FeeLine(position, row, 0, Certainty.DUE, N_("No fee."))
    amount, reason, params = _amount(row, counts)
    if row.when and not applies:
        params = {**params, "when": row.when}
        return FeeLine(position, row, amount, Certainty.ON_CONDITION, N_("Only if: %(when)s."), params)
    if amount is None and (row.tiers or _by_page(row)):
        return FeeLine(position, row, None, Certainty.COUNT_MISSING, N_("Count the pages first."))
    certainty = Certainty.DUE if amount is not None else Certainty.SET_ELSEWHERE
    return FeeLine(position, row, amount, certainty, reason, params)


def _amount(row: FeeRow, counts: _Counts) -> tuple[int | None, str, dict[str, object]]:
    if row.tiers:
        return _by_tiers(row, counts.pages, counts.copies)
    if row.amount is None:
        return None, N_("The amount is set by another text."), {}
    count, reason = counts.quantity, N_("%(amount)s × %(count)s")
    if row.per.startswith(_COPY):
        count, reason = counts.copies, N_("%(amount)s × %(count)s copies")
    elif _by_page(row):
        if counts.pages is None:
            return None, N_("Count the pages first."), {}
        count, reason = counts.pages * counts.copies, N_("%(amount)s × %(count)s pages")
    amount = row.amount * count
    if row.cap_per_copy is not None:
        amount = min(amount, row.cap_per_copy * counts.copies)
    if count == 1:
        return amount, N_("%(amount)s"), {"amount": row.amount}
    return amount, reason, {"amount": row.amount, "count": count}


def _by_page(row: FeeRow) -> bool:
    return row.per.startswith(_PAGE)


def _by_tiers(row: FeeRow, pages: int | None, copies: int) -> tuple[int | None, str, dict[str, object]]:
    if pages is None:
        return None, N_("Count the pages first."), {}
    one = sum(tier.amount * _pages_in(tier, pages) for tier in row.tiers)
    params: dict[str, object] = {"pages": pages, "copies": copies, "one": one}
    if row.cap_per_copy is not None and one > row.cap_per_copy:
        params["one"] = row.cap_per_copy
        reason = N_("%(pages)s pages: the highest amount per copy, %(one)s, × %(copies)s copies")
        return row.cap_per_copy * copies, reason, params
    return one * copies, N_("%(pages)s pages: %(one)s per copy × %(copies)s copies"), params


def _pages_in(tier: Tier, pages: int) -> int:
    last = pages if tier.last is None else min(pages, tier.last)
    return max(0, last - tier.first + 1)
