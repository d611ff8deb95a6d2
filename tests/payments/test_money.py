"""Money at the desk: assessed, taken, given back, and a day's list that balances."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from motcua.kernel.errors import Refusal
from motcua.payments import commands as cmd
from motcua.payments import services
from motcua.payments.assessment import Counts, Exemption
from motcua.payments.balance import Manner, Moment
from motcua.payments.models import Charge, DayClosing, NumberCounter, Payment
from motcua.payments.queries import account_of, balance_of, day_list, open_days, to_refund
from tests.payments.conftest import COPIES, Till
from tests.township import at


def test_a_signature_costs_what_its_row_says(till: Till) -> None:
    dossier = till.dossier()
    assert till.assess(dossier).total == 10_000
    assert till.owed(dossier) == 10_000
    assert till.collect(dossier, 10_000).number == 1
    assert till.owed(dossier) == 0


def test_copies_are_counted_before_they_cost(till: Till) -> None:
    dossier = till.dossier(COPIES)
    with pytest.raises(Refusal, match="nobody has counted"):
        till.assess(dossier)
    assert till.assess(dossier, counts=Counts(pages=5, copies=2)).total == 14_000


def test_nothing_is_collected_before_it_is_assessed_nor_more_than_is_owed(till: Till) -> None:
    dossier = till.dossier()
    with pytest.raises(Refusal) as refused:
        till.collect(dossier, 10_000)
    assert refused.value.code == "fee_not_assessed"
    till.assess(dossier)
    for amount in (0, -1, 10_001):
        with pytest.raises(Refusal) as refused:
            till.collect(dossier, amount)
        assert refused.value.code == "amount_not_owed"
    till.collect(dossier, 4_000)
    till.collect(dossier, 6_000)
    assert till.owed(dossier) == 0


def test_a_repeated_click_takes_nothing_twice(till: Till) -> None:
    dossier, command = till.dossier(), uuid4()
    charge = till.assess(dossier, command_id=command)
    assert till.assess(dossier, command_id=command).pk == charge.pk
    once = till.collect(dossier, 4_000, command_id=command)
    again = till.collect(dossier, 4_000, command_id=command)
    assert (once.pk, once.number) == (again.pk, again.number)
    assert balance_of(dossier).paid == 4_000


def test_receipts_are_numbered_without_gaps_per_year(till: Till) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    till.collect(dossier, 1_000)
    with pytest.raises(Refusal):
        till.collect(dossier, 99_000)
    assert till.collect(dossier, 1_000).number == 2
    till.later(at("2027-01-04 09:00"))
    assert till.collect(dossier, 1_000).number == 1
    assert NumberCounter.objects.count() == 2


def test_transfers_and_the_post_leave_a_voucher(till: Till) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    with pytest.raises(Refusal, match="voucher"):
        till.collect(dossier, 10_000, manner=Manner.TRANSFER)
    assert till.collect(dossier, 10_000, manner=Manner.TRANSFER, reference="FT260302001").reference


def test_the_result_waits_for_its_fee(till: Till) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    till.place.run_until(dossier, "return")
    with pytest.raises(Refusal) as refused:
        till.place.step(dossier)
    assert refused.value.code == "fee_owed"
    assert "10.000" in refused.value.message
    till.collect(dossier, 10_000)
    assert till.place.step(dossier).state.returned_at is not None


def test_a_fee_that_holds_nothing_back_does_not(till: Till) -> None:
    dossier = till.dossier()
    till.assess(dossier, moment=Moment.OPEN)
    till.place.run_until(dossier, "return")
    assert till.place.step(dossier).state.returned_at is not None


def test_an_office_may_want_every_fee_assessed(till: Till) -> None:
    office = till.place.office_id
    admin = till.place.actor("quantri")
    dossier, free = till.dossier(), till.dossier("1.000894")
    till.place.run_until(dossier, "return")
    till.place.run_until(free, "return")
    services.set_collection_rule(office, Moment.RETURN, True, admin)
    with pytest.raises(Refusal) as refused:
        till.place.step(dossier)
    assert refused.value.code == "fee_not_assessed"
    assert till.place.step(free).state.returned_at is not None


def test_an_exemption_on_its_ground_is_assessed_anew_and_refunded(till: Till) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    payment = till.collect(dossier, 10_000)
    with pytest.raises(Refusal) as refused:
        till.refund(payment, 10_000)
    assert refused.value.code == "refund_too_much"
    till.assess(dossier, exemption=Exemption("Hộ nghèo, giấy số 12/GCN"))
    assert [(row.dossier_id, row.amount) for row in to_refund(till.place.office_id)] == [(dossier, 10_000)]
    till.refund(payment, 10_000)
    assert balance_of(dossier).overpaid == 0
    assert to_refund(till.place.office_id) == []
    with pytest.raises(Refusal):
        till.refund(payment, 1)
    account = account_of(dossier)
    assert [charge.total for charge in account.charges] == [0, 10_000]
    assert account.charge is not None
    assert account.charge.ground == "Hộ nghèo, giấy số 12/GCN"


def test_a_payment_written_down_wrongly_is_undone_and_owed_again(till: Till) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    payment = till.collect(dossier, 10_000)
    till.refund(payment, 10_000, mistake=True, reason="Khách chuyển khoản, ghi nhầm tiền mặt")
    assert till.owed(dossier) == 10_000
    till.collect(dossier, 10_000, manner=Manner.TRANSFER, reference="FT1")
    with pytest.raises(Refusal):
        till.refund(payment, 1, mistake=True)


def test_a_refund_has_a_reason_and_the_head_of_the_desk_behind_it(till: Till) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    payment = till.collect(dossier, 10_000)
    with pytest.raises(Refusal) as refused:
        till.refund(payment, 10_000, mistake=True, reason="  ")
    assert refused.value.code == "reason_needed"
    with pytest.raises(Refusal) as refused:
        till.refund(payment, 10_000, "hotich", mistake=True)
    assert refused.value.code == "head_decides"


def test_a_day_balances_or_says_why_not(till: Till) -> None:
    one, two = till.dossier(), till.dossier()
    for dossier in (one, two):
        till.assess(dossier)
    payment = till.collect(one, 10_000)
    till.collect(two, 4_000, manner=Manner.TRANSFER, reference="FT1")
    till.refund(payment, 3_000, mistake=True)
    with pytest.raises(Refusal) as refused:
        till.close(8_000)
    assert refused.value.code == "difference_unexplained"
    closing = till.close(8_000, reason="Trả thừa tiền lẻ, đã ghi biên bản")
    assert (closing.cash, closing.counted, closing.difference) == (7_000, 8_000, 1_000)
    assert (closing.transfer, closing.post, closing.entries) == (4_000, 0, 3)


def test_a_signed_day_takes_nothing_more(till: Till) -> None:
    dossier, command = till.dossier(), uuid4()
    till.assess(dossier)
    payment = till.collect(dossier, 4_000)
    closing = till.close(4_000, command_id=command)
    assert till.close(4_000, command_id=command).pk == closing.pk
    for late in (
        lambda: till.collect(dossier, 6_000),
        lambda: till.refund(payment, 4_000, mistake=True),
        lambda: till.close(4_000),
    ):
        with pytest.raises(Refusal) as refused:
            late()
        assert refused.value.code == "day_closed"
    till.later(at("2026-03-03 08:00"))
    assert till.collect(dossier, 6_000).number == 2


def test_a_forgotten_day_is_signed_later(till: Till) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    till.collect(dossier, 10_000)
    person = till.place.actor("tiepnhan").person_id
    till.later(at("2026-03-04 08:00"))
    today = till.place.clock.date()
    assert [str(day) for day in open_days(till.place.office_id, person, today)] == ["2026-03-02"]
    till.close(10_000, day=at("2026-03-02 00:00").date())
    assert open_days(till.place.office_id, person, today) == []
    with pytest.raises(Refusal) as refused:
        till.close(0)
    assert refused.value.code == "nothing_to_close"
    with pytest.raises(Refusal):
        till.close(0, day=at("2026-03-09 00:00").date())


def test_entries_are_final(till: Till) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    till.collect(dossier, 10_000)
    till.close(10_000)
    for model in (Charge, Payment, DayClosing):
        for change in (lambda rows: rows.delete(), lambda rows: rows.update(id=uuid4())):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                change(model.objects.all())


def test_strangers_neither_see_nor_take_money(till: Till) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    for service in (
        lambda: till.collect(dossier, 10_000, "chutich"),
        lambda: till.assess(dossier, "vanthu"),
        lambda: till.close(0, "vanthu"),
    ):
        with pytest.raises(Refusal) as refused:
            service()
        assert refused.value.status == 403
    with pytest.raises(Refusal) as refused:
        till.assess(uuid4())
    assert refused.value.status == 404


def test_the_account_of_an_office_is_one_that_banks_know(till: Till) -> None:
    from motcua.payments.queries import bank_account

    office = till.place.office_id
    good = cmd.SetBankAccount(
        office_id=office, bank="970415", number="113366668888", holder="UBND TT VINH TUY"
    )
    with pytest.raises(Refusal) as refused:
        services.set_bank_account(good, till.place.actor("tiepnhan"))
    assert refused.value.status == 403
    admin = till.place.actor("quantri")
    with pytest.raises(Refusal, match="number of a bank"):
        services.set_bank_account(
            cmd.SetBankAccount(office_id=office, bank="97", number="1", holder="A"), admin
        )
    services.set_bank_account(good, admin)
    account = bank_account(office)
    assert account is not None
    assert account.number == "113366668888"
    services.set_bank_account(cmd.SetBankAccount(office_id=office, bank="", number="", holder=""), admin)
    assert bank_account(office) is None


def test_the_list_of_a_day_shows_each_entry(till: Till) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    payment = till.collect(dossier, 10_000)
    till.refund(payment, 4_000, mistake=True)
    actor = till.place.actor("tiepnhan")
    day = day_list(till.place.office_id, actor.person_id, actor.name, till.place.clock.date())
    assert [(row.receipt, row.kept) for row in day.payments] == [("0001/2026", 6_000)]
    assert [row.receipt for row in day.refunds] == ["0001/2026"]
    assert day.totals.cash_expected == 6_000
