"""The list of open tasks: whose, in which order, and that choices stay."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.desk.filters import Edge, Filters, Scope, When
from motcua.desk.queries import inbox, neighbours
from motcua.dossiers import commands as cmd
from motcua.kernel import time
from tests.township import Township, at


def _received(township: Township, count: int) -> list[Any]:
    found = []
    for number in range(count):
        applicant = cmd.Applicant(f"Trần Thị Mẫu {number:02}", f"0991900001{number:02}")
        when = at("2026-03-02 08:00") + timedelta(minutes=10 * number)
        found.append(township.receive(applicant=applicant, when=when).state)
    return found


def _list(
    township: Township, username: str, filters: Filters, edge: Edge | None = None, size: int = 30
) -> Any:
    with time.at(township.clock):
        return inbox(township.actor(username), filters, edge, size)


def test_a_step_named_for_somebody_is_in_their_list_and_in_nobody_elses(township: Township) -> None:
    state = township.receive().state
    task = township.run_until(state.id, "examine")
    named = township.case_officer(task.unit_id)
    assert [row.code for row in _list(township, named, Filters()).rows] == [state.code]
    assert _list(township, "chutich", Filters()).rows == ()
    assert _list(township, "laodong", Filters()).rows == ()


def test_a_step_that_waits_for_a_role_is_in_the_list_of_everybody_with_that_role(township: Township) -> None:
    state = township.receive().state
    township.run_until(state.id, "sign")
    assert [row.code for row in _list(township, "chutich", Filters()).rows] == [state.code]
    assert [row.code for row in _list(township, "phochutich", Filters()).rows] == [state.code]


def test_the_unit_sees_what_a_colleague_holds_and_the_office_sees_all(township: Township) -> None:
    state = township.receive().state
    unit = township.run_until(state.id, "examine").unit_id
    assert township.case_officer(unit) == "hotich"
    assert [row.code for row in _list(township, "phochutich", Filters(scope=Scope.UNIT)).rows] == [state.code]
    assert _list(township, "laodong", Filters(scope=Scope.UNIT)).rows == ()
    assert [row.code for row in _list(township, "laodong", Filters(scope=Scope.OFFICE)).rows] == [state.code]


def test_nearest_deadline_comes_first_and_pages_join_without_gap_or_double(township: Township) -> None:
    states = _received(township, 7)
    filters = Filters(scope=Scope.OFFICE)
    whole = [row.task_id for row in _list(township, "giamsat", filters).rows]
    assert len(whole) == len(states)
    pages, edge = [], None
    for _ in range(9):
        page = _list(township, "giamsat", filters, edge, size=2)
        pages.append([row.task_id for row in page.rows])
        if page.older is None:
            break
        edge = page.older
    assert [task for page in pages for task in page] == whole
    back = _list(township, "giamsat", filters, page.newer, size=2)
    assert [row.task_id for row in back.rows] == pages[-2]
    dues = [row.due_at for row in _list(township, "giamsat", filters).rows]
    assert dues == sorted(dues)


def test_a_result_that_waits_to_be_collected_comes_last_and_paging_reaches_it(township: Township) -> None:
    waiting = township.receive().state
    township.run_until(waiting.id, "return")
    _received(township, 3)
    filters = Filters(scope=Scope.OFFICE)
    rows = _list(township, "giamsat", filters).rows
    assert rows[-1].dossier_id == waiting.id
    assert rows[-1].due_at is None
    page = _list(township, "giamsat", filters, rows[1].edge(), size=1)
    assert page.rows[0].task_id == rows[2].task_id
    last = _list(township, "giamsat", filters, page.older, size=1)
    assert last.rows[0].dossier_id == waiting.id
    assert last.older is None
    assert _list(township, "giamsat", filters, last.newer, size=5).rows[-1].task_id == rows[2].task_id


def test_late_today_and_soon_are_told_apart(township: Township) -> None:
    state = township.receive(when=at("2026-03-02 08:00")).state
    due = state.tasks[0].due_at
    office = Filters(scope=Scope.OFFICE)
    with time.at(due + timedelta(minutes=1)):
        counts = inbox(township.actor("giamsat"), office).counts
        assert (counts.late, counts.today, counts.soon) == (1, 0, 0)
        assert len(inbox(township.actor("giamsat"), office.with_(when=When.LATE)).rows) == 1
        assert inbox(township.actor("giamsat"), office.with_(when=When.SOON)).rows == ()
    with time.at(due - timedelta(minutes=1)):
        counts = inbox(township.actor("giamsat"), office).counts
        assert (counts.late, counts.today, counts.soon) == (0, 1, 1)


def test_words_of_the_applicant_the_code_and_the_procedure_narrow_the_list(township: Township) -> None:
    states = _received(township, 3)
    office = Filters(scope=Scope.OFFICE)
    assert [r.code for r in _list(township, "giamsat", office.with_(q="mau 02")).rows] == [states[2].code]
    assert [r.code for r in _list(township, "giamsat", office.with_(q=states[1].code[-4:])).rows] == [
        states[1].code
    ]
    assert len(_list(township, "giamsat", office.with_(procedure="tinh trang hon nhan")).rows) == 3
    assert _list(township, "giamsat", office.with_(procedure="đất đai")).rows == ()
    assert _list(township, "giamsat", office.with_(q="%")).rows == ()


def test_previous_and_next_stay_inside_the_chosen_list(township: Township) -> None:
    first, second, third = _received(township, 3)
    row = {r.dossier_id: r for r in _list(township, "giamsat", Filters(scope=Scope.OFFICE)).rows}
    with time.at(township.clock):
        actor = township.actor("giamsat")
        around = neighbours(actor, Filters(scope=Scope.OFFICE), row[second.id].edge(), second.id)
        assert [item.dossier_id for item in around if item] == [first.id, third.id]
        lonely = neighbours(actor, Filters(scope=Scope.OFFICE, q="mau 01"), row[second.id].edge(), second.id)
        assert lonely == (None, None)


def test_the_list_costs_four_statements_at_most_whatever_it_shows(township: Township) -> None:
    _received(township, 4)
    with time.at(township.clock):
        actor = township.actor("phochutich")
        for filters in (
            Filters(),
            Filters(scope=Scope.OFFICE, q="mẫu", procedure="hôn nhân", when=When.SOON),
        ):
            with CaptureQueriesContext(
                connection,
            ) as statements:
                inbox(actor, filters)
            assert len(statements) <= 4


def test_the_choice_of_list_stays_until_it_is_changed(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    _received(township, 2)
    officer = sign_in("phochutich")
    page = officer.get("/desk/", scope="office", q="mau 01")
    assert page.content.decode().count("data-primary") == 1
    again = officer.get("/desk/")
    assert again.content.decode().count("data-primary") == 1
    assert 'value="mau 01"' in again.content.decode()
    assert officer.get("/desk/", scope="office").content.decode().count("data-primary") == 2


def test_a_supervisor_who_holds_nothing_begins_with_the_whole_office(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    _received(township, 2)
    assert sign_in("giamsat").get("/desk/").content.decode().count("data-primary") == 2


def test_a_whole_code_typed_into_the_search_opens_the_dossier(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    state = township.receive().state
    officer = sign_in("chutich")
    answer = officer.client.get("/desk/", {"scope": "mine", "q": f" {state.code.lower()} "}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/desk/dossiers/{state.id}/"


@pytest.mark.parametrize(
    "query",
    ["at=x", "at=%2B%2B", "group=9999999999999999", "when=soon'--", "step=%25", "scope=all", "q=%27%22%5C"],
)
def test_nonsense_in_the_address_is_no_error(query: str, sign_in: Callable[[str], Any]) -> None:
    assert sign_in("phochutich").get(f"/desk/?{query}").status_code == 200


def test_as_many_buffers_for_twenty_thousand_open_tasks_as_for_two_thousand(township: Township) -> None:
    """The list walks along its indexes: what it reads does not grow with what waits."""
    state = township.receive().state
    township.run_until(state.id, "examine")
    read = []
    for wanted in (2_000, 20_000):
        _copy_open_task(state.id, wanted)
        with time.at(township.clock):
            read.append(_buffers_of_list(township))
    for few, many in zip(*read, strict=True):
        assert many <= 1.2 * few, read  # fewer, with another plan, is welcome


def _copy_open_task(dossier_id: Any, wanted: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO dossiers_task (id, dossier_id, token, element, name, action, role, unit_id,
                 assignee_id, opened_at, due_at, outcome)
               SELECT gen_random_uuid(), dossier_id, token, element, name, action, role, unit_id,
                 CASE WHEN n %% 3 = 0 THEN NULL ELSE assignee_id END, opened_at,
                 due_at + n * interval '1 minute', ''
               FROM dossiers_task, generate_series((SELECT count(*) FROM dossiers_task) + 1, %s) n
               WHERE dossier_id = %s AND closed_at IS NULL LIMIT %s""",
            [wanted, dossier_id, wanted],
        )
        cursor.execute("ANALYZE dossiers_task")


def _buffers_of_list(township: Township) -> list[int]:
    found = []
    for scope in Scope:
        actor = township.actor("hotich")
        with CaptureQueriesContext(connection) as statements:
            inbox(actor, Filters(scope=scope))
        for statement in statements.captured_queries:
            if "dossiers_task" in statement["sql"]:
                found.append(_buffers(statement["sql"]))
    return found


def _buffers(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) " + statement.replace("%", "%%"), [])
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) " + statement.replace("%", "%%"), [])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    hits = re.search(r"Buffers: shared hit=(\d+)(?: read=(\d+))?", plan)
    assert hits, plan
    return int(hits[1]) + int(hits[2] or 0)


def test_the_badge_counts_working_time_and_says_how_much_of_it_is_used(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    state = township.receive(when=at("2026-03-02 09:00")).state  # three working days, until Thursday 09:00
    township.run_until(state.id, "examine")
    officer = sign_in("hotich")
    early = officer.get("/desk/", when=at("2026-03-02 10:00")).content.decode()
    assert "thời gian" not in re.sub(r"<option.*?</option>", "", _rows_of(early))
    near = _rows_of(officer.get("/desk/", when=at("2026-03-04 17:00")).content.decode())
    assert "đã dùng 91% thời gian" in near.lower()
    late = _rows_of(officer.get("/desk/", when=at("2026-03-10 10:00")).content.decode())
    assert "ngày làm việc" in late
    assert "Quá hạn, chưa xin lỗi" in late


def _rows_of(page: str) -> str:
    return page.partition("<tbody>")[2].partition("</tbody>")[0]
