"""What a receptionist types to find a dossier again."""

from __future__ import annotations

import pytest

from motcua.counter import queries
from motcua.kernel import time
from tests.township import Township, at


@pytest.mark.parametrize(
    "typed", ["261105-0001", "1105-0001", "1105-1", "H99.20.1-261105", "H99.20.1-261105-0001"]
)
def test_part_of_a_code_is_enough(township: Township, typed: str) -> None:
    found = township.receive(when=at("2026-11-05 09:00")).state
    township.receive(when=at("2026-11-06 09:00"))
    with time.at(at("2026-11-22 09:00")):
        lines = queries.find(typed, township.actor("tiepnhan"))
    assert [line.code for line in lines] == [found.code]


def test_a_day_that_does_not_exist_finds_nothing(township: Township) -> None:
    assert queries.find("261399-0001", township.actor("tiepnhan")) == []


def test_of_several_results_with_the_same_last_digits_the_newest_comes_first(township: Township) -> None:
    codes = []
    for day in ("2026-11-05 09:00", "2026-11-06 09:00"):
        dossier = township.receive(when=at(day)).dossier_id
        township.run_until(dossier, "return")
        codes.append(day)
    lines = queries.find("0001", township.actor("tiepnhan"))
    assert [time.local(line.received_at).day for line in lines if line.received_at] == [6, 5]
