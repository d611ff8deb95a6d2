"""Saying what a dossier costs: fee rows of its version, counts, and what a person has to judge. Pure.

The rows decide; a person only counts, says which conditions hold, fills in amounts that another text sets,
and grants an exemption on a ground. Nothing can be charged that no row names (NĐ 61/2018 Art 4(5), R-93).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from motcua.kernel.errors import N_, Refusal
from motcua.procedures.fees import Certainty, FeeLine, FeeRow, due

LARGEST_AMOUNT = 10**11  # đồng; more is a slip of the hand


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted at the desk. `pages` None: nobody has counted."""

    pages: int | None = None
    copies: int = 1
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class SetAmount:
    """Amount that another text sets for one row, and which text (a resolution of the People's Council)."""

    position: int
    amount: int
    basis: str


@dataclass(frozen=True, slots=True)
class Exemption:
    """Miễn, giảm: how much is not charged, and on what ground."""

    ground: str
    percent: int = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the account; `reason` is an English msgid with `params`: it speaks both languages."""

    name: str  # what is charged: the unit of the row, or its condition
    kind: str
    amount: int
    reason: str
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assessment:
    """`total` is to be paid; `waived` would have been without the exemption."""

    lines: tuple[Line, ...]
    total: int
    waived: int = 0


def assess(
    rows: Sequence[FeeRow],
    *,
    channel: str,
    place: str = "",
    counts: Counts = Counts(),
    applying: Sequence[int] = (),
    amounts: Sequence[SetAmount] = (),
    exemption: Exemption | None = None,
) -> Assessment:
    """What is to be paid. Raises Refusal while something is not counted, not judged or has no ground."""
    _check(counts, amounts, exemption)
    statement = due(
        rows,
        channel=channel,
        place=place,
        pages=counts.pages,
        copies=counts.copies,
        quantity=counts.quantity,
        applying=applying,
    )
    given = {item.position: item for item in amounts}
    lines = tuple(
        _line(line, given.get(line.position))
        for line in statement.lines
        if line.certainty is not Certainty.ON_CONDITION
    )
    total = sum(line.amount for line in lines)
    waived = -(-total * exemption.percent // 100) if exemption else 0  # rounded for the citizen
    return Assessment(lines, total - waived, waived)


def _line(line: FeeLine, given: SetAmount | None) -> Line:
    row = line.row
    name = row.when or row.per
    if line.certainty is Certainty.DUE:
        return Line(name, row.kind, line.amount or 0, line.reason, dict(line.params))
    if line.certainty is Certainty.COUNT_MISSING:
        raise Refusal(
            "pages_missing",
            N_("This fee goes by pages, and nobody has counted them."),
            N_("Enter the pages of the original and the number of copies."),
        )
    if given is None:
        raise Refusal(
            "amount_missing",
            N_("The amount of “%(name)s” is set by another text."),
            N_("Enter the amount and the text that sets it."),
            params={"name": name or row.kind},
        )
    return Line(name, row.kind, given.amount, N_("Set by %(basis)s"), {"basis": given.basis.strip()})


def _check(counts: Counts, amounts: Sequence[SetAmount], exemption: Exemption | None) -> None:
    if min(counts.pages or 0, counts.copies, counts.quantity) < 0:
        raise Refusal("counts", N_("A count cannot be negative."), N_("Enter zero or more."))
    for item in amounts:
        if not 0 <= item.amount <= LARGEST_AMOUNT:
            raise Refusal(
                "fee_amount", N_("That is no amount of a fee."), N_("Enter whole đồng, zero or more.")
            )
        if not item.basis.strip():
            raise Refusal(
                "basis_missing",
                N_("An amount that the fee table does not name needs its text."),
                N_("Enter number and date of the resolution that sets it."),
            )
    if exemption is None:
        return
    if not exemption.ground.strip():
        raise Refusal(
            "ground_missing",
            N_("An exemption needs its ground."),
            N_("Name who is exempt and by which text: a poor household with its certificate, for instance."),
        )
    if not 1 <= exemption.percent <= 100:
        raise Refusal(
            "exemption_share",
            N_("An exemption is between 1 and 100 percent."),
            N_("Enter 100 to waive it all."),
        )
