"""The clock of the house and the ids made from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from motcua.kernel import time
from motcua.kernel.ids import uuid7, uuid_for

NEW_YEAR = datetime(2017, 1, 1, 0, 30, tzinfo=time.TZ)


def test_a_scenario_runs_in_its_own_year_and_the_present_comes_back() -> None:
    with time.at(NEW_YEAR):
        assert time.now() == NEW_YEAR
        assert time.now().tzinfo is UTC
        assert time.today().isoformat() == "2017-01-01"  # still 2016 in UTC
    assert abs(time.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_the_simulated_clock_moves_on_inside_a_replay() -> None:
    with time.at(NEW_YEAR):
        time.set_simulated(NEW_YEAR + timedelta(hours=4))
        assert time.local(time.now()).hour == 4
        with time.at(NEW_YEAR):
            assert time.now() == NEW_YEAR
        assert time.now() == NEW_YEAR + timedelta(hours=4)
    assert not time.is_simulated()


def test_an_instant_without_time_zone_is_refused() -> None:
    naive = NEW_YEAR.replace(tzinfo=None)
    with pytest.raises(ValueError, match="no time zone"):
        time.local(naive)
    with pytest.raises(ValueError, match="no time zone"):
        time.set_simulated(naive)


def test_ids_are_in_the_order_in_which_they_were_made() -> None:
    made = [uuid7() for _ in range(10_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {each.version for each in made} == {7}


def test_an_id_carries_the_simulated_instant() -> None:
    with time.at(NEW_YEAR):
        made = [uuid7() for _ in range(5_000)]
    assert made == sorted(made)
    assert made[0].int >> 80 == int(NEW_YEAR.timestamp() * 1000)
    assert uuid7() > made[-1]


def test_the_same_parts_always_get_the_same_id() -> None:
    assert uuid_for("office", "vinh-tuy") == uuid_for("office", "vinh-tuy")
    assert uuid_for("office", "a", "bc") != uuid_for("office", "ab", "c")
    assert uuid_for("unit", "vinh-tuy") != uuid_for("office", "vinh-tuy")
