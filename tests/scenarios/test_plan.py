"""The plan of Vĩnh Tuy's year: the printed figures, and the same every time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from motcua.calendars.queries import explain_due, revision_sum, work_calendar
from motcua.calendars.worktime import WorkCalendar, due
from motcua.dossiers.clocks import reception_clock, terms_of
from motcua.kernel import time
from motcua.offices.models import Office
from motcua.offices.routing import calendar_of_office
from motcua.scenarios import commands, description
from motcua.scenarios.commands import Played
from motcua.scenarios.description import ScenarioError
from motcua.scenarios.plan import PlannedDossier, in_order
from motcua.scenarios.shares import Fate, Left, Shares
from motcua.scenarios.way import Kind
from tests.township import Township, at

NOW = at("2026-03-02 09:00")
PRINTED = {
    "Địa chính": 50,
    "Hành chính - Tư pháp": 1446,
    "Lao động - Thương binh và Xã hội": 1064,
    "Tôn giáo - Tín ngưỡng": 5,
    "Văn hóa - Xã hội": 8,
}


@pytest.fixture
def runs(township: Township) -> tuple[Played, Played]:
    """The year and the last days, as planned on a Monday in March 2026."""
    return planned(township)


def planned(township: Township) -> tuple[Played, Played]:
    with time.at(NOW):
        year, today = commands.runs(description.read("vinh-tuy"), Office.objects.get(pk=township.office_id))
    return year, today


def calendar(township: Township) -> WorkCalendar:
    return work_calendar(calendar_of_office(township.office_id), revision_sum())


def test_the_year_has_the_figures_of_the_printed_report(runs: Any) -> None:
    year = runs[0]
    groups = {
        code: batch.group
        for batch in description.read("vinh-tuy").runs[0].batches
        for code in batch.procedures
    }
    assert Counter(groups[item.procedure] for item in year.plan) == PRINTED
    assert len(year.plan) == 2573
    assert [item.number for item in year.plan] == list(range(2573))


def test_the_last_ten_working_days_have_sixty(runs: Any, township: Township) -> None:
    today = runs[1]
    assert len(today.plan) == 60
    days = {time.local(item.received_at).date() for item in today.plan}
    assert max(days) <= date(2026, 3, 2)
    assert len(days) <= 10
    assert all(calendar(township).is_working_day(day) for day in days)


def test_the_same_seed_gives_the_same_plan(runs: Any, township: Township) -> None:
    again = planned(township)
    assert [run.plan for run in again] == [run.plan for run in runs]
    assert [run.scene.name for run in again] == ["vinh-tuy/2017", "vinh-tuy/today/2026-03-02"]


def test_another_seed_gives_another_plan_of_the_same_figures(township: Township, runs: Any) -> None:
    scenario = description.read("vinh-tuy")
    other = replace(scenario, runs=(replace(scenario.runs[0], seed=2018), scenario.runs[1]))
    with time.at(NOW):
        year, _ = commands.runs(other, Office.objects.get(pk=township.office_id))
    assert Counter(item.procedure for item in year.plan) == Counter(item.procedure for item in runs[0].plan)
    assert year.plan != runs[0].plan


def test_a_part_of_the_plan_is_that_part_of_the_whole(township: Township, runs: Any) -> None:
    with time.at(NOW):
        part, last = commands.runs(
            description.read("vinh-tuy"), Office.objects.get(pk=township.office_id), limit=40
        )
    assert len(part.plan) == len(last.plan) == 40
    whole = {item.number: item for item in runs[0].plan}
    assert all(whole[item.number] == item for item in part.plan)
    assert len({item.procedure for item in part.plan}) > 8


def test_all_of_the_year_happens_within_it_in_working_time(runs: Any, township: Township) -> None:
    working = calendar(township)
    for item in runs[0].plan:
        instants = (item.received_at, *(act.at for act in item.acts))
        assert list(instants) == sorted(instants)
        assert {time.local(instant).year for instant in instants} == {2017}
        assert working.is_working_day(time.local(item.received_at).date())


def test_every_act_comes_once_and_by_time(runs: Any) -> None:
    acts = list(in_order(runs[0].plan))
    assert len(acts) == runs[0].acts
    assert [when for when, _, _ in acts] == sorted(when for when, _, _ in acts)
    assert len({(item.number, index) for _, item, index in acts}) == len(acts)


def test_something_happens_besides_the_plain_way(runs: Any) -> None:
    year: list[PlannedDossier] = list(runs[0].plan)
    for share in ("sent_back", "refused", "authorised"):
        assert 10 < sum(getattr(item.lot, share) for item in year) < 300, share
    assert sum(item.posted_at is not None for item in year) > 10


def test_the_legal_life_has_its_share_of_the_year(runs: Any) -> None:
    """Each kind of act in the share that the scenario states, give or take what chance gives so few."""
    year, played = description.read("vinh-tuy").runs[0], runs[0]
    shares, acts = year.shares, Counter(act.kind for item in played.plan for act in item.acts)
    long = sum(not played.scene.terms[item.procedure].same_day for item in played.plan)
    late = sum(item.lot.late for item in played.plan)
    stated = {
        Kind.ASK_SUPPLEMENT: (shares.supplement + shares.unsupplemented) * long,
        Kind.BRING_SUPPLEMENT: shares.supplement * long,
        Kind.CLOSE: shares.unsupplemented * long,
        Kind.PAUSE: shares.paused * long,
        Kind.ASK_OPINION: shares.opinion * long,
        Kind.WITHDRAW: shares.withdrawn * long,
        Kind.SIGN_EXTENSION: shares.extended * late,
        Kind.APOLOGISE: shares.apologised * late,
        Kind.CORRECT: shares.corrected * len(played.plan),
        Kind.SEND_BY_POST: shares.by_post_back * len(played.plan),
    }
    for kind, expected in stated.items():
        assert expected > 3, kind
        assert abs(acts[kind] - expected) < 4 * expected**0.5, (kind, acts[kind], expected)
    for asked, answered in (
        (Kind.ASK_SUPPLEMENT, Kind.TELL_SUPPLEMENT),
        (Kind.PAUSE, Kind.RESUME),
        (Kind.ASK_OPINION, Kind.GIVE_OPINION),
        (Kind.PROPOSE_EXTENSION, Kind.SIGN_EXTENSION),
    ):
        assert acts[asked] == acts[answered]
    assert acts[Kind.ASK_SUPPLEMENT] == acts[Kind.BRING_SUPPLEMENT] + acts[Kind.CLOSE]
    # All received and all finished within the year, one way or another.
    assert acts[Kind.HAND_OVER] + acts[Kind.WITHDRAW] + acts[Kind.CLOSE] == 2573
    told = {act.manner for item in played.plan for act in item.acts if act.kind is Kind.APOLOGISE}
    assert told == {"direct", "written", "public"}


def test_only_late_dossiers_are_apologised_for_and_most_of_them_are(runs: Any) -> None:
    pardons = (Kind.SIGN_EXTENSION, Kind.APOLOGISE)
    pardoned = [item for item in runs[0].plan if any(act.kind in pardons for act in item.acts)]
    late = [item for item in runs[0].plan if item.lot.late]
    assert all(item.lot.late for item in pardoned)
    assert 0.8 * len(late) < len(pardoned) < len(late)


def test_an_extension_is_signed_before_the_due_instant_and_an_apology_comes_after_it(
    runs: Any, township: Township
) -> None:
    plain = [item for item in runs[0].plan if item.lot.late and item.lot.fate is Fate.PLAIN]
    assert len(plain) > 30
    for item in plain:
        terms = runs[0].scene.terms[item.procedure]
        due_at = reception_clock(calendar(township), item.received_at, terms, None).due_at
        for act in item.acts:
            if act.kind is Kind.SIGN_EXTENSION:
                assert act.at < due_at
            if act.kind is Kind.APOLOGISE:
                assert act.at > due_at


def test_without_shares_nothing_but_the_plain_way_happens(township: Township) -> None:
    scenario = description.read("vinh-tuy")
    plain = replace(scenario, runs=(replace(scenario.runs[0], shares=Shares()),))
    with time.at(NOW):
        (year,) = commands.runs(plain, Office.objects.get(pk=township.office_id))
    assert {act.kind for item in year.plan for act in item.acts} == {Kind.STEP, Kind.HAND_OVER}


def test_some_of_the_last_days_wait_for_somebody(runs: Any) -> None:
    last = {item.lot.left: item.acts[-1].kind for item in runs[1].plan if item.lot.left}
    assert last == {
        Left.SUPPLEMENT: Kind.TELL_SUPPLEMENT,
        Left.PAUSED: Kind.PAUSE,
        Left.OPINION: Kind.ASK_OPINION,
        Left.EXTENSION: Kind.PROPOSE_EXTENSION,
    }
    assert all(item.acts[-1].at < NOW for item in runs[1].plan if item.lot.left)


@pytest.mark.parametrize("shares", [{"late": 1.5}, {"extended": 0.7, "apologised": 0.5}, {"paused": -0.1}])
def test_impossible_shares_are_refused(shares: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="share"):
        Shares(**shares)


def test_nobody_in_it_exists(runs: Any) -> None:
    for item in (*runs[0].plan, *runs[1].plan):
        assert " Mẫu " in item.person.name
        assert item.person.id_number.startswith("099")  # no province has this number
        assert len(item.person.id_number) == 12


def test_every_due_date_explains_itself(runs: Any, township: Township) -> None:
    working = calendar(township)
    sample = {item.procedure: item for item in runs[0].plan}
    assert len(sample) > 20
    for code, item in sample.items():
        terms = runs[0].scene.terms[code]
        start = item.posted_at or item.received_at
        limit, _ = terms_of(terms, None)
        clock = reception_clock(working, start, terms, None)
        assert due(working, start, limit).at == clock.due_at
        lines = explain_due(working, start, limit)
        last = time.local(clock.due_at)
        assert f"{last:%d/%m/%Y}" in lines[-1], (code, lines)
        assert len(lines) >= 2


def test_an_unknown_scenario_is_named_with_those_that_exist() -> None:
    with pytest.raises(ScenarioError, match=r"no scenario 'nowhere'.*vinh-tuy"):
        description.read("nowhere")
    assert commands.load("nowhere") == 1
