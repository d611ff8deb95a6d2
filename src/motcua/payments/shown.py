"""Entries about money as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from motcua.kernel import formats
from motcua.kernel.errors import fill
from motcua.payments.balance import Balance, DayTotals, Manner, Moment
from motcua.payments.models import Charge, DayClosing, Payment, Refund

_LONGEST_LIST = 500


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """One line of what was assessed, in the reader's language."""

    name: str
    amount: int
    how: str


@dataclass(frozen=True, slots=True)
class ShownCharge:
    """What is due, who said so and why."""

    number: int
    lines: tuple[ChargeLine, ...]
    total: int
    waived: int
    ground: str
    moment: Moment
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownPayment:
    """One payment with what was given back of it."""

    id: UUID
    receipt: str
    amount: int
    refunded: int
    manner: Manner
    reference: str
    payer: str
    by: str
    by_id: int
    at: datetime
    day: date
    code: str = ""
    applicant: str = ""
    dossier_id: UUID | None = None
    office_id: int = 0

    @property
    def kept(self) -> int:
        """What is left of it."""
        return self.amount - self.refunded


@dataclass(frozen=True, slots=True)
class ShownRefund:
    """One refund."""

    number: str
    amount: int
    manner: Manner
    reason: str
    mistake: bool
    receipt: str
    by: str
    approved_by: str
    at: datetime
    code: str
    dossier_id: UUID


@dataclass(frozen=True, slots=True)
class Account:
    """Everything about the money of one dossier."""

    balance: Balance
    charges: tuple[ShownCharge, ...]  # newest first: the first one counts
    payments: tuple[ShownPayment, ...]
    refunds: tuple[ShownRefund, ...]

    @property
    def charge(self) -> ShownCharge | None:
        """The charge in force."""
        return self.charges[0] if self.charges else None


@dataclass(frozen=True, slots=True)
class DayList:
    """What one person took and gave back on one day, and its closing if it is signed."""

    person: str
    day: date
    payments: tuple[ShownPayment, ...]
    refunds: tuple[ShownRefund, ...]
    totals: DayTotals
    closing: DayClosing | None

    @property
    def entries(self) -> int:
        """How many entries stand on the list."""
        return len(self.payments) + len(self.refunds)


def receipt_number(number: int, year: int) -> str:
    """0007/2026."""
    return f"{number:04}/{year}"


def charge_of(row: Charge) -> ShownCharge:
    """The charge as it is shown."""
    return ShownCharge(
        number=row.number,
        lines=tuple(ChargeLine(line["name"], line["amount"], _how(line)) for line in row.lines),
        total=row.total,
        waived=row.waived,
        ground=row.exemption_ground,
        moment=Moment(row.moment),
        by=row.assessed_by.full_name,
        at=row.at,
    )


def _how(line: dict[str, Any]) -> str:
    params = {
        name: formats.money(value) if name in ("amount", "one") and isinstance(value, int) else value
        for name, value in line["params"].items()
    }
    return fill(_(line["reason"]), params)


def payments_in(rows: QuerySet[Payment]) -> tuple[ShownPayment, ...]:
    """Payments with what was given back of each, in order. One statement."""
    rows = rows.select_related("collected_by", "dossier").annotate(back=Sum("refunds__amount"))
    return tuple(
        ShownPayment(
            id=row.pk,
            receipt=receipt_number(row.number, row.year),
            amount=row.amount,
            refunded=getattr(row, "back", None) or 0,
            manner=Manner(row.manner),
            reference=row.reference,
            payer=row.payer,
            by=row.collected_by.full_name,
            by_id=row.collected_by_id,
            at=row.at,
            day=row.day,
            code=row.dossier.code or "",
            applicant=row.dossier.applicant_name,
            dossier_id=row.dossier_id,
            office_id=row.office_id,
        )
        for row in rows.order_by("at", "year", "number")[:_LONGEST_LIST]
    )


def refunds_in(rows: QuerySet[Refund]) -> tuple[ShownRefund, ...]:
    """Refunds in order. One statement."""
    rows = rows.select_related("paid_by", "approved_by", "payment__dossier").order_by("at", "number")
    return tuple(
        ShownRefund(
            number=receipt_number(row.number, row.year),
            amount=row.amount,
            manner=Manner(row.manner),
            reason=row.reason,
            mistake=row.mistake,
            receipt=receipt_number(row.payment.number, row.payment.year),
            by=row.paid_by.full_name,
            approved_by=row.approved_by.full_name,
            at=row.at,
            code=row.payment.dossier.code or "",
            dossier_id=row.payment.dossier_id,
        )
        for row in rows[:_LONGEST_LIST]
    )
