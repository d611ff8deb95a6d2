"""The register book (M07): numbered by reception, searched, leafed through, printed, closed at the year's end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import commands as cmd
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.papers.books import queries
from motcua.papers.books.services import close_book
from motcua.papers.models import ClosedBook, IssuedPaper, PaperCounter
from motcua.papers.services import reprint
from tests.papers.reading import text_of
from tests.township import Township, at

NEW_YEAR = at("2027-01-05 08:00")
DESK_HEAD = "tiepnhan"


def take_in(township: Township, count: int, when: str = "2026-03-02 09:00", **applicant: Any) -> list[Any]:
    first = at(when)
    values = {"name": "Nguyễn Thị Mẫu Đào", "id_number": "099190000007"} | applicant
    return [
        township.receive(
            when=first + timedelta(minutes=number),
            applicant=cmd.Applicant(**{**values, "name": f"{values['name']} {number + 1}"}),
        ).state
        for number in range(count)
    ]


def group_of(state: Any) -> int:
    return int(state.field_group_id)


def numbers(township: Township, group: int, year: int, words: str = "") -> list[tuple[int, UUID]]:
    """The whole book, leafed through page by page."""
    found, cursor = [], ""
    while True:
        page = queries.book_page(group, year, words, cursor)
        found += [(entry.number, entry.dossier_id) for entry in page.entries]
        cursor = page.next_cursor
        if not cursor:
            return found


def close(township: Township, group: int, year: int, command: UUID, when: Any = NEW_YEAR) -> ClosedBook:
    with time.at(when):
        return close_book(group, year, township.actor("tiepnhan"), command)


def test_the_numbers_run_on_from_page_to_page_in_the_order_of_reception(
    township: Township, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    states = take_in(township, 8)
    take_in(township, 1, "2025-12-30 09:00")
    group = group_of(states[0])
    assert numbers(township, group, 2026) == [(n + 1, state.id) for n, state in enumerate(states)]
    back = queries.book_page(group, 2026, cursor=queries.book_page(group, 2026).next_cursor)
    first = queries.book_page(group, 2026, cursor=back.previous_cursor)
    assert [entry.number for entry in first.entries] == [1, 2, 3]


def test_a_number_once_read_stays_when_more_come_in(township: Township) -> None:
    states = take_in(township, 3)
    before = numbers(township, group_of(states[0]), 2026)
    take_in(township, 2, "2026-03-03 09:00")
    assert numbers(township, group_of(states[0]), 2026)[:3] == before


def test_a_search_keeps_the_numbers_of_the_book(township: Township) -> None:
    take_in(township, 2)
    [found] = take_in(township, 1, "2026-03-02 10:00", name="Trần Văn Mẫu Đỗ")
    group = group_of(found)
    assert numbers(township, group, 2026, "mau do") == [(3, found.id)]
    assert numbers(township, group, 2026, "TRẦN đỗ") == [(3, found.id)]
    assert numbers(township, group, 2026, found.code.lower()) == [(3, found.id)]
    assert numbers(township, group, 2026, "không ai cả") == []


def test_a_page_costs_the_same_however_many_entries_it_shows(
    township: Township, sign_in: Callable[..., Any]
) -> None:
    [state] = take_in(township, 1)
    desk, address = sign_in("tiepnhan"), f"/papers/books/{group_of(state)}/2026/"
    noon = at("2026-03-02 12:00")
    desk.get(address, noon)
    with CaptureQueriesContext(connection) as few:
        desk.get(address, noon)
    take_in(township, 12, "2026-03-02 09:01")
    with CaptureQueriesContext(connection) as many:
        assert len(desk.get(address, noon).context["entries"]) == 13
    assert len(many) == len(few)


def test_the_book_says_how_and_to_whom_a_result_was_given(
    township: Township, sign_in: Callable[..., Any]
) -> None:
    own, other = take_in(township, 2)
    township.run_until(own.id, "return")
    township.step(own.id)
    township.run_until(other.id, "return")
    township.step(other.id, collector=cmd.AuthorisedPerson("Lê Văn Mẫu", "099190000015", "GUQ 12"))
    [first, second] = queries.book_page(group_of(own), 2026).entries
    assert (first.given.by_post, first.given.collector) == (False, "")
    assert second.given.collector == "Lê Văn Mẫu"
    page = sign_in("tiepnhan").get(f"/papers/books/{group_of(own)}/2026/").content.decode()
    assert "Lê Văn Mẫu" in page


def test_an_open_book_is_printed_without_closing_it(township: Township, sign_in: Callable[..., Any]) -> None:
    [state] = take_in(township, 1)
    command = uuid4()
    answer = sign_in("tiepnhan").post(f"/papers/books/{group_of(state)}/2026/", command_id=command)
    assert answer.headers["Location"] == f"/papers/{command}/print/"
    text = text_of(reprint(command))
    assert state.code in text
    assert "Sổ khóa" not in text
    assert not ClosedBook.objects.exists()


def test_a_book_is_closed_once_with_its_paper(township: Township, sign_in: Callable[..., Any]) -> None:
    states = take_in(township, 3)
    group, command = group_of(states[0]), uuid4()
    head, address = sign_in(DESK_HEAD), f"/papers/books/{group_of(states[0])}/2026/"
    assert "3" in head.get(f"{address}close/", NEW_YEAR).content.decode()
    assert not ClosedBook.objects.exists(), "asking closes nothing"
    assert head.post(f"{address}close/", NEW_YEAR, command_id=command).headers["Location"] == address
    closed = ClosedBook.objects.get()
    assert (closed.field_group_id, closed.year, closed.entries) == (group, 2026, 3)
    assert (closed.closed_at, closed.closed_by.username) == (NEW_YEAR, DESK_HEAD)
    [volume] = queries.volumes_of(closed)
    text = text_of(reprint(volume.paper_id))
    assert "Sổ khóa ngày 05 tháng 01 năm 2027" in text
    assert all(state.code in text for state in states)
    page = head.get(address, NEW_YEAR).content.decode()
    assert f"/papers/{volume.paper_id}/print/" in page
    assert "close/" not in page
    assert head.post(address, NEW_YEAR, command_id=uuid4()).headers["Location"] == (
        f"/papers/{volume.paper_id}/print/"
    ), "a closed book is printed as it was closed"


def test_closing_twice_changes_nothing(township: Township) -> None:
    [state] = take_in(township, 1)
    command = uuid4()
    first = close(township, group_of(state), 2026, command)
    assert close(township, group_of(state), 2026, command).pk == first.pk
    with pytest.raises(Refusal) as refused:
        close(township, group_of(state), 2026, uuid4())
    assert refused.value.code == "book_closed"
    assert IssuedPaper.objects.count() == 1


def test_a_book_of_this_year_stays_open(township: Township, sign_in: Callable[..., Any]) -> None:
    [state] = take_in(township, 1)
    with pytest.raises(Refusal) as refused:
        close(township, group_of(state), 2026, uuid4(), at("2026-12-31 16:59"))
    assert refused.value.code == "year_not_over"
    page = sign_in(DESK_HEAD).get(f"/papers/books/{group_of(state)}/2026/close/")
    assert page.status_code == 302
    assert not PaperCounter.objects.exists()


def test_only_the_head_of_that_desk_closes_it(township: Township, sign_in: Callable[..., Any]) -> None:
    from motcua.offices.models import Membership

    [state] = take_in(township, 1)
    Membership.objects.filter(person__username="tiepnhan").update(roles=["receptionist"])
    with pytest.raises(Refusal) as refused:
        close(township, group_of(state), 2026, uuid4())
    assert refused.value.code == "only_the_desk_head"
    for username in ("tiepnhan", "chutich", "vanthu"):
        assert sign_in(username).post(
            f"/papers/books/{group_of(state)}/2026/close/", NEW_YEAR, command_id=uuid4()
        ).status_code == (403)


def test_a_thick_book_is_closed_in_volumes_whose_numbers_run_on(
    township: Township, monkeypatch: pytest.MonkeyPatch
) -> None:
    from motcua.papers.builders import books as builder

    monkeypatch.setattr(queries, "VOLUME", 2)
    monkeypatch.setattr(builder, "VOLUME", 2)
    states = take_in(township, 5)
    closed = close(township, group_of(states[0]), 2026, uuid4())
    volumes = queries.volumes_of(closed)
    texts = [text_of(reprint(volume.paper_id)) for volume in volumes]
    assert [volume.volume for volume in volumes] == [1, 2, 3]
    assert "từ số 5 đến số 5" in texts[2]
    assert [state.code in texts[number // 2] for number, state in enumerate(states)] == [True] * 5


def test_an_empty_book_can_be_closed_too(township: Township) -> None:
    from motcua.offices.models import FieldGroup

    group = FieldGroup.objects.filter(office_id=township.office_id).earliest("pk").pk
    assert close(township, group, 2026, uuid4()).entries == 0


def test_in_january_the_head_of_the_desk_is_reminded_of_open_books(
    township: Township, sign_in: Callable[..., Any]
) -> None:
    [state] = take_in(township, 1)
    group = group_of(state)
    with time.at(at("2026-12-31 16:00")):
        assert queries.to_close(township.actor(DESK_HEAD)) == ()
    with time.at(NEW_YEAR):
        [open_book] = queries.to_close(township.actor(DESK_HEAD))
        assert (open_book.group_id, open_book.year) == (group, 2026)
        assert queries.to_close(township.actor("hotich")) == ()
    address = f"/papers/books/{group}/2026/close/"
    for page in ("/papers/books/", "/counter/"):
        assert address in sign_in(DESK_HEAD).get(page, NEW_YEAR).content.decode()
    close(township, group, 2026, uuid4())
    for page in ("/papers/books/", "/counter/"):
        assert address not in sign_in(DESK_HEAD).get(page, NEW_YEAR).content.decode()


def test_books_of_other_desks_are_not_there(township: Township, sign_in: Callable[..., Any]) -> None:
    [state] = take_in(township, 1)
    desk = sign_in("tiepnhan")
    assert desk.get(f"/papers/books/{group_of(state)}/1999/").status_code == 404
    assert desk.get("/papers/books/999999/2026/").status_code == 404
    assert sign_in("chutich").get(f"/papers/books/{group_of(state)}/2026/").status_code == 403


@pytest.mark.slow
def test_two_heads_who_close_at_once_close_one_book_with_one_paper(live_township: Township) -> None:
    [state] = take_in(live_township, 1)
    actor = live_township.actor(DESK_HEAD)
    done: list[str] = []
    failed: list[Exception] = []

    def head() -> None:
        try:
            with time.at(NEW_YEAR):
                close_book(group_of(state), 2026, actor, uuid4())
            done.append("closed")
        except Refusal as refusal:
            done.append(refusal.code)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=head) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert sorted(done) == ["book_closed", "book_closed", "closed"]
    assert ClosedBook.objects.count() == 1
    assert list(IssuedPaper.objects.filter(form="tracking_book").values_list("number", flat=True)) == [1]
