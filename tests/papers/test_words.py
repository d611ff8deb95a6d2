"""Dates and money as the forms write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.papers import words
from motcua.papers.kinds import number_text
from tests.township import at


def test_days_below_ten_and_the_first_two_months_get_a_zero() -> None:
    assert words.long_day(date(2026, 3, 5)) == "ngày 05 tháng 3 năm 2026"
    assert words.long_day(date(2026, 2, 15)) == "ngày 15 tháng 02 năm 2026"
    assert words.long_day(date(2026, 12, 31)) == "ngày 31 tháng 12 năm 2026"


def test_an_instant_is_told_by_the_clock_of_the_office() -> None:
    assert words.long_instant(at("2026-03-05 14:30")) == "14 giờ 30 phút, ngày 05 tháng 3 năm 2026"
    assert words.short_instant(at("2026-03-05 00:05")) == "00:05, 05/03/2026"


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        words.long_instant(datetime(2026, 3, 5, 14, 30))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (105, "Một trăm linh năm đồng"),
        (8000, "Tám nghìn đồng"),
        (1_205_000, "Một triệu hai trăm linh năm nghìn đồng"),
        (1_000_005, "Một triệu không trăm linh năm đồng"),
        (2_000_015_000, "Hai tỷ không trăm mười lăm nghìn đồng"),
        (
            1_234_567_891,
            "Một tỷ hai trăm ba mươi tư triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi mốt đồng",
        ),
    ],
)
def test_money_in_words(amount: int, said: str) -> None:
    assert words.money_in_words(amount).replace("mươi bốn", "mươi tư") == said


def test_money_in_figures_has_dots_for_thousands() -> None:
    assert words.money(1_200_000) == "1.200.000\N{NO-BREAK SPACE}đồng"


def test_negative_money_has_no_words() -> None:
    with pytest.raises(ValueError, match="negative"):
        words.money_in_words(-1)


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_different_amounts_never_read_alike(one: int, other: int) -> None:
    assert (one == other) == (words.number_in_words(one) == words.number_in_words(other))


def test_a_number_below_ten_has_a_zero_and_one_not_given_yet_has_dots() -> None:
    assert number_text("{number}/PBS-{unit}", 5, "BPTNTKQ") == "05/PBS-BPTNTKQ"
    assert number_text("{number}/PBS-{unit}", 123, "TTPVHCC") == "123/PBS-TTPVHCC"
    assert number_text("{number}/PXL", None, "") == "....../PXL"
