"""Writes about money: one public function, one transaction, one entry that nobody changes afterwards.

Every command is safe to repeat. Entries of one dossier are written one after another (its row is locked), and
so are those of one person's day, so that nothing slips in behind a signed list.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import transaction

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import unknown_dossier, visible_dossiers
from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.kernel.formats import money
from motcua.kernel.sql import one
from motcua.offices.actors import Actor
from motcua.offices.models import Person
from motcua.offices.roles import Role
from motcua.payments import commands as cmd
from motcua.payments.assessment import LARGEST_AMOUNT, assess
from motcua.payments.balance import Moment
from motcua.payments.checks import (
    check_administers,
    check_desk,
    check_reference,
    check_refund,
    day_closed,
    person_of,
)
from motcua.payments.models import (
    BankAccount,
    Charge,
    CollectionRule,
    DayClosing,
    NumberCounter,
    Payment,
    Refund,
)
from motcua.payments.queries import balance_of, collection_rule, day_list, drawers
from motcua.payments.vietqr import Transfer
from motcua.procedures.queries import fee_rows

_NEXT = """
INSERT INTO payments_numbercounter (office_id, series, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (office_id, series, year) DO UPDATE SET last = payments_numbercounter.last + 1 RETURNING last
"""


@transaction.atomic
def assess_fee(command: cmd.Assess, actor: Actor) -> Charge:
    """Say what is due for a dossier from now on; an earlier assessment stays readable."""
    dossier = _locked(command.dossier_id, actor)
    if found := Charge.objects.filter(pk=command.command_id).first():
        return found
    check_desk(actor, dossier.receiving_office_id, dossier.returning_office_id, dossier.competent_office_id)
    result = assess(
        fee_rows(dossier.procedure_version_id),
        channel=dossier.channel,
        place=dossier.receiving_office.place,
        counts=command.counts,
        applying=command.applying,
        amounts=command.amounts,
        exemption=command.exemption,
    )
    last = Charge.objects.filter(dossier=dossier).order_by("-number").values_list("number", flat=True).first()
    return Charge.objects.create(
        id=command.command_id,
        dossier=dossier,
        number=(last or 0) + 1,
        lines=[asdict(line) for line in result.lines],
        total=result.total,
        waived=result.waived,
        exemption_ground=command.exemption.ground.strip() if command.exemption else "",
        moment=command.moment or collection_rule(dossier.receiving_office_id).moment,
        pages=command.counts.pages,
        copies=command.counts.copies,
        quantity=command.counts.quantity,
        assessed_by_id=person_of(actor),
        at=time.now(),
    )


@transaction.atomic
def collect(command: cmd.Collect, actor: Actor) -> Payment:
    """Take money and give the next receipt number of the office's year. Never more than is owed (R-93)."""
    dossier = _locked(command.dossier_id, actor)
    if found := Payment.objects.filter(pk=command.command_id).first():
        return found
    check_desk(actor, command.office_id)
    person = _open_drawer(person_of(actor), command.office_id, time.today())
    balance = balance_of(dossier.pk)
    if balance.assessed is None:
        raise Refusal(
            "fee_not_assessed",
            N_("Nobody has said yet what this dossier costs."),
            N_("Assess the fee first, then collect it."),
        )
    if not 0 < command.amount <= balance.owed:
        raise Refusal(
            "amount_not_owed",
            N_("%(owed)s are owed; %(amount)s cannot be collected."),
            N_("Collect what is owed or a part of it; if the assessment is wrong, assess anew."),
            params={"owed": money(balance.owed), "amount": money(command.amount)},
        )
    check_reference(command.manner, command.reference)
    today = time.today()
    return Payment.objects.create(
        id=command.command_id,
        dossier=dossier,
        office_id=command.office_id,
        amount=command.amount,
        manner=command.manner,
        year=today.year,
        number=_next_number(command.office_id, NumberCounter.Series.RECEIPT, today.year),
        reference=command.reference.strip(),
        payer=command.payer.strip() or dossier.applicant_name,
        collected_by_id=person,
        day=today,
        at=time.now(),
    )


@transaction.atomic
def give_money_back(command: cmd.GiveMoneyBack, actor: Actor) -> Refund:
    """Refund what was paid too much, or undo a payment written down by mistake; the desk's head decides."""
    payment = Payment.objects.filter(pk=command.payment_id).first()
    if payment is None:
        raise unknown_dossier()
    _locked(payment.dossier_id, actor)
    if found := Refund.objects.filter(pk=command.command_id).first():
        return found
    if not actor.has_in_office(Role.DESK_HEAD, payment.office_id):
        raise Refusal(
            "head_decides",
            N_("A refund is approved by the head of the one-stop desk."),
            N_("Ask the head to sign in and refund it."),
            status=HttpStatus.FORBIDDEN,
        )
    check_refund(command, payment)
    today = time.today()
    giver = command.paid_by_id or person_of(actor)
    if giver != actor.person_id and giver not in dict(drawers(payment.office_id, today)):
        raise Refusal(
            "no_drawer", N_("That person keeps no cash at this desk."), N_("Choose somebody from the list.")
        )
    return Refund.objects.create(
        id=command.command_id,
        payment=payment,
        amount=command.amount,
        manner=command.manner,
        office_id=payment.office_id,
        year=today.year,
        number=_next_number(payment.office_id, NumberCounter.Series.REFUND, today.year),
        mistake=command.mistake,
        reason=command.reason.strip(),
        reference=command.reference.strip(),
        approved_by_id=person_of(actor),
        paid_by_id=_open_drawer(giver, payment.office_id, today),
        day=today,
        at=time.now(),
    )


@transaction.atomic
def close_day(command: cmd.CloseDay, actor: Actor) -> DayClosing:
    """Sign the list of one's own day: cash counted, every difference explained. It is final."""
    check_desk(actor, command.office_id)
    person = _locked_person(person_of(actor))
    if found := DayClosing.objects.filter(pk=command.command_id).first():
        return found
    entries = day_list(command.office_id, person, actor.name, command.day)
    if entries.closing is not None:
        raise day_closed(command.day)
    if command.day > time.today() or not entries.entries:
        raise Refusal(
            "nothing_to_close",
            N_("On that day you took and gave no money: there is nothing to close."),
            N_("Choose the day whose list you want to sign."),
        )
    if not 0 <= command.counted <= LARGEST_AMOUNT:
        raise Refusal(
            "cash_counted", N_("Enter the cash you counted."), N_("Whole đồng, zero if the drawer is empty.")
        )
    difference = command.counted - entries.totals.cash_expected
    if difference and not command.reason.strip():
        raise Refusal(
            "difference_unexplained",
            N_("The cash counted differs from the list by %(difference)s."),
            N_("Count again; if it stays, say why in one sentence."),
            params={"difference": money(difference)},
        )
    return DayClosing.objects.create(
        id=command.command_id,
        person_id=person,
        office_id=command.office_id,
        day=command.day,
        entries=entries.entries,
        cash=entries.totals.cash_expected,
        transfer=entries.totals.transfer,
        post=entries.totals.post,
        counted=command.counted,
        difference=difference,
        reason=command.reason.strip(),
        signed_at=time.now(),
    )


@transaction.atomic
def set_bank_account(command: cmd.SetBankAccount, actor: Actor) -> BankAccount:
    """Name the account to which people transfer; the earlier one stays readable with who set it."""
    check_administers(actor, command.office_id)
    if command.number or command.bank:
        Transfer(command.bank, command.number)  # refuses what no bank would understand
        if not command.holder.strip():
            raise Refusal(
                "holder_missing",
                N_("Whose account is it?"),
                N_("Enter the holder: payers compare it before they confirm."),
            )
    return BankAccount.objects.create(
        office_id=command.office_id,
        bank=command.bank,
        bank_name=command.bank_name.strip(),
        number=command.number,
        holder=command.holder.strip(),
        set_by_id=person_of(actor),
        set_at=time.now(),
    )


@transaction.atomic
def set_collection_rule(office_id: int, moment: str, assessment_needed: bool, actor: Actor) -> CollectionRule:
    """Say when the office collects fees, and whether results wait until somebody has assessed them."""
    check_administers(actor, office_id)
    if moment not in set(Moment):
        raise Refusal("moment", N_("When are fees paid?"), N_("Choose one of the moments."))
    return CollectionRule.objects.create(
        office_id=office_id,
        moment=moment,
        assessment_needed=assessment_needed,
        set_by_id=person_of(actor),
        set_at=time.now(),
    )


def _locked(dossier_id: UUID, actor: Actor) -> Dossier:
    """The dossier, held until the transaction ends. Raises Refusal when the person may not see it."""
    if not visible_dossiers(actor).filter(pk=dossier_id).exists():
        raise unknown_dossier()
    rows = Dossier.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("receiving_office").get(pk=dossier_id)


def _locked_person(person_id: int) -> int:
    return Person.objects.select_for_update(no_key=True).values_list("id", flat=True).get(pk=person_id)


def _open_drawer(person_id: int, office_id: int, day: date) -> int:
    """The person whose list of that day is not signed yet; held, so that it cannot be signed meanwhile."""
    _locked_person(person_id)
    if DayClosing.objects.filter(person_id=person_id, office_id=office_id, day=day).exists():
        raise day_closed(day)
    return person_id


def _next_number(office_id: int, series: str, year: int) -> int:
    row = one(_NEXT, [office_id, series, year])
    assert row is not None
    return int(row[0])
