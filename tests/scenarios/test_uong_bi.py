"""The centre of Uông Bí: 288 procedures, chains over two and three levels, 4,027 dossiers, all of them in time."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest

from motcua.dossiers.models import Dossier, DossierEvent, Task
from motcua.kernel import time
from motcua.offices.actors import actor_for
from motcua.offices.models import Office, Person
from motcua.reports import formulas, queries
from motcua.reports.chains import chains, commune_desks
from motcua.reports.committed import carried_by_any, carriers, promises
from motcua.reports.on_the_spot import board
from motcua.reports.queries import Dimension
from motcua.reports.sight import sight
from motcua.reports.time_cuts import cuts, percent_of
from motcua.scenarios import commands, description
from motcua.scenarios.commands import Played
from motcua.scenarios.office import install
from tests.oversight.conftest import Visitor
from tests.scenarios.test_replay import play_some, sound
from tests.township import Township, at

PERIOD = formulas.Period(date(2016, 1, 1), date(2016, 6, 15))
AFTERWARDS = at("2016-07-01 08:00")
PAGE = "/oversight/interconnection/?from=2016-01-01&to=2016-06-15"


@pytest.fixture
def city(township: Township) -> Office:
    """The city with its wards beside the township, in one installation."""
    township.clock = AFTERWARDS
    return install(description.read("uong-bi"))


def supervisor(day: date = PERIOD.last) -> Any:
    return actor_for(Person.objects.get(username="ub-giamsat").pk, day)


def the_printed_figures_of_the_catalogue() -> None:
    seen = sight(supervisor())
    solving = carriers(seen, PERIOD.last)
    own = carried_by_any(promises(PERIOD.last)[0], solving)
    figures = cuts(own)
    assert (figures.procedures, figures.shortened) == (288, 264)
    assert percent_of(figures.share, 1, down=True) == "91.6"  # 91.66…: cut off, as the report prints it
    assert percent_of(figures.cut, 2) == "53.28"
    found = chains(own, solving, PERIOD.last)
    assert Counter(len(chain.levels) for chain in found) == {2: 15, 3: 18}
    assert [(len(chain.levels), len(chain.merged)) for chain in found if chain.merged] == [(3, 1), (3, 1)]
    assert all(len(office.merged_from) == 2 for chain in found for office in chain.merged)
    desks = commune_desks(seen, PERIOD.last)
    assert (len(desks), sum(bool(desk.desk) for desk in desks)) == (11, 11)


def the_printed_figures_of_the_plan(run: Played) -> None:
    assert len(run.plan) == 4_027
    days = [time.local(item.received_at).date() for item in run.plan]
    assert (min(days) >= date(2016, 1, 4), max(days) <= PERIOD.last) == (True, True)
    assert max(item.acts[-1].at for item in run.plan) <= at("2016-06-15 23:59")
    assert not any(item.lot.late for item in run.plan)
    by_desk = Counter(item.desk for item in run.plan)
    assert len(by_desk) == 12  # the centre and every ward and commune
    assert all(by_desk[desk] > 100 for desk in by_desk)
    used = {item.procedure for item in run.plan}
    assert {f"LOCAL-UB-MAU-{number:03d}" for number in range(185, 218)} <= used


def test_the_catalogue_and_the_plan_have_the_printed_figures(city: Office) -> None:
    the_printed_figures_of_the_catalogue()
    scenario = description.read("uong-bi")
    (run,) = commands.runs(scenario, city)
    the_printed_figures_of_the_plan(run)
    part = commands.runs(scenario, city, limit=130)
    play_some(part, stop_after=300, until=AFTERWARDS)
    play_some(commands.runs(scenario, city, limit=130), until=AFTERWARDS)
    mine = Dossier.objects.filter(competent_office=city)
    assert mine.count() == 130
    assert not mine.filter(finished_at=None).exists()
    assert all_in_time(mine)
    assert the_merged_office_stood_in_the_middle()
    assert sound()


def test_the_city_and_its_tax_branch_work_at_the_same_time(city: Office) -> None:
    (run,) = commands.runs(description.read("uong-bi"), city)
    those = [item for item in run.plan if item.procedure == "LOCAL-UB-MAU-187"]
    play_some([Played(run.scene, those)], until=AFTERWARDS)
    mine = Dossier.objects.filter(competent_office=city)
    assert (mine.count(), mine.filter(finished_at=None).count()) == (46, 0)
    assert all_in_time(mine)
    tax = Office.objects.get(code_new="H97.3.21")
    for dossier in mine.exclude(status="withdrawn").filter(decision__isnull=False):
        works = Task.objects.filter(dossier=dossier, action__in=["examine", "consult"])
        examined = works.filter(unit__office=city, action="examine").latest("opened_at")
        asked = works.get(unit__office=tax, action="consult")
        assert examined.opened_at == asked.opened_at
        review = Task.objects.filter(dossier=dossier, action="review", unit__office=city).latest("opened_at")
        assert examined.closed_at is not None
        assert asked.closed_at is not None
        assert review.opened_at == max(examined.closed_at, asked.closed_at)
    assert sound()


def test_the_centre_does_some_procedures_on_the_spot(city: Office) -> None:
    install(description.read("uong-bi"))  # again: nothing is entered twice
    lines = board(city, AFTERWARDS.date()).lines
    assert len(lines) == 5
    for line in lines:
        assert (line.lacking, line.elsewhere) == ((), False), line.spot.procedure_code
        assert [holder.name for holder in line.signers] == ["Nguyễn Thị Mẫu Ái"]


def all_in_time(mine: Any) -> bool:
    ended = mine.exclude(status="withdrawn")
    return all(row.due_at is not None and row.finished_at <= row.due_at for row in ended)


def the_merged_office_stood_in_the_middle() -> bool:
    """Ward, merged land office, province, city, ward: handed over and acknowledged at each."""
    branch = Office.objects.get(code_new="H97.3.20")
    assert {office.name for office in branch.predecessors.all()} == {
        "Văn phòng Đăng ký quyền sử dụng đất thành phố Uông Bí",
        "Tổ đo đạc và lưu trữ địa chính thành phố Uông Bí",
    }
    levels = dict(Office.objects.values_list("pk", "level_name"))
    ways: dict[Any, list[int]] = {}
    taken = DossierEvent.objects.filter(type="transfer_acknowledged").order_by("dossier_id", "seq")
    for dossier, payload in taken.values_list("dossier_id", "payload"):
        ways.setdefault(dossier, []).append(payload["to_office"])
    through = [way for way in ways.values() if branch.pk in way]
    assert through
    full = ["district", "province", "district", "commune"]
    return all([levels[office] for office in way] in (full, full[:-1]) for way in through)


@pytest.mark.slow
def test_the_half_year_gives_the_printed_figures_and_is_sound(
    live_township: Township, capsys: pytest.CaptureFixture[str]
) -> None:
    began = datetime.now().astimezone()
    assert commands.load("uong-bi") == 0
    took = (datetime.now().astimezone() - began).total_seconds()
    the_printed_figures_of_the_catalogue()
    window = PERIOD.window(time.now())
    lines = queries.figures_by(Dimension.DESK, window, supervisor())
    whole = formulas.total(line.figures for line in lines)
    assert (whole.received, whole.finished, whole.late, whole.open) == (4_027, 4_027, 0, 0)
    assert formulas.percent(whole.early + whole.on_the_day, whole.finished) == "100.0"
    assert len(lines) == 12
    assert sound()
    the_supervisors_page_shows_it(live_township)
    with capsys.disabled():
        print(f"\n4,027 dossiers of the centre played in {took:.0f} s")


def the_supervisors_page_shows_it(township: Township) -> None:
    """The page has every figure of the report, and each number opens as much as it says."""
    visitor = Visitor(township, "ub-giamsat")
    visitor.place.clock = time.now()
    page = visitor.get(PAGE)
    html = page.content.decode()
    for words in ("91.6", "53.28", "11/11", "4,027", "100.0"):
        assert words in html, words
    context = page.context
    assert [(row.levels, row.procedures, row.merged) for row in context["levels"]] == [(2, 15, 0), (3, 18, 2)]
    merged = visitor.get(f"{context['levels'][1].url}&merged=1")
    assert len(merged.context["rows"]) == 2
    assert "Tổ đo đạc và lưu trữ địa chính" in merged.content.decode()
    for row in context["levels"]:
        listed = visitor.get(row.url).context["rows"]
        assert len(listed) == row.procedures
        assert sum(chain.dossiers for chain in listed) == row.dossiers > 0
        behind = visitor.get(row.dossiers_url)
        assert behind.context["count"] == row.dossiers
        assert f"procedures over {row.levels} levels" in behind.content.decode()
    whole = context["whole"]
    assert len(visitor.get(whole.all_url).context["rows"]) == 288
    assert len(visitor.get(whole.shortened_url).context["rows"]) == 264
    assert visitor.get(context["received_url"]).context["count"] == 4_027
    assert visitor.get(context["on_time_url"]).context["count"] == 4_027
    for desk in context["desks"]:
        assert desk.received > 0
        assert visitor.get(desk.url).context["count"] == desk.received
