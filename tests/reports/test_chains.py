"""Which offices on the way of a dossier were merged from others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from motcua.offices.models import Office
from motcua.reports.chains import standing
from tests.township import Township

ON = date(2022, 1, 1)
Enter = Callable[..., Office]


@pytest.fixture
def enter(township: Township) -> Enter:
    """An office that exists from a day on, maybe until another takes its place."""
    place = Office.objects.get(pk=township.office_id)

    def made(name: str, since: str, until: str | None = None, into: Office | None = None) -> Office:
        return Office.objects.create(
            name=f"Cơ quan {name}", short_name=name, code_new=name, parent_id=place.parent_id, path=f"9.{name}",
            level=place.level, level_name=place.level_name, valid_from=date.fromisoformat(since),
            valid_to=date.fromisoformat(until) if until else None, successor=into,
        )  # fmt: skip

    return made


def merged() -> dict[str, tuple[str, ...]]:
    """What is told of each identifier of the test."""
    found = dict(standing(ON))
    return {code: tuple(name.removeprefix("Cơ quan ") for name in found[code].merged_from) for code in "ABCD"
            if code in found}  # fmt: skip


def test_two_offices_made_one_are_told_though_it_was_renamed_since(enter: Enter) -> None:
    renamed = enter("D", "2020-01-01")
    one = enter("C", "2015-01-01", "2019-12-31", renamed)
    enter("A", "2000-01-01", "2014-12-31", one)
    enter("B", "2000-01-01", "2014-12-31", one)
    assert merged() == dict.fromkeys("ABCD", ("A", "B"))
    assert dict(standing(ON))["A"].name == "D"


def test_an_office_added_to_one_that_stood_is_told(enter: Enter) -> None:
    stays = enter("B", "2000-01-01")
    enter("A", "2010-01-01", "2019-12-31", stays)
    assert merged() == {"A": ("A",), "B": ("A",)}


def test_a_new_name_is_no_merger_even_when_entered_some_weeks_before(enter: Enter) -> None:
    new = enter("B", "2019-11-20")
    enter("A", "2000-01-01", "2019-12-31", new)
    assert merged() == {"A": (), "B": ()}


def test_what_is_still_to_be_merged_is_not_told_yet(enter: Enter) -> None:
    one = enter("C", "2023-01-01")
    enter("A", "2000-01-01", "2022-12-31", one)
    enter("B", "2000-01-01", "2022-12-31", one)
    assert merged() == {"A": (), "B": (), "C": ()}
