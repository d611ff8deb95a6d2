"""The receipt for a payment as an issued paper (R-91). It bears the payment's own number of the office's year."""

from __future__ import annotations

from uuid import UUID

from django.utils import translation

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import unknown_dossier
from motcua.offices.actors import Actor
from motcua.papers.forms import FeeItem, FeeReceiptData
from motcua.papers.kinds import Form
from motcua.papers.models import IssuedPaper
from motcua.papers.services import Issued, Occasion, issue_for
from motcua.payments import queries
from motcua.payments.models import Payment
from motcua.payments.shown import ShownCharge
from motcua.payments.words import MANNER_WORDS

PART = "Phí, lệ phí (nộp một phần)"


def issue(payment_id: UUID, actor: Actor) -> Issued:
    """Draw the receipt of a payment; drawn before, the same one. Refuses a payment one may not see (404)."""
    shown = queries.payment(payment_id, actor)
    payment = Payment.objects.get(pk=payment_id)
    row = Dossier.objects.select_related("procedure_version").filter(pk=payment.dossier_id).first()
    if row is None:
        raise unknown_dossier()
    charges = queries.account_of(row.pk).charges
    # It says what was due on the day, whatever was assessed since.
    charge = next((charge for charge in charges if charge.at <= payment.at), None)
    with translation.override("vi"):  # papers are Vietnamese whatever the screen speaks
        manner = str(MANNER_WORDS[shown.manner])
    data = FeeReceiptData(
        payer_name=shown.payer,
        payer_address=str(row.applicant.get("address", "")),
        dossier_code=row.code or "",
        procedure=row.procedure_version.name,
        lines=_lines(payment.amount, charge),
        total=payment.amount,
        method=f"{manner}, số chứng từ {shown.reference}" if shown.reference else manner,
        collected_at=payment.at,
        collector_name=shown.by,
        exemption=charge.ground if charge and charge.waived else "",
    )
    occasion = Occasion(None, payment.at, payment.collected_by_id)
    return issue_for(
        row.pk,
        Form.FEE_RECEIPT,
        data,
        actor,
        payment_id,
        office_id=payment.office_id,
        number=payment.number,
        occasion=occasion,
    )


def is_issued(payment_id: UUID) -> bool:
    """Whether the receipt has been drawn."""
    return IssuedPaper.objects.filter(pk=payment_id).exists()


def _lines(amount: int, charge: ShownCharge | None) -> tuple[FeeItem, ...]:
    """What was paid for, line by line if all of it was paid; a part of it, or what is left of it, has one line."""
    if charge is None or charge.total != amount:
        return (FeeItem(PART, amount),)
    if charge.waived:
        return (FeeItem("Phí, lệ phí sau miễn, giảm", amount),)
    return tuple(FeeItem(line.name or "Phí, lệ phí", line.amount, note=line.how) for line in charge.lines)
