"""Lateness by unit: each minute of a late dossier is one unit's, and every sum is that of its list."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation

from motcua.calendars import worktime
from motcua.calendars.queries import work_calendar
from motcua.dossiers.attribution import Charge
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import ledgers
from motcua.offices.actors import SYSTEM
from motcua.offices.routing import calendar_of_office
from motcua.oversight.delays import Look, Times, read, times
from motcua.reports import queries
from motcua.reports.formulas import Window, year
from motcua.reports.measures import Measure
from motcua.reports.overruns import Charged, LateDossier, overruns, summed
from motcua.reports.queries import Scope
from tests.dossiers import along
from tests.dossiers.saying import state
from tests.oversight.conftest import Visitor
from tests.oversight.office import NOW, Fates, Neighbour, receive_at
from tests.township import Township, at

Visit = Callable[[str], Visitor]
DELAYS = "/oversight/delays/"
THIS_YEAR = year(2026)


def worked(dossier: Dossier, end: Any) -> tuple[int, int]:
    """Working minutes since reception, and since the due date."""
    calendar = work_calendar(calendar_of_office(dossier.competent_office_id))
    assert dossier.received_at is not None
    assert dossier.due_at is not None
    return worktime.elapsed(calendar, dossier.received_at, end), worktime.elapsed(
        calendar, dossier.due_at, end
    )


def in_english(charge: Charge) -> Times:
    with translation.override("en"):
        return times(charge)


def late_ones(actor: Any, window: Window) -> dict[Any, LateDossier]:
    return {one.id: one for one in overruns(window, actor, Scope()).dossiers}


def test_the_time_of_all_units_is_the_time_of_the_dossier(busy: Fates, township: Township) -> None:
    supervisor, window = township.actor("giamsat"), THIS_YEAR.window(NOW)
    found = late_ones(supervisor, window)
    late = {
        dossier
        for measure in (Measure.LATE, Measure.OVERDUE)
        for dossier in queries.behind(measure, window, supervisor).values_list("pk", flat=True)
    }
    assert set(found) == late
    assert {busy.late, busy.overdue, busy.carried_over_and_open} <= late
    for row in Dossier.objects.filter(pk__in=late):
        whole = found[row.pk].whole
        assert (whole.held, whole.over) == worked(row, row.finished_at or NOW)
        assert whole.over > 0


def test_every_number_is_the_sum_of_the_list_it_opens(
    busy: Fates, neighbour: Neighbour, township: Township, visit: Visit
) -> None:
    receive_at(township, neighbour, "2026-03-02 09:30")
    township.clock = NOW
    above = visit("huyen")
    page = above.get(DELAYS)
    rows, whole = page.context["rows"], page.context["whole"]
    assert {row.office for row in rows} == {"Vĩnh Tuy", "Xã Bên Mẫu"}
    assert whole.dossiers == whole.over == 5
    assert summed(row.charge for row in rows) == whole.charge
    for row in [*rows, whole]:
        opened = above.get(row.url, when=at("2026-03-10 11:00"))  # an hour later it still tells the same
        assert opened.context["part"].count == row.dossiers
        assert opened.context["sum"] == in_english(row.charge)
        assert summed(line.charge for line in opened.context["part"].items) == row.charge
        if row.over:
            opened = above.get(row.over_url)
            assert opened.context["part"].count == row.over
            assert opened.context["sum"].over == in_english(row.charge).over


def test_what_happens_later_changes_no_number_of_an_earlier_day(busy: Fates, township: Township) -> None:
    supervisor, window = township.actor("giamsat"), THIS_YEAR.window(NOW)
    before = late_ones(supervisor, window)
    township.clock = at("2026-03-11 09:00")
    township.run_until(busy.overdue, "return")
    assert late_ones(supervisor, window) == before
    after = late_ones(supervisor, THIS_YEAR.window(at("2026-03-11 10:00")))
    assert before[busy.overdue].finished_at is None
    assert after[busy.overdue].finished_at == at("2026-03-11 09:00")


def test_of_two_offices_each_is_charged_what_it_had(township: Township) -> None:
    road = along.build(township)
    road.go_by("2.002755", along.UP_AND_BACK)
    dossier = road.receive("2.002755", "commune", "province", at("2026-03-02 08:00"))
    due = Dossier.objects.get(pk=dossier).due_at
    assert due is not None
    road.act(dossier, "examine", at("2026-04-01 09:00"))  # the commune kept it until long after the due date
    road.act(dossier, "accept_transfer", at("2026-04-01 10:00"), papers_given_by="Trần Văn Mẫu")
    road.act(dossier, "examine", at("2026-04-01 11:00"))
    road.act(dossier, "sign", at("2026-04-01 11:30"))
    found = overruns(THIS_YEAR.window(at("2026-04-02 08:00")), SYSTEM, Scope())
    (late,) = found.dossiers
    by_office: dict[str, Charge] = {}
    for holder, charge in late.charges.items():
        assert holder.unit_id is not None
        office = found.units[holder.unit_id].office
        by_office[office] = by_office.get(office, Charge()) + charge
    assert by_office["UBND tỉnh"] == Charge(150, 150)
    row = Dossier.objects.get(pk=dossier)
    assert (late.whole.held, late.whole.over) == worked(row, at("2026-04-01 11:30"))
    assert by_office["Vĩnh Tuy"].over == late.whole.over - 150


def test_time_at_another_agency_is_no_units_and_the_sum_stays(township: Township, visit: Visit) -> None:
    road = along.build(township)
    road.go_by("2.002755", along.UP_AND_BACK)
    dossier = road.receive("2.002755", "commune", "province", at("2026-03-02 08:00"))
    road.hand_to_partner(
        dossier, road.who("case_officer", unit=state(dossier).tasks[0].unit_id), at("2026-03-02 10:00")
    )
    asked = at("2026-04-01 08:00")
    (late,) = overruns(THIS_YEAR.window(asked), SYSTEM, Scope()).dossiers
    away = late.charges[Charged(outside="partner")]
    assert (late.whole.held, late.whole.over) == worked(Dossier.objects.get(pk=dossier), asked)
    assert (away.held, away.over) == (late.whole.held - 120, late.whole.over), "two hours were the commune's"
    township.clock = asked
    with translation.override("en"):
        labels = [str(row.label) for row in visit("giamsat").get(DELAYS).context["rows"]]
    assert labels[-1] == "At another agency"


def test_the_files_hold_the_numbers_of_the_page(busy: Fates, township: Township, visit: Visit) -> None:
    supervisor = visit("giamsat")
    page = supervisor.get(DELAYS)
    table = cells(supervisor.get(page.context["table_url"]))
    listed = cells(supervisor.get(page.context["list_url"]))
    whole = page.context["whole"].charge
    assert table[-1][-2:] == [str(whole.over), str(whole.held)]
    assert sum(int(row[-2]) for row in listed[1:]) == whole.over
    assert sum(int(row[-1]) for row in listed[1:]) == whole.held


def cells(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_an_office_sees_its_own_late_dossiers_alone(
    busy: Fates, neighbour: Neighbour, township: Township, visit: Visit
) -> None:
    there = receive_at(township, neighbour, "2026-03-02 09:30")
    township.clock = NOW
    own = visit("giamsatxa").get(DELAYS)
    assert [line.dossier.id for line in own.context["part"].items] == [there]
    other = visit("giamsat").get(f"{DELAYS}?office={neighbour.office_id}")
    assert other.context["part"].items == []
    assert visit("vanthu").get(DELAYS).status_code == 403


@pytest.mark.parametrize(
    "query", ["holder=-1", "holder=999999999", "holder=x&over=2&page=0", "page=99", "from=x"]
)
def test_nonsense_in_the_address_opens_a_page_all_the_same(busy: Fates, visit: Visit, query: str) -> None:
    assert visit("giamsat").get(f"{DELAYS}?{query}").status_code == 200


def test_an_address_keeps_whose_dossiers_were_asked_for(busy: Fates, visit: Visit) -> None:
    chosen = visit("giamsat").get(DELAYS).context["choice"]
    for holder in (Charged(7), Charged(outside="supplement"), Charged(outside="partner")):
        look = Look(chosen, holder, over=True, page=2)
        given = {name: values[0] for name, values in parse_qs(urlsplit(look.url()).query).items()}
        assert read(given, chosen) == look


def test_the_ledgers_of_no_dossier_are_none(township: Township) -> None:
    assert ledgers([], NOW) == {}
