"""What the pages about money show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import visible_dossiers
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.kernel.sql import all_rows, one
from motcua.offices.actors import Actor
from motcua.offices.models import Membership, Office
from motcua.offices.roles import Role
from motcua.payments.balance import Assessed, Balance, Moment, Paid, Refunded, day_totals, fold
from motcua.payments.models import BankAccount, Charge, CollectionRule, DayClosing, Payment, Refund
from motcua.payments.shown import Account, DayList, ShownPayment, charge_of, payments_in, refunds_in
from motcua.payments.vietqr import Transfer, note_for, payload
from motcua.procedures.fees import FeeKind, FeeLine, due
from motcua.procedures.queries import fee_rows

_STANDING = """
SELECT c.total, c.moment,
  (SELECT coalesce(sum(amount), 0) FROM payments_payment WHERE dossier_id = %(dossier)s),
  (SELECT coalesce(sum(r.amount), 0) FROM payments_refund r JOIN payments_payment p ON p.id = r.payment_id
   WHERE p.dossier_id = %(dossier)s),
  (SELECT w.assessment_needed FROM payments_collectionrule w WHERE w.office_id = d.returning_office_id
   ORDER BY w.id DESC LIMIT 1),
  d.procedure_version_id
FROM (SELECT 1) AS always LEFT JOIN dossiers_dossier d ON d.id = %(dossier)s LEFT JOIN LATERAL (
  SELECT total, moment FROM payments_charge WHERE dossier_id = %(dossier)s
  ORDER BY number DESC LIMIT 1) c ON true
"""

# Too much is paid only where a later assessment lowered what was due, so only those are looked at.
_OVERPAID = """
SELECT c.dossier_id, d.code, d.applicant_name, kept.amount - c.total
FROM payments_charge c
JOIN dossiers_dossier d ON d.id = c.dossier_id
JOIN LATERAL (
  SELECT coalesce(sum(p.amount - coalesce(
    (SELECT sum(r.amount) FROM payments_refund r WHERE r.payment_id = p.id), 0)), 0) AS amount
  FROM payments_payment p WHERE p.dossier_id = c.dossier_id AND p.office_id = %s
) kept ON kept.amount > c.total
WHERE c.number > 1
  AND NOT EXISTS (SELECT FROM payments_charge n WHERE n.dossier_id = c.dossier_id AND n.number > c.number)
ORDER BY c.at DESC LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class Overpaid:
    """A dossier for which more was paid than is due."""

    dossier_id: UUID
    code: str
    applicant: str
    amount: int


def balance_of(dossier_id: UUID) -> Balance:
    """What the dossier owes. One statement."""
    return standing_of(dossier_id)[0]


def standing_of(dossier_id: UUID) -> tuple[Balance, bool]:
    """What the dossier owes, and whether it still waits for its assessment. One statement in most offices.

    It waits when the returning office wants every fee assessed, nobody has, and the procedure may cost something.
    """
    row = one(_STANDING, {"dossier": dossier_id})
    assert row is not None
    total, moment, paid, refunded, wanted, version = row
    assessed = [] if total is None else [Assessed(total, Moment(moment))]
    balance = fold([*assessed, Paid(int(paid)), Refunded(int(refunded))])
    return balance, total is None and bool(wanted) and _may_cost(version)


def _may_cost(version_id: int) -> bool:
    return any(
        fee.kind is not FeeKind.NONE and (fee.tiers or fee.amount != 0) for fee in fee_rows(version_id)
    )


def paid_and_returned(dossier_id: UUID) -> tuple[int, int]:
    """What was paid for the dossier and what was given back, in đồng. One statement."""
    balance = balance_of(dossier_id)
    return balance.paid, balance.refunded


def fee_lines(dossier_id: UUID) -> tuple[FeeLine, ...]:
    """The rows of the fee table that may apply to the dossier, nothing counted yet. Two statements."""
    columns = ("procedure_version_id", "channel", "receiving_office__place")
    version, channel, place = Dossier.objects.values_list(*columns).get(pk=dossier_id)
    return due(fee_rows(version), channel=channel, place=place).lines


def account_of(dossier_id: UUID) -> Account:
    """The money of one dossier, in three statements."""
    charges = Charge.objects.filter(dossier_id=dossier_id).select_related("assessed_by").order_by("-number")
    shown = tuple(charge_of(row) for row in charges)
    payments = payments_in(Payment.objects.filter(dossier_id=dossier_id))
    refunds = refunds_in(Refund.objects.filter(payment__dossier_id=dossier_id))
    last = [Assessed(shown[0].total, shown[0].moment)] if shown else []
    balance = fold(
        [*last, *(Paid(row.amount) for row in payments), *(Refunded(row.amount) for row in refunds)]
    )
    return Account(balance, shown, payments, refunds)


def payment(payment_id: UUID, actor: Actor) -> ShownPayment:
    """One payment. Raises Refusal (404) when there is none, or not for this person."""
    found = payments_in(Payment.objects.filter(pk=payment_id, dossier__in=visible_dossiers(actor)))
    if not found:
        raise Refusal(
            "unknown_payment",
            N_("There is no such payment."),
            N_("Open the dossier to see what was paid."),
            status=HttpStatus.NOT_FOUND,
        )
    return found[0]


def day_list(office_id: int, person_id: int, person: str, day: date) -> DayList:
    """What went through the person's hands at that office on that day, in order. Three statements."""
    payments = payments_in(Payment.objects.filter(collected_by_id=person_id, day=day, office_id=office_id))
    refunds = refunds_in(Refund.objects.filter(paid_by_id=person_id, day=day, office_id=office_id))
    closing = DayClosing.objects.filter(person_id=person_id, office_id=office_id, day=day).first()
    totals = day_totals(
        [(row.manner, row.amount) for row in payments], [(row.manner, row.amount) for row in refunds]
    )
    return DayList(person, day, payments, refunds, totals, closing)


def open_days(office_id: int, person_id: int, before: date) -> list[date]:
    """Earlier days on which the person took or gave money and signed no list, oldest first."""
    taken = Payment.objects.filter(office_id=office_id, collected_by_id=person_id, day__lt=before)
    given = Refund.objects.filter(office_id=office_id, paid_by_id=person_id, day__lt=before)
    closed = DayClosing.objects.filter(office_id=office_id, person_id=person_id)
    days = {*taken.values_list("day", flat=True).distinct(), *given.values_list("day", flat=True).distinct()}
    return sorted(days - set(closed.values_list("day", flat=True)))


def closings(office_id: int, limit: int = 60) -> list[DayClosing]:
    """The signed lists of the office, newest first."""
    rows = DayClosing.objects.filter(office_id=office_id).select_related("person")
    return list(rows.order_by("-day", "-signed_at")[:limit])


def to_refund(office_id: int) -> list[Overpaid]:
    """Dossiers for which the office holds more than is due, latest first. One statement."""
    return [Overpaid(row[0], row[1] or "", row[2], int(row[3])) for row in all_rows(_OVERPAID, [office_id])]


def drawers(office_id: int, on: date) -> list[tuple[int, str]]:
    """Who has a drawer at the office: receptionists and heads of the desk, as (id, name)."""
    rows = Membership.objects.filter(
        unit__office_id=office_id,
        roles__overlap=[Role.RECEPTIONIST.value, Role.DESK_HEAD.value],
        valid_from__lte=on,
        person__is_active=True,
    ).exclude(valid_to__lt=on)
    return sorted(set(rows.values_list("person_id", "person__full_name")), key=lambda row: row[1])


def bank_account(office_id: int) -> BankAccount | None:
    """The account for transfers to the office; None when it takes none."""
    found = BankAccount.objects.filter(office_id=office_id).select_related("set_by").order_by("-id").first()
    return found if found and found.number else None


def collection_rule(office_id: int) -> CollectionRule:
    """How the office collects: by default at the return, and nothing waits for an assessment."""
    found = CollectionRule.objects.filter(office_id=office_id).order_by("-id").first()
    return found or CollectionRule(office_id=office_id, moment=Moment.RETURN)


def transfer_payload(account: BankAccount, amount: int, code: str) -> str:
    """The text of the VietQR code by which that amount is paid for the dossier of that code."""
    return payload(Transfer(account.bank, account.number, amount or None, note_for(code)))


def administered(paths: tuple[str, ...]) -> list[Office]:
    """The offices at or below these paths, in the order of the tree."""
    return [
        office
        for office in Office.objects.only("id", "name", "path").order_by("path")
        if any(office.path == top or office.path.startswith(f"{top}.") for top in paths)
    ]
