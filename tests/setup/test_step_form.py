"""Rows of a table of steps move on the page; what they lead to moves with them."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from motcua.processes.errors import StepsError
from motcua.processes.steps import END, Next
from motcua.setup.step_form import TypedRow, changed, of_post, of_rows, to_rows


def table(*follows: str) -> list[TypedRow]:
    return [TypedRow(name=f"Bước {number}", follows=text) for number, text in enumerate(follows, 1)]


def shape(rows: list[TypedRow]) -> list[tuple[str, str]]:
    return [(row.name, row.follows) for row in rows]


def test_a_row_moved_up_keeps_who_leads_to_it() -> None:
    assert shape(changed(table("3", "", "0"), "up-3")) == [("Bước 1", "2"), ("Bước 3", "0"), ("Bước 2", "")]


def test_what_led_to_a_removed_row_leads_to_the_one_in_its_place() -> None:
    assert shape(changed(table("2", "3", "0"), "remove-2")) == [("Bước 1", "2"), ("Bước 3", "0")]


def test_a_new_row_moves_the_numbers_below() -> None:
    rows = changed(table("3", "", "1; 0"), "add-1")
    assert [row.follows for row in rows] == ["4", "", "", "1; 0"]


def test_conditions_keep_their_words() -> None:
    rows = changed(table('a == 2 and b == "x" -> 3; 2', "", ""), "down-2")
    assert rows[0].follows == 'a == 2 and b == "x" -> 2; 3'


@pytest.mark.parametrize("operation", ["up-1", "down-3", "remove-9", "add-77", "jump-1", "", "up-x"])
def test_what_cannot_be_done_changes_nothing(operation: str) -> None:
    rows = table("", "1", "0")
    assert changed(rows, operation) == rows


def test_the_last_row_is_not_removed() -> None:
    assert len(changed(table(""), "remove-1")) == 1


def test_empty_means_the_row_below_and_at_last_the_end() -> None:
    rows = to_rows(table("", "", ""))
    assert [row.next[0] for row in rows] == [Next(None, 2), Next(None, 3), Next(None, END)]
    assert [row.follows for row in of_rows(rows)] == ["", "", ""]


def test_what_is_no_way_is_refused_with_its_row() -> None:
    with pytest.raises(StepsError, match="2"):
        to_rows(table("", "sang bước ba", ""))


def test_a_row_keeps_the_office_that_its_drawing_names() -> None:
    rows = [TypedRow(name="Bước 1", office="level:province"), TypedRow(name="Bước 2")]
    assert [row.office for row in to_rows(changed(rows, "down-1"))] == ["", "level:province"]
    assert [row.office for row in of_rows(to_rows(rows))] == ["level:province", ""]


def test_the_office_comes_back_from_the_page_and_an_old_page_without_it_is_read_too() -> None:
    fields = ("name", "role", "unit", "time", "action", "follows", "split", "join", "status")
    sent = QueryDict(mutable=True)
    for name in fields:
        sent.setlist(name, ["a", "b"])
    assert [row.office for row in of_post(sent)] == ["", ""]
    sent.setlist("office", ["", "office:H49.20"])
    assert [row.office for row in of_post(sent)] == ["", "office:H49.20"]
