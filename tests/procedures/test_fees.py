"""What a dossier costs, from rows as the law prints them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.procedures.fees import Certainty, FeeKind, FeeRow, Tier, due

# TT 226/2016/TT-BTC: 2,000 đ a page for the first two, then 1,000 đ, at most 200,000 đ a copy.
CERTIFIED_COPY = FeeRow(
    FeeKind.FEE, None, tiers=(Tier(1, 2, 2000), Tier(3, None, 1000)), cap_per_copy=200_000
)


@pytest.mark.parametrize(
    ("pages", "copies", "total"),
    [
        (1, 1, 2000),
        (2, 1, 4000),
        (3, 1, 5000),
        (5, 2, 14_000),
        (198, 1, 200_000),
        (500, 3, 600_000),
        (0, 1, 0),
    ],
)
def test_certified_copies_cost_by_page_up_to_the_cap(pages: int, copies: int, total: int) -> None:
    statement = due([CERTIFIED_COPY], channel="counter", pages=pages, copies=copies)
    assert (statement.total, statement.complete) == (total, True)


def test_without_counted_pages_nothing_is_guessed() -> None:
    statement = due([CERTIFIED_COPY], channel="counter")
    assert statement.lines[0].certainty is Certainty.COUNT_MISSING
    assert (statement.total, statement.complete) == (0, False)


def test_online_costs_what_the_online_row_says() -> None:
    rows = [
        FeeRow(FeeKind.CHARGE, 20_000, channel="counter"),
        FeeRow(FeeKind.CHARGE, 10_000, channel="online"),
    ]
    assert due(rows, channel="counter").total == 20_000
    assert due(rows, channel="online").total == 10_000
    assert due(rows, channel="post").lines == ()


def test_an_amount_set_by_another_text_leaves_the_sum_open() -> None:
    statement = due([FeeRow(FeeKind.CHARGE, None)], channel="counter")
    assert statement.lines[0].certainty is Certainty.SET_ELSEWHERE
    assert not statement.complete


def test_a_condition_in_words_counts_only_when_somebody_says_it_holds() -> None:
    rows = [FeeRow(FeeKind.CHARGE, 15_000, when="late registration")]
    shown = due(rows, channel="counter")
    assert (shown.total, shown.complete, shown.lines[0].amount) == (0, False, 15_000)
    assert "late registration" in shown.lines[0].text
    said = due(rows, channel="counter", applying={0})
    assert (said.total, said.complete) == (15_000, True)


def test_amounts_of_other_places_are_left_out() -> None:
    rows = [FeeRow(FeeKind.CHARGE, 75_000, place="Đắk Lắk"), FeeRow(FeeKind.CHARGE, 70_000, place="Gia Lai")]
    assert due(rows, channel="counter", place="Gia Lai").total == 70_000
    assert not due(rows, channel="counter").complete


def test_copies_and_cases_multiply() -> None:
    assert due([FeeRow(FeeKind.FEE, 8000, per="copy")], channel="counter", copies=3).total == 24_000
    assert due([FeeRow(FeeKind.FEE, 10_000, per="case")], channel="counter", quantity=2).total == 20_000
    assert due([FeeRow(FeeKind.NONE, 0)], channel="counter").complete


@given(st.integers(0, 5000), st.integers(0, 50))
def test_a_further_page_or_copy_is_never_cheaper(pages: int, copies: int) -> None:
    here = due([CERTIFIED_COPY], channel="counter", pages=pages, copies=copies).total
    assert here <= due([CERTIFIED_COPY], channel="counter", pages=pages + 1, copies=copies).total
    assert here <= due([CERTIFIED_COPY], channel="counter", pages=pages, copies=copies + 1).total


def test_negative_counts_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="negative"):
        due([CERTIFIED_COPY], channel="counter", pages=-1)
