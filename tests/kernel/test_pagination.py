"""Turning pages by key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.kernel.pagination import leaf, page

pytestmark = pytest.mark.django_db
ORDER = ("expire_date", "session_key")
START = datetime(2026, 11, 2, 1, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def rows() -> list[str]:
    """Seven rows, of which three share their date."""
    keys = [f"k{number}" for number in range(7)]
    for number, key in enumerate(keys):
        due = START + timedelta(microseconds=max(0, number - 2))
        Session.objects.create(session_key=key, session_data="", expire_date=due)
    return keys


def keys_of(found: list[Session]) -> list[str]:
    return [session.session_key for session in found]


@pytest.mark.parametrize("order", [ORDER, ("-expire_date", "-session_key")])
def test_every_row_comes_once_forwards_and_again_backwards(rows: list[str], order: tuple[str, ...]) -> None:
    wanted = rows if order == ORDER else rows[::-1]
    seen, cursors, cursor = [], [], ""
    while True:
        now = page(Session.objects.all(), order=order, cursor=cursor, size=3)
        seen.append(keys_of(now.items))
        cursors.append(now.previous_cursor)
        if not now.next_cursor:
            break
        cursor = now.next_cursor
    assert [key for part in seen for key in part] == wanted
    back = page(Session.objects.all(), order=order, cursor=cursors[-1], size=3)
    assert keys_of(back.items) == wanted[3:6]
    first = page(Session.objects.all(), order=order, cursor=back.previous_cursor, size=3)
    assert keys_of(first.items) == wanted[:3]
    assert first.previous_cursor == ""


def test_the_second_page_stays_when_the_first_shrinks(rows: list[str]) -> None:
    first = page(Session.objects.all(), order=ORDER, size=3)
    Session.objects.filter(session_key__in=["k0", "k1"]).delete()
    assert (
        keys_of(page(Session.objects.all(), order=ORDER, cursor=first.next_cursor, size=3).items) == rows[3:6]
    )


@given(cursor=st.text(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_a_cursor_that_is_none_gives_the_first_page(rows: list[str], cursor: str) -> None:
    assert keys_of(page(Session.objects.all(), order=ORDER, cursor=cursor, size=3).items) == rows[:3]


def test_a_cursor_of_another_list_gives_the_first_page(rows: list[str]) -> None:
    other = page(Session.objects.all(), order=("session_key", "expire_date"), size=3).next_cursor
    assert keys_of(page(Session.objects.all(), order=ORDER, cursor=other, size=3).items) == rows[:3]


def test_a_page_takes_one_statement_whatever_the_place(rows: list[str], django_assert_num_queries) -> None:
    cursor = page(Session.objects.all(), order=ORDER, size=3).next_cursor
    with django_assert_num_queries(1) as asked:
        page(Session.objects.all(), order=ORDER, cursor=cursor, size=3)
    assert "COUNT" not in asked[0]["sql"]
    assert "OFFSET" not in asked[0]["sql"]


@pytest.mark.parametrize(
    ("lines", "asked", "items", "shown", "newer", "older"),
    [
        (0, 1, [], "1–0 / 0", "", ""),
        (3, 1, [0, 1, 2], "1–3 / 3", "", ""),
        (7, 1, [0, 1, 2], "1–3 / 7", "", "?page=2"),
        (7, 2, [3, 4, 5], "4–6 / 7", "?page=1", "?page=3"),
        (7, 3, [6], "7–7 / 7", "?page=2", ""),
        (7, 9, [6], "7–7 / 7", "?page=2", ""),
        (7, -1, [0, 1, 2], "1–3 / 7", "", "?page=2"),
    ],
)
def test_a_list_that_was_read_whole_is_leafed_through_by_number(
    lines: int, asked: int, items: list[int], shown: str, newer: str, older: str
) -> None:
    found = leaf(range(lines), asked, 3, lambda number: f"?page={number}")
    assert (list(found.items), found.count) == (items, lines)
    assert (found.shown, found.newer_url, found.older_url) == (shown, newer, older)
