"""Legal against committed time: the figures that offices print, from their procedures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.calendars.worktime import Unit
from motcua.reports.time_cuts import (
    Promise,
    candidate,
    candidates,
    cuts,
    percent_of,
    percentile,
    working_minutes,
)


def promise(legal: str, committed: str | None, unit: Unit = Unit.WD, code: str = "1.000001") -> Promise:
    return Promise(
        1, code, "Thủ tục mẫu", "MAU", "Lĩnh vực mẫu", ("xa",), unit, Decimal(legal),
        None if committed is None else Decimal(committed),
    )  # fmt: skip


def uong_bi() -> list[Promise]:
    """288 procedures, 264 of them shortened; 2,500 working days by law, 1,168 promised."""
    shortened = [promise("9", "4") for _ in range(260)] + [promise("10", "5"), promise("10", "5")]
    shortened += [promise("12", "6"), promise("12", "6")]
    rest = 2500 - sum(int(one.legal) for one in shortened)
    promised = 1168 - sum(int(one.kept) for one in shortened)
    kept = [promise("4", None) for _ in range(24)]
    # what is missing in the sums goes into one procedure of each kind
    last = promise(str(rest - 4 * 24 + 12), str(promised - 4 * 24 + 6))
    return [*shortened[:-1], last, *kept]


def test_the_city_of_uong_bi_prints_its_two_figures() -> None:
    figures = cuts(uong_bi())
    assert (figures.procedures, figures.shortened) == (288, 264)
    assert percent_of(figures.share, 1, down=True) == "91.6"  # as printed; half up would say 91.7
    assert figures.legal_minutes == 2500 * 480
    assert figures.kept_minutes == 1168 * 480
    assert percent_of(figures.cut, 2) == "53.28"


def test_the_two_means_differ_when_long_procedures_are_cut_more() -> None:
    figures = cuts([promise("2", "2"), promise("8", "2")])
    assert percent_of(figures.cut, 2) == "60.00"
    assert percent_of(figures.mean_of_cuts, 2) == "37.50"


def test_nothing_counted_is_no_share() -> None:
    figures = cuts([])
    assert (figures.share, figures.cut, figures.mean_of_cuts) == (None, None, None)
    assert percent_of(None, 1) is None


def test_a_procedure_without_a_committed_time_is_not_shortened() -> None:
    one = promise("5", None)
    assert (one.shortened, one.cut, one.kept) == (False, 0, Decimal(5))


@pytest.mark.parametrize(
    ("share", "decimals", "down", "words"),
    [
        (Fraction(2, 3), 0, False, "67"),
        (Fraction(2, 3), 0, True, "66"),
        (Fraction(1, 2000), 1, False, "0.1"),
        (Fraction(1, 2000), 1, True, "0.0"),
        (Fraction(-1, 4), 1, False, "-25.0"),
        (Fraction(1), 2, False, "100.00"),
    ],
)
def test_percents_are_rounded_as_asked(share: Fraction, decimals: int, down: bool, words: str) -> None:
    assert percent_of(share, decimals, down=down) == words


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), min_size=1, max_size=40))
def test_a_cut_lies_between_the_smallest_and_the_largest_single_one(pairs: list[tuple[int, int]]) -> None:
    known = [promise(str(max(pair)), str(min(pair))) for pair in pairs]
    figures = cuts(known)
    single = [one.cut for one in known]
    assert figures.cut is not None
    assert figures.mean_of_cuts is not None
    assert min(single) <= figures.cut <= max(single)
    assert min(single) <= figures.mean_of_cuts <= max(single)
    assert figures.shortened == sum(low < high for high, low in [(max(p), min(p)) for p in pairs])


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60), st.integers(1, 100))
def test_a_percentile_is_the_first_time_that_holds_the_share(minutes: list[int], percent: int) -> None:
    share = Fraction(percent, 100)
    found = percentile(minutes, share)
    assert found in minutes
    assert sum(one <= found for one in minutes) >= share * len(minutes)
    below = [one for one in minutes if one < found]
    assert len(below) < share * len(minutes)


def test_a_cut_is_proposed_in_half_days_when_nine_in_ten_were_sooner() -> None:
    found = candidate(promise("10", "5"), [300, 400, 500, 600, 700, 800, 900, 950, 960, 2300])
    assert found is not None
    assert (found.median, found.p90, found.proposed, found.dossiers) == (700, 960, 960, 10)
    assert found.saved == Fraction(3, 5)


def test_few_dossiers_or_times_near_the_promise_propose_nothing() -> None:
    assert candidate(promise("10", "5"), [60, 60, 60, 60]) is None
    assert candidate(promise("3", None), [1300] * 10) is None
    assert candidate(promise("1", None, Unit.SAME_DAY), [0] * 10) is not None


def test_the_largest_cut_comes_first() -> None:
    slow, fast = promise("10", None, code="1.000002"), promise("10", None, code="1.000001")
    found = candidates([slow, fast], {"1.000001": [480] * 5, "1.000002": [2400] * 5, "1.000009": [1] * 5})
    assert [one.promise.code for one in found] == ["1.000001", "1.000002"]


def test_calendar_time_counts_at_five_days_in_seven() -> None:
    assert working_minutes(Decimal(7), Unit.CD) == 5 * 480
    assert working_minutes(Decimal(24), Unit.CH) == working_minutes(Decimal(1), Unit.CD)
