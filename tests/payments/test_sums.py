"""What is due and what is owed: sums that add up whatever is entered, and words for receipts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.errors import Refusal
from motcua.payments.assessment import Counts, Exemption, SetAmount, assess
from motcua.payments.balance import Assessed, Manner, Moment, Paid, Refunded, day_totals, fold
from motcua.payments.in_words import amount_in_words
from motcua.procedures.fees import FeeKind, FeeRow, Tier

COPIES = FeeRow(FeeKind.FEE, None, tiers=(Tier(1, 2, 2000), Tier(3, None, 1000)), cap_per_copy=200_000)
SIGNATURE = FeeRow(FeeKind.FEE, 10_000, per="case")
IN_TIME = FeeRow(FeeKind.CHARGE, 0, when="registered in time")
LATE = FeeRow(FeeKind.CHARGE, None, when="late registration")
ONLINE = FeeRow(FeeKind.FEE, 5_000, channel="online")
entries = st.lists(
    st.builds(Assessed, st.integers(0, 10**6), st.sampled_from(Moment))
    | st.builds(Paid, st.integers(0, 10**6))
    | st.builds(Refunded, st.integers(0, 10**6))
)


def test_certified_copies_cost_by_page_and_copy_up_to_the_cap() -> None:
    assert assess([COPIES], channel="counter", counts=Counts(pages=5, copies=2)).total == 14_000
    assert assess([COPIES], channel="counter", counts=Counts(pages=900, copies=3)).total == 600_000


def test_pages_must_be_counted_first() -> None:
    with pytest.raises(Refusal, match="nobody has counted"):
        assess([COPIES], channel="counter")


def test_only_what_applies_is_charged() -> None:
    rows = [IN_TIME, LATE, ONLINE, SIGNATURE]
    assert assess(rows, channel="counter").total == 10_000
    with pytest.raises(Refusal, match="late registration"):
        assess(rows, channel="counter", applying=[1])
    set_by = SetAmount(1, 8_000, "NQ 09/2025/NQ-HĐND")
    late = assess(rows, channel="counter", applying=[1], amounts=[set_by])
    assert late.total == 18_000
    assert late.lines[0].params == {"basis": "NQ 09/2025/NQ-HĐND"}


def test_no_amount_can_be_typed_over_the_fee_table() -> None:
    assert assess([SIGNATURE], channel="counter", amounts=[SetAmount(0, 99_000, "x")]).total == 10_000


def test_an_exemption_needs_a_ground_and_favours_the_citizen() -> None:
    with pytest.raises(Refusal, match="ground"):
        assess([SIGNATURE], channel="counter", exemption=Exemption(" "))
    free = assess([SIGNATURE], channel="counter", exemption=Exemption("Hộ nghèo"))
    assert (free.total, free.waived) == (0, 10_000)
    odd = assess([FeeRow(FeeKind.FEE, 333)], channel="counter", exemption=Exemption("50 %", 50))
    assert (odd.total, odd.waived) == (166, 167)


@pytest.mark.parametrize("percent", [0, -1, 101])
def test_an_exemption_is_a_share(percent: int) -> None:
    with pytest.raises(Refusal, match="percent"):
        assess([SIGNATURE], channel="counter", exemption=Exemption("Hộ nghèo", percent))


def test_an_amount_of_another_text_names_the_text() -> None:
    with pytest.raises(Refusal, match="needs its text"):
        assess([LATE], channel="counter", applying=[0], amounts=[SetAmount(0, 8_000, "")])


@given(entries)
def test_nothing_is_owed_and_overpaid_at_once(ledger: list[Assessed | Paid | Refunded]) -> None:
    balance = fold(ledger)
    assert balance.owed >= 0
    assert balance.overpaid >= 0
    assert not (balance.owed and balance.overpaid)
    assert balance.kept + balance.owed - balance.overpaid == (balance.assessed or 0)


@given(entries, st.integers(0, 10**6))
def test_the_last_assessment_counts(ledger: list[Assessed | Paid | Refunded], total: int) -> None:
    assert fold([*ledger, Assessed(total)]).assessed == total


def test_a_fee_that_may_be_paid_later_holds_nothing_back() -> None:
    assert fold([Assessed(5_000)]).blocks_return
    assert not fold([Assessed(5_000, Moment.OPEN)]).blocks_return
    assert not fold([Assessed(5_000), Paid(5_000)]).blocks_return
    assert not fold([]).blocks_return


def test_amounts_below_zero_are_no_entries() -> None:
    with pytest.raises(ValueError, match="negative"):
        fold([Paid(-1)])


moved = st.lists(st.tuples(st.sampled_from(Manner), st.integers(0, 10**6)))


@given(moved, moved)
def test_a_day_balances(paid: list[tuple[Manner, int]], refunded: list[tuple[Manner, int]]) -> None:
    totals = day_totals(paid, refunded)
    assert totals.cash + totals.transfer + totals.post == sum(amount for _, amount in paid)
    assert totals.cash_refunded + totals.other_refunded == sum(amount for _, amount in refunded)
    assert totals.cash_expected == totals.cash - totals.cash_refunded


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (105, "Một trăm linh năm đồng"),
        (8_000, "Tám nghìn đồng"),
        (14_000, "Mười bốn nghìn đồng"),
        (20_005, "Hai mươi nghìn không trăm linh năm đồng"),
        (215_500, "Hai trăm mười lăm nghìn năm trăm đồng"),
        (1_000_000, "Một triệu đồng"),
        (1_002_011, "Một triệu không trăm linh hai nghìn không trăm mười một đồng"),
        (3_000_000_000, "Ba tỷ đồng"),
    ],
)
def test_amounts_are_said_as_receipts_say_them(amount: int, words: str) -> None:
    assert amount_in_words(amount) == words
