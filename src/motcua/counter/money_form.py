"""The forms about money as they come in, and the commands they mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import QueryDict

from motcua.counter import parsing
from motcua.kernel import ids
from motcua.payments import commands as cmd
from motcua.payments.assessment import Counts, Exemption, SetAmount
from motcua.payments.balance import Manner, Moment
from motcua.procedures.fees import Certainty, FeeLine

_MOST = 10**13


@dataclass(frozen=True, slots=True)
class RowChoice:
    """One row of the fee table on the form."""

    line: FeeLine
    conditional: bool
    amount_open: bool  # set by another text: somebody types it
    ticked: bool
    amount: str
    basis: str


def rows(lines: tuple[FeeLine, ...], data: QueryDict) -> tuple[RowChoice, ...]:
    """The rows with what was typed for them."""
    ticked = set(data.getlist("applies"))
    return tuple(
        RowChoice(
            line=line,
            conditional=line.certainty is Certainty.ON_CONDITION,
            amount_open=line.row.amount is None and not line.row.tiers,
            ticked=str(line.position) in ticked,
            amount=parsing.text(data, f"amount_{line.position}", 20),
            basis=parsing.text(data, f"basis_{line.position}") or line.row.set_by[:300],
        )
        for line in lines
    )


def counts_pages(lines: tuple[FeeLine, ...]) -> bool:
    """Whether some row goes by pages or copies."""
    return any(line.row.tiers or line.row.per.startswith(("page", "copy")) for line in lines)


def form_id(data: QueryDict) -> UUID:
    """The id of the form, which makes a second click harmless."""
    return parsing.uuid(parsing.text(data, "form_id")) or ids.uuid7()


def command_id(data: QueryDict, act: str) -> UUID:
    """The id of the command that this form means."""
    return ids.uuid_for("counter form", form_id(data), act)


def amount(data: QueryDict, name: str = "amount") -> int:
    """Whole đồng as people write them (10.000, 10 000 đ); -1, which everything refuses, for anything else."""
    plain = parsing.text(data, name, 30).casefold().removesuffix("đồng").removesuffix("đ")
    found = parsing.whole("".join(sign for sign in plain if sign not in " .,\u00a0"), 0, _MOST)
    return -1 if found is None else found


def assess(data: QueryDict, dossier_id: UUID, lines: tuple[FeeLine, ...]) -> cmd.Assess:
    """The assessment that is meant."""
    choices = rows(lines, data)
    given = parsing.reader(data)
    applying = tuple(choice.line.position for choice in choices if choice.ticked)
    typed = tuple(
        SetAmount(choice.line.position, amount(data, f"amount_{choice.line.position}"), choice.basis)
        for choice in choices
        if choice.amount_open and choice.amount and (choice.ticked or not choice.conditional)
    )
    exempt = given("exempt") == "yes"
    return cmd.Assess(
        command_id=command_id(data, "assess"),
        dossier_id=dossier_id,
        counts=Counts(
            pages=parsing.whole(given("pages"), 0, 10**5),
            copies=_count(given("copies")),
            quantity=_count(given("quantity")),
        ),
        applying=applying,
        amounts=typed,
        exemption=Exemption(given("ground", 1000), _count(given("percent"), 100)) if exempt else None,
        moment=Moment(given("moment")) if given("moment") in set(Moment) else None,
    )


def collect(data: QueryDict, dossier_id: UUID, office_id: int) -> cmd.Collect:
    """The payment that is meant."""
    given = parsing.reader(data)
    return cmd.Collect(
        command_id=command_id(data, "collect"),
        dossier_id=dossier_id,
        office_id=office_id,
        amount=amount(data),
        manner=_manner(given("manner")),
        reference=given("reference", 100),
        payer=given("payer", 200),
    )


def refund(data: QueryDict) -> cmd.GiveMoneyBack:
    """The refund that is meant."""
    given = parsing.reader(data)
    return cmd.GiveMoneyBack(
        command_id=command_id(data, "refund"),
        payment_id=parsing.uuid(given("payment")) or ids.uuid7(),
        amount=amount(data),
        manner=_manner(given("manner")),
        reason=given("reason", 1000),
        mistake=given("mistake") == "yes",
        reference=given("reference", 100),
        paid_by_id=parsing.row_id(given("paid_by")),
    )


def close(data: QueryDict, office_id: int, today: date) -> cmd.CloseDay:
    """The signature under a day that is meant."""
    given = parsing.reader(data)
    return cmd.CloseDay(
        command_id=command_id(data, "close"),
        office_id=office_id,
        day=parsing.day(given("day")) or today,
        counted=amount(data, "counted"),
        reason=given("reason", 1000),
    )


def _count(typed: str, otherwise: int = 1) -> int:
    found = parsing.whole(typed, 0, 10**5)
    return otherwise if found is None else found


def _manner(typed: str) -> Manner:
    return Manner(typed) if typed in set(Manner) else Manner.CASH
