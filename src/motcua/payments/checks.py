"""Who may do what with money, and what is refused to everybody."""

from __future__ import annotations

from datetime import date

from django.db.models import Sum

from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.kernel.formats import day as day_words
from motcua.kernel.formats import money
from motcua.offices.actors import Actor
from motcua.offices.models import Office
from motcua.offices.roles import DESK_ROLES
from motcua.payments import commands as cmd
from motcua.payments.balance import Manner
from motcua.payments.models import Payment
from motcua.payments.queries import balance_of


def day_closed(day: date) -> Refusal:
    """What is said to somebody who comes behind a signed list."""
    return Refusal(
        "day_closed",
        N_("The list of %(day)s is signed: nothing is added to it."),
        N_("A colleague may do it today, or you tomorrow."),
        params={"day": day_words(day)},
    )


def check_refund(command: cmd.GiveMoneyBack, payment: Payment) -> None:
    """Refuses a refund without reason, or of more than is paid too much."""
    if not command.reason.strip():
        raise Refusal("reason_needed", N_("A refund needs its reason."), N_("One sentence is enough."))
    back = payment.refunds.aggregate(sum=Sum("amount"))["sum"] or 0
    most = payment.amount - back
    if not command.mistake:
        most = min(most, balance_of(payment.dossier_id).overpaid)
    if not 0 < command.amount <= most:
        raise Refusal(
            "refund_too_much",
            N_("At most %(most)s of this payment can be refunded."),
            N_("What is due must be assessed anew first, with the ground; only the rest is given back."),
            params={"most": money(most)},
        )
    check_reference(command.manner, command.reference)


def check_reference(manner: Manner, reference: str) -> None:
    """Refuses money that is not cash and has no voucher (R-88)."""
    if manner is not Manner.CASH and not reference.strip():
        raise Refusal(
            "reference_missing",
            N_("Money that is not cash needs the number of its voucher."),
            N_("Enter the transaction number of the bank or the post."),
        )


def check_desk(actor: Actor, *office_ids: int) -> None:
    """Refuses whoever works at none of these desks."""
    if not any(actor.has_in_office(role, office) for role in DESK_ROLES for office in office_ids):
        raise Refusal(
            "not_your_office",
            N_("That is not your office."),
            N_("Choose your own desk."),
            status=HttpStatus.FORBIDDEN,
        )


def check_administers(actor: Actor, office_id: int) -> None:
    """Refuses whoever does not administer the office."""
    office = Office.objects.filter(pk=office_id).first()
    if office is None or not actor.administers(office.path):
        raise Refusal(
            "not_your_office",
            N_("That is not your office."),
            N_("Ask the administrator of that office."),
            status=HttpStatus.FORBIDDEN,
        )


def person_of(actor: Actor) -> int:
    """The person who acts; the program itself takes no money."""
    if actor.person_id is None:
        raise Refusal("no_person", N_("Money is taken by people only."), N_("Sign in first."))
    return actor.person_id
