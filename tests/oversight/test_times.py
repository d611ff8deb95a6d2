"""The oversight of time limits: every number opens its procedures, and what dossiers really took."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import UUID

from django.test.utils import CaptureQueriesContext

from tests.oversight.conftest import Visitor
from tests.oversight.office import NOW, finish
from tests.township import Township, at

Visit = Callable[[str], Visitor]
TIMES, CANDIDATES = "/oversight/times/", "/oversight/times/candidates/"
PROCEDURE = "1.004873"  # three working days


def numbers(page: Any) -> list[tuple[str, int]]:
    found = re.findall(
        r'<td class="number"><a href="(/oversight/times/procedures/\?[^"]*)"[^>]*>([\d.,]+)</a>',
        page.content.decode(),
    )
    return [(unescape(url), int(number)) for url, number in found]


def table(page: Any) -> list[list[str]]:
    text = b"".join(page.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_every_number_opens_exactly_the_procedures_it_counted(township: Township, visit: Visit) -> None:
    township.clock = NOW
    for by in ("field", "office"):
        supervisor = visit("giamsat")
        found = numbers(supervisor.get(f"{TIMES}?by={by}"))
        assert len(found) >= 4
        for url, number in found:
            page = supervisor.get(url)
            assert len(page.context["rows"]) == number, url


def test_the_table_as_a_file_says_the_same_as_the_page(township: Township, visit: Visit) -> None:
    township.clock = NOW
    supervisor = visit("giamsat")
    page = supervisor.get(TIMES)
    rows = table(supervisor.get(f"{TIMES}?file=lines"))
    assert len(rows) == len(page.context["rows"]) + 2
    whole = page.context["whole"].figures
    assert rows[-1][1:3] == [str(whole.procedures), str(whole.shortened)]
    listed = table(supervisor.get("/oversight/times/procedures/?show=shortened&file=list"))
    assert len(listed) == whole.shortened + 1


def test_an_office_counts_what_is_of_its_level_and_fields(township: Township, visit: Visit) -> None:
    from motcua.offices.models import FieldGroup
    from motcua.procedures.models import ProcedureVersion

    township.clock = NOW
    codes = {c for group in FieldGroup.objects.filter(office=township.office_id) for c in group.field_codes}
    expected = [
        row.procedure.code
        for row in ProcedureVersion.objects.filter(
            state="published", valid_to=None, legal_value__isnull=False
        )
        if row.field_id in codes and "xa" in row.levels
    ]
    page = visit("giamsat").get(f"/oversight/times/procedures/?office={township.office_id}")
    assert sorted(row.code for row in page.context["rows"]) == sorted(expected)


def test_an_office_that_is_not_seen_narrows_nothing_away(township: Township, visit: Visit) -> None:
    township.clock = NOW
    supervisor = visit("giamsat")
    every = supervisor.get("/oversight/times/procedures/").context["rows"]
    assert len(supervisor.get("/oversight/times/procedures/?office=999999").context["rows"]) == len(every)


def solved(township: Township, count: int) -> list[UUID]:
    """Dossiers received on different mornings, solved four working hours later."""
    found = []
    for day in range(2, 2 + count):
        dossier = township.receive(PROCEDURE, when=at(f"2026-02-{day:02} 07:30")).state.id
        finish(township, dossier, f"2026-02-{day:02} 11:30")
        found.append(dossier)
    township.clock = NOW
    return found


def test_times_really_used_make_a_candidate_and_lead_to_its_dossiers(
    township: Township, visit: Visit
) -> None:
    solved(township, 5)
    supervisor = visit("giamsat")
    rows = supervisor.get(CANDIDATES).context["rows"]
    assert [(line.row.code, line.measured) for line in rows] == [(PROCEDURE, 5)]
    assert (rows[0].median, rows[0].proposed) == ("4 working hours", "4 working hours")
    assert len(supervisor.get(rows[0].dossiers_url).context["lines"]) == 5
    assert table(supervisor.get(f"{CANDIDATES}?file=list"))[1][0] == PROCEDURE


def test_four_dossiers_prove_nothing_and_the_page_says_why(township: Township, visit: Visit) -> None:
    solved(township, 4)
    page = visit("giamsat").get(CANDIDATES)
    assert page.context["rows"] == []
    assert "4 dossiers were measured" in page.content.decode()


def test_a_period_without_dossiers_has_no_candidates(township: Township, visit: Visit) -> None:
    solved(township, 5)
    assert visit("giamsat").get(f"{CANDIDATES}?from=2025-01-01&to=2025-12-31").context["rows"] == []


def test_dossiers_of_an_office_one_does_not_see_are_not_measured(township: Township) -> None:
    from motcua.offices.actors import Actor
    from motcua.reports.committed import minutes_used
    from motcua.reports.formulas import year
    from motcua.reports.queries import Scope

    solved(township, 5)
    assert minutes_used(year(2026).window(NOW), Actor(None, "Ai đó"), Scope()) == {}


def test_the_page_asks_few_questions(township: Township, visit: Visit) -> None:
    from django.db import connection

    township.clock = NOW
    supervisor = visit("giamsat")
    with CaptureQueriesContext(connection) as asked:
        supervisor.get(f"{TIMES}?by=office")
    assert len(asked) <= 11
