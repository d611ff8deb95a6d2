"""Eleven months of Hà Tĩnh: the printed figures, the backlog of two years, and the apologies."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest

from motcua.dossiers.models import Dossier, DossierEvent
from motcua.kernel import time
from motcua.offices.models import Office, Person
from motcua.scenarios import commands, description
from motcua.scenarios.commands import Played
from motcua.scenarios.office import install
from motcua.scenarios.plan import PlannedDossier
from motcua.scenarios.way import Kind, finish_of
from tests.oversight.conftest import Visitor
from tests.scenarios.test_replay import play_some, sound
from tests.township import Township, at

LAND = "Đất đai"
END, YEAR_BEFORE = at("2016-11-30 23:59"), at("2015-11-30 23:59")


@pytest.fixture
def city(township: Township) -> Office:
    """The city beside the township, in one installation."""
    return install(description.read("ha-tinh"))


@pytest.fixture
def runs(city: Office) -> list[Played]:
    return commands.runs(description.read("ha-tinh"), city)


def land(run: Played) -> list[PlannedDossier]:
    return [item for item in run.plan if run.scene.terms[item.procedure].field_code == "DATDAI"]


def finished(item: PlannedDossier) -> datetime:
    return item.acts[finish_of(item.acts)].at


def backlog(runs: list[Played], when: datetime) -> int:
    """Land dossiers that the plan has received and not finished at an instant."""
    return sum(item.received_at <= when < finished(item) for run in runs for item in land(run))


def test_the_plan_has_the_printed_figures(runs: list[Played]) -> None:
    before, year = runs
    assert len(year.plan) == 10_401  # "more than 10,400"
    assert len(land(year)) == 7_399  # "nearly 7,400"
    assert len(before.plan) == len(land(before)) == 57
    assert backlog(runs, END) == 9
    assert backlog(runs, YEAR_BEFORE) == 57
    assert backlog(runs, at("2016-01-01 00:00")) == 0  # nothing is carried over into the figures of 2016


def test_everything_comes_in_within_the_eleven_months(runs: list[Played]) -> None:
    days = [time.local(item.received_at).date() for item in runs[1].plan]
    assert min(days) >= date(2016, 1, 4)
    assert max(days) <= date(2016, 11, 30)
    assert len({(day.year, day.month) for day in days}) == 11
    assert max(item.acts[-1].at for item in runs[1].plan) <= at("2016-12-31 23:59")


def test_apologies_are_direct_written_and_public(runs: list[Played]) -> None:
    told = Counter(act.manner for item in runs[1].plan for act in item.acts if act.kind is Kind.APOLOGISE)
    assert set(told) == {"direct", "written", "public"}
    assert min(told.values()) > 5
    assert "Đài Phát thanh - Truyền hình thành phố" in runs[1].scene.media


def test_some_applicants_take_their_dossier_back(runs: list[Played]) -> None:
    gone = [item for item in runs[1].plan if item.acts[-1].kind is Kind.WITHDRAW]
    assert 10 < len(gone) < 100


def test_the_tax_office_has_its_time_outside_of_both_appointments(runs: list[Played]) -> None:
    transfers = [item for item in runs[1].plan if item.procedure == "LOCAL-DATDAI-CHUYENNHUONG"]
    assert len(transfers) == 1790
    plain = [item for item in transfers if len(item.acts) == 5]  # examine, tax, examine, sign, hand over
    assert len(plain) > 1000
    assert all((item.acts[1].at - item.acts[0].at).days >= 1 for item in plain)


def test_both_offices_live_in_one_installation(township: Township, city: Office) -> None:
    assert install(description.read("ha-tinh")).pk == city.pk  # safe to repeat
    assert city.pk != township.office_id
    assert city.calendar_id != Office.objects.get(pk=township.office_id).calendar_id
    assert {person for _, _, person, _ in commands.sign_ins("ha-tinh")}.isdisjoint(
        person for _, _, person, _ in commands.sign_ins("vinh-tuy")
    )
    assert Person.objects.filter(username__startswith="ht-").count() == 19
    assert Office.objects.filter(path__startswith=f"{city.path}.").count() == 4  # wards and communes


def test_a_part_of_it_is_played_and_played_on(township: Township, city: Office) -> None:
    part = commands.runs(description.read("ha-tinh"), city, limit=60)
    now = at("2017-01-03 08:00")
    first = play_some(part, stop_after=150, until=now)
    again = commands.runs(description.read("ha-tinh"), city, limit=60)
    assert first + play_some(again, until=now) == DossierEvent.objects.count()
    assert play_some(again, until=now) == 0
    mine = Dossier.objects.filter(competent_office=city)
    assert mine.count() == 57 + 60
    assert not mine.filter(finished_at=None).exists()
    assert all((row.code or "").startswith("000.00.21.H98-1") for row in mine)
    assert sound()


@pytest.mark.slow
def test_the_eleven_months_give_the_printed_figures_and_are_sound(
    live_township: Township, capsys: pytest.CaptureFixture[str]
) -> None:
    from motcua.reports import backlog as backlogs
    from motcua.reports import formulas, queries
    from motcua.reports.queries import Dimension

    began = datetime.now().astimezone()
    assert commands.load("ha-tinh") == 0
    took = (datetime.now().astimezone() - began).total_seconds()
    city = Office.objects.get(code_new="H98.21")
    supervisor: Any = township_actor("ht-giamsat")
    window = formulas.Period(date(2016, 1, 1), date(2016, 11, 30)).window(time.now())
    lines = {line.label: line.figures for line in queries.figures_by(Dimension.FIELD, window, supervisor)}
    whole = formulas.total(lines.values())
    assert (whole.received, whole.carried_over) == (10_401, 0)
    assert (lines[LAND].received, lines[LAND].open) == (7_399, 9)
    compared = backlogs.dates(date(2016, 11, 30), time.now())
    found = {line.field: line for line in backlogs.backlog(compared, supervisor)}
    assert (found[LAND].now, found[LAND].before) == (9, 57)
    assert formulas.change(found[LAND].now, found[LAND].before) == "-84.2"
    assert sound()
    apologies = DossierEvent.objects.filter(dossier__competent_office=city, type="apologised")
    told = {
        (payload["manner"], payload.get("medium", ""))
        for payload in apologies.values_list("payload", flat=True)
    }
    public = {("public", medium) for medium in description.read("ha-tinh").media}
    assert told == {("direct", ""), ("written", ""), *public}
    the_supervisors_page_shows_it(live_township)
    with capsys.disabled():
        print(f"\n10,458 dossiers of the city played in {took:.0f} s")


def the_supervisors_page_shows_it(township: Township) -> None:
    """The page of figures has both days, the change, and each number opens as many dossiers."""
    visitor = Visitor(township, "ht-giamsat")
    page = visitor.get("/oversight/figures/?from=2016-01-01&to=2016-11-30")
    html = page.content.decode()
    assert "30/11/2015" in html
    assert "\N{MINUS SIGN}84.2\N{NO-BREAK SPACE}%" in html
    (row,) = (row for row in page.context["backlog"].rows if row.label == LAND)
    assert (row.before.value, row.now.value) == (57, 9)
    for cell in (row.before, row.now):
        assert visitor.get(cell.url).context["count"] == cell.value


def township_actor(username: str) -> Any:
    from motcua.offices.actors import actor_for

    return actor_for(Person.objects.get(username=username).pk, time.today())
