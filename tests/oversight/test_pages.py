"""The pages of those who lead and supervise: numbers, and the dossiers behind each."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from motcua.kernel import time
from motcua.kernel.time import TZ
from motcua.reports.sight import sight
from tests.dossiers import along
from tests.dossiers.saying import state
from tests.oversight.conftest import Visitor
from tests.oversight.office import NOW, Fates, Neighbour, receive_at
from tests.township import Township, at

Visit = Callable[[str], Visitor]
HOME, FIGURES, DOSSIERS = "/oversight/", "/oversight/figures/", "/oversight/dossiers/"
RECORDS = "/oversight/records/"
MOST_STATEMENTS = 10


def numbers(page: Any) -> dict[str, int]:
    """Every number of a page that opens a list, by the list's address."""
    html = page.content.decode()
    found: dict[str, int] = {}
    for url, inside in re.findall(r'<a[^>]*href="(/oversight/dossiers/\?[^"]*)"[^>]*>(.*?)</a>', html, re.S):
        if number := re.fullmatch(r"\s*(?:<b>)?([\d.,]+)(?:</b>.*)?\s*", inside, re.S):
            found[unescape(url)] = int(re.sub(r"[.,]", "", number[1]))
    return found


def rows(page: Any) -> int:
    return len(page.context["lines"])


@pytest.mark.parametrize(
    "address",
    [
        HOME,
        f"{HOME}?year=2025",
        f"{FIGURES}?by=field",
        f"{FIGURES}?by=unit&period=quarter",
        f"{FIGURES}?by=officer&period=month",
        f"{FIGURES}?by=office&from=2025-12-01&to=2026-03-31",
    ],
)
def test_every_number_opens_exactly_the_dossiers_it_counted(
    busy: Fates, neighbour: Neighbour, township: Township, visit: Visit, address: str
) -> None:
    receive_at(township, neighbour, "2026-03-10 09:30")
    township.clock = NOW
    supervisor = visit("huyen")
    found = numbers(supervisor.get(address))
    assert len(found) >= 3
    for url, number in found.items():
        # The list is opened an hour later, and a new dossier does not creep in.
        assert rows(supervisor.get(url, when=at("2026-03-10 11:00"))) == number, url


def test_a_new_dossier_does_not_creep_into_an_old_number(
    busy: Fates, township: Township, visit: Visit
) -> None:
    supervisor = visit("giamsat")
    before = numbers(supervisor.get(HOME))
    township.receive(when=at("2026-03-10 10:30"))
    for url, number in before.items():
        assert rows(supervisor.get(url)) == number


@pytest.mark.parametrize("who", ["giamsat", "quantri", "chutich", "phochutich"])
@pytest.mark.parametrize("address", [HOME, FIGURES, DOSSIERS, RECORDS])
def test_those_who_lead_and_supervise_may_look(busy: Fates, visit: Visit, who: str, address: str) -> None:
    assert visit(who).get(address).status_code == 200


@pytest.mark.parametrize("who", ["vanthu", "hotich"])
@pytest.mark.parametrize("address", [HOME, FIGURES, DOSSIERS, RECORDS])
def test_nobody_else_may(busy: Fates, visit: Visit, who: str, address: str) -> None:
    assert visit(who).get(address).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        HOME,
        RECORDS,
        FIGURES,
        f"{FIGURES}?by=officer&period=month",
        f"{DOSSIERS}?measure=total&period=year",
        f"{DOSSIERS}?measure=overdue&period=today",
        "/oversight/late/",
        "/oversight/delays/",
        "/oversight/apologies/",
    ],
)
def test_a_page_asks_the_database_a_handful_of_times(
    busy: Fates, visit: Visit, address: str, django_assert_max_num_queries: Any
) -> None:
    supervisor = visit("giamsat")
    supervisor.get(address)
    # The records page looks after papers, signatures, messages, partners and jobs, each in a table of its own;
    # the start page counts the hand-overs that nobody acknowledged at the offices seen, which only tasks know.
    more = {RECORDS: 6, HOME: 2}.get(address, 0)
    with django_assert_max_num_queries(MOST_STATEMENTS + more) as asked:
        assert isinstance(asked, CaptureQueriesContext)
        supervisor.get(address)


def test_the_supervisor_above_sees_the_office_of_each_dossier(
    busy: Fates, neighbour: Neighbour, township: Township, visit: Visit
) -> None:
    receive_at(township, neighbour, "2026-03-10 09:30")
    township.clock = NOW
    above = visit("huyen").get(f"{DOSSIERS}?measure=received&period=today")
    assert "Xã Bên Mẫu" in above.content.decode()
    assert rows(above) == 2
    chosen = visit("huyen").get(f"{DOSSIERS}?measure=received&period=today&office={neighbour.office_id}")
    assert rows(chosen) == 1
    below = visit("giamsatxa").get(f"{DOSSIERS}?measure=received&period=today&office={township.office_id}")
    assert rows(below) == 0


def test_the_late_list_says_who_holds_it_and_why_it_came_back(
    busy: Fates, township: Township, visit: Visit
) -> None:
    from uuid import uuid4

    from motcua.dossiers import commands as cmd
    from motcua.dossiers import ledger
    from motcua.dossiers.engine_route import route_of

    township.clock = at("2026-03-03 09:00")
    task = township.run_until(busy.overdue, "review")
    loaded = ledger.load_row(busy.overdue, uuid4())
    assert loaded is not None
    back_to = route_of(loaded.state.process_version_id).earlier_steps(task.element)[-1][0]
    township.execute(
        cmd.SendBack(
            command_id=uuid4(), dossier_id=busy.overdue, task_id=task.id, to_element=back_to,
            reason="Thiếu số nhà <b>",
        ),
        "phochutich",
    )  # fmt: skip
    township.clock = NOW
    page = visit("giamsat").get(HOME)
    line = next(line for line in page.context["pressing"] if line.dossier.id == busy.overdue)
    assert line.late
    assert line.holders[0].sent_back_reason == "Thiếu số nhà <b>"
    assert line.holders[0].sent_back_by
    assert "Thiếu số nhà &lt;b&gt;" in page.content.decode()


def test_identity_numbers_are_masked(busy: Fates, visit: Visit) -> None:
    for address in (f"{DOSSIERS}?measure=total", f"{DOSSIERS}?measure=total&file=list"):
        page = visit("giamsat").get(address)
        text = (b"".join(page.streaming_content) if page.streaming else page.content).decode()
        assert "Nguyễn Thị Mẫu Đào" in text
        assert "099190000007" not in text
        assert "•••007" in text


def test_pages_of_a_long_list_show_every_dossier_once(
    busy: Fates, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("motcua.reports.listing.PAGE", 50)
    from motcua.reports import listing

    monkeypatch.setattr(listing.dossier_lines, "__kwdefaults__", {"cursor": "", "size": 4})
    supervisor = visit("giamsat")
    for measure, expected in (("total", 9), ("open", 4), ("finished", 5), ("overdue", 2)):
        seen: list[Any] = []
        url = f"{DOSSIERS}?measure={measure}&from=2026-01-01&to=2026-12-31"
        while url:
            page = supervisor.get(url)
            seen += [line.dossier.id for line in page.context["lines"]]
            url = page.context["older_url"]
        assert len(seen) == len(set(seen)) == expected


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-13-01&to=x",
        "from=2026-03-10&to=2026-03-01",
        "period=own",
        "year=99999&period=year",
        "year=0&period=year",
        "office=999999999&unit=5&officer=7&field=nothing",
        "office=-1&unit=abc&officer=%F0%9F%98%80",
        "at=yesterday",
        "at=0001-01-01T00:00:00%2B07:00",
        "at=9999-12-31T23:59:59%2B07:00",
        "from=1990-01-01&to=2100-12-31",
        "measure=nothing&by=shoe-size&cursor=!!!!&file=exe",
        "field=" + "x" * 3000,
    ],
)
@pytest.mark.parametrize("address", [HOME, FIGURES, DOSSIERS])
def test_a_senseless_address_shows_a_page_all_the_same(
    busy: Fates, visit: Visit, address: str, query: str
) -> None:
    assert visit("giamsat").get(f"{address}?{query}").status_code == 200


def test_own_dates_that_make_no_period_are_told(busy: Fates, visit: Visit) -> None:
    page = visit("giamsat").get(f"{FIGURES}?from=2026-03-10&to=2026-03-01")
    assert "make no period" in page.content.decode()


def test_a_share_of_nothing_says_so(busy: Fates, visit: Visit) -> None:
    page = visit("giamsat").get(f"{FIGURES}?from=2026-03-09&to=2026-03-10").content.decode()
    assert "none to count" in page
    assert ">0/0<" not in page


def test_the_page_says_as_of_when_and_by_which_rules(busy: Fates, visit: Visit) -> None:
    page = visit("giamsat").get(f"{FIGURES}?period=month").content.decode()
    assert "Counted as of 10:00, 10/03/2026, rules II.06a, 1." in page


def test_the_drawing_and_the_table_below_it_agree(busy: Fates, visit: Visit) -> None:
    page = visit("giamsat").get(f"{FIGURES}?from=2026-01-01&to=2026-12-31")
    drawn = [bar.value for bar in page.context["chart"].bars]
    table = page.context["days"]
    assert drawn[::2] == [row.cells[1].value for row in table.rows]
    assert drawn[1::2] == [row.cells[2].value for row in table.rows]
    assert [row.label for row in table.rows] == ["01/2026", "02/2026", "03/2026"]


# ── files ──


def downloaded(page: Any) -> list[list[str]]:
    content = b"".join(page.streaming_content).decode("utf-8")
    assert content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(content.removeprefix("\ufeff")), delimiter=";"))


def test_the_file_of_a_table_holds_its_numbers(busy: Fates, visit: Visit) -> None:
    supervisor = visit("giamsat")
    address = f"{FIGURES}?from=2026-01-01&to=2026-12-31"
    shown = supervisor.get(address).context["table"]
    file = downloaded(supervisor.get(f"{address}&file=lines"))
    with translation.override("en"):
        assert file[0] == list(shown.header)
    assert file[-1][1:-1] == [str(cell.value) for cell in shown.whole.cells]
    days = downloaded(supervisor.get(f"{address}&file=days"))
    assert [row[0] for row in days[1:]] == ["01/2026", "02/2026", "03/2026"]


def test_a_name_that_is_a_formula_stays_a_name(township: Township, visit: Visit) -> None:
    from motcua.dossiers.commands import Applicant

    applicant = Applicant("=HYPERLINK(1)", "099190000007", phone="0900000007")
    township.receive(when=NOW, applicant=applicant)
    file = downloaded(visit("giamsat").get(f"{DOSSIERS}?measure=total&file=list"))
    assert file[1][1] == "'=HYPERLINK(1)"


def test_the_file_of_a_list_holds_every_dossier(busy: Fates, visit: Visit) -> None:
    query = urlencode({"measure": "total", "from": "2026-01-01", "to": "2026-12-31", "file": "list"})
    assert len(downloaded(visit("giamsat").get(f"{DOSSIERS}?{query}"))) == 1 + 9


# ── the check of the records ──


def test_asking_for_a_check_shows_that_it_is_under_way(busy: Fates, visit: Visit) -> None:
    from motcua.reports import services
    from motcua.reports.models import LedgerCheck

    supervisor = visit("giamsat")
    assert supervisor.post("/oversight/records/check/").status_code == 302
    assert "A check has been under way" in supervisor.get(RECORDS).content.decode()
    with time.at(NOW.astimezone(TZ)):
        services.carry_out(LedgerCheck.objects.get().pk)
    page = supervisor.get(RECORDS).content.decode()
    assert "All sound" in page
    assert "10 dossiers and" in page


def test_a_check_is_asked_for_by_a_button_not_by_an_address(busy: Fates, visit: Visit) -> None:
    assert visit("giamsat").get("/oversight/records/check/").status_code == 405


def test_an_office_of_the_past_is_looked_at_in_the_year_of_its_newest_dossier(
    busy: Fates, township: Township, visit: Visit
) -> None:
    supervisor = visit("giamsat")
    for day in ("2028-02-01", "2040-02-01"):
        township.clock = at(f"{day} 09:00")
        home = supervisor.get(HOME)
        assert home.context["year"].period.first.year == 2026
        assert [year["label"] for year in home.context["years"] if year["current"]] == ["2026"]
        for address in (
            FIGURES,
            "/oversight/interconnection/",
            "/oversight/delays/",
            f"{DOSSIERS}?from=x&to=y",
        ):
            assert supervisor.get(address).context["choice"].period.first.year == 2026, address
        times = supervisor.get("/oversight/times/candidates/").context["choice"]
        assert times.period.last.isoformat() == "2026-03-10"
    assert supervisor.get(f"{HOME}?year=2028").context["year"].period.first.year == 2028
    township.receive(when=at("2040-02-01 08:00"))
    assert supervisor.get(FIGURES).context["choice"].period.first.year == 2040


def test_a_quiet_january_is_looked_at_in_its_own_year(busy: Fates, township: Township, visit: Visit) -> None:
    township.clock = at("2027-01-06 09:00")
    supervisor = visit("giamsat")
    assert supervisor.get(HOME).context["year"].period.first.year == 2027
    times = supervisor.get("/oversight/times/candidates/").context["choice"]
    assert times.period.last.isoformat() == "2027-01-06"


def test_an_office_that_only_decides_has_its_days_too(township: Township) -> None:
    road = along.build(township)
    road.go_by("2.002755", along.UP_AND_BACK)
    dossier = road.receive("2.002755", "commune", "department")
    while state(dossier).decision is None:
        papers = {"papers_given_by": "Mẫu"} if state(dossier).transfers else {}
        road.act(dossier, when=at("2026-03-03 09:00"), **papers)
    seen = sight(road.who("supervisor", office="department"))
    assert [office.id for office in seen.offices] == [road.office["department"]]
    assert (seen.first_day.isoformat(), seen.newest_day.isoformat()) == ("2026-03-03", "2026-03-03")
