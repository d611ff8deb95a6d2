"""`motcua scenario load`: the office, its replayed year, and its last ten working days."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motcua.calendars.queries import revision_sum, work_calendar
from motcua.calendars.worktime import WorkCalendar
from motcua.dossiers.engine_route import route_of
from motcua.dossiers.models import Dossier
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.offices.models import Office, Person, Unit
from motcua.offices.routing import calendar_of_office
from motcua.procedures.queries import terms, version_in_force
from motcua.procedures.terms import ProcedureTerms
from motcua.scenarios import description
from motcua.scenarios.description import SAMPLE_PASSWORD, Run, Scenario, ScenarioError
from motcua.scenarios.office import install
from motcua.scenarios.plan import Ground, PlannedDossier, in_order, plan_dossiers, working_days
from motcua.scenarios.progress import Progress
from motcua.scenarios.reorganising import beginning_of, reorganise
from motcua.scenarios.replay import play
from motcua.scenarios.scene import Scene, Staff, dossier_id
from motcua.scenarios.way import ACCEPT, ACCEPT_RESULT, Work

_KNOWN_DAYS = 120
_RECEIVING, _COMPETENT = "receiving", "competent"
_ACKNOWLEDGING = 30  # the weight of taking over what another office sent, of 120 minutes that it may take


@dataclass(frozen=True, slots=True)
class Played:
    """One run of a scenario, planned and ready to be played."""

    scene: Scene
    plan: Sequence[PlannedDossier]

    @property
    def acts(self) -> int:
        """How many acts there are, receptions included."""
        return sum(1 + len(item.acts) for item in self.plan)


def load(name: str, office_only: bool = False, limit: int | None = None) -> int:
    """Install the office and play its dossiers; goes on where it stopped. Ends with 0 when all is there.

    `limit` plays only so many dossiers of each run, spread over the whole of it.
    """
    try:
        scenario = description.read(name)
        office = install(scenario)
        if not office_only:
            for run in runs(scenario, office, limit):
                with Progress(run.scene.name, run.acts) as progress:
                    play(run.scene, in_order(run.plan), last_instant(scenario), progress.advance)
            if scenario.after is not None:
                reorganise(scenario, scenario.after)
    except (ScenarioError, Refusal) as error:
        print(f"motcua scenario load {name}: {error}", file=sys.stderr)
        return 1
    return 0


def last_instant(scenario: Scenario) -> datetime:
    """Up to when the offices of a scenario act: now, or until others come after them."""
    now = time.now()
    return min(now, beginning_of(scenario.after)) if scenario.after is not None else now


def sign_ins(name: str = "vinh-tuy") -> list[tuple[str, str, str, str]]:
    """(role, name, user name, password) of one sample person for each role."""
    scenario = description.read(name)
    people = {person.username: person.full_name for person in Person.objects.all()}
    return [
        (role, people[username], username, SAMPLE_PASSWORD)
        for role, username in scenario.sign_ins.items()
        if username in people
    ]


def runs(scenario: Scenario, office: Office, limit: int | None = None) -> list[Played]:
    """Every run of a scenario: the same plan each time; the first load chose its "today"."""
    calendar = work_calendar(calendar_of_office(office.pk), revision_sum())
    people = tuple(
        Person.objects.filter(username__in=[officer.username for officer in scenario.officers])
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    desk = Unit.objects.get(office=office, kind="desk").pk
    desks = _desks(scenario)
    found = []
    for run in scenario.runs:
        title, days = _days(scenario, run, calendar)
        procedures = {code: _terms(code, days[0]) for batch in run.batches for code in batch.procedures}
        ground = Ground(
            calendar,
            scenario.place,
            procedures,
            {code: works_of(terms, away=False) for code, terms in procedures.items()},
            {code: works_of(terms, away=True) for code, terms in procedures.items()},
        )
        batches = [(batch, batch.period(days, run.closed_by)) for batch in run.batches]
        plan = plan_dossiers(run.seed, batches, run.shares, ground, run.left)
        scene = Scene(title, office.pk, desk, Staff(people, days[0]), procedures, scenario.media, desks)
        found.append(Played(scene, plan[:: max(1, len(plan) // limit)][:limit] if limit else plan))
    return found


def _days(scenario: Scenario, run: Run, calendar: WorkCalendar) -> tuple[str, list[date]]:
    """The name of a run, and the working days on which dossiers come in."""
    if run.first is not None and run.last is not None:
        return f"{scenario.id}/{run.name}", working_days(calendar, run.first, run.last)
    this_day = _anchor(scenario, run)
    days = working_days(calendar, this_day - timedelta(days=30), this_day)
    return _name_on(scenario, run, this_day), days[-run.working_days :]


def _terms(code: str, on: date) -> ProcedureTerms:
    version = version_in_force(code, on)
    if version is None:
        raise ScenarioError(f"procedure {code} is not in force on {on}")
    return terms(version)


def _desks(scenario: Scenario) -> dict[str, tuple[int, int]]:
    """The offices of the scenario that have a desk, by key, with it."""
    codes = {item["code_new"]: item["key"] for item in scenario.offices}
    units = Unit.objects.filter(kind="desk", office__code_new__in=codes).order_by("-pk")
    rows = units.values_list("office__code_new", "office_id", "pk")
    return {codes[code]: (office_id, unit_id) for code, office_id, unit_id in rows}


def works_of(procedure: ProcedureTerms, *, away: bool) -> tuple[Work, ...]:
    """What people do between reception and return; `away`: another office than the competent one received.

    Where the next step is at another office, its desk acknowledges first; a reception is done with that.
    """
    found: list[Work] = []
    here = _RECEIVING if away else _COMPETENT
    for task in route_of(procedure.process_version_id).tasks:
        action, minutes = task.work.action, task.work.minutes or 0
        place = _place(task.work.office, task.work.unit, away)
        moved, here = place != here, place
        if action == "return":
            found += [Work(ACCEPT_RESULT, 0)] if moved else []
        elif moved:
            found.append(Work(ACCEPT, _ACKNOWLEDGING))
            found += [Work(action, minutes)] if action != "receive" else []
        elif found or action != "receive":
            found.append(Work(action, minutes))
    return tuple(found)


def _place(office: str, unit: str, away: bool) -> str:
    """Which office a step is at, so that two places can be compared."""
    named = office or (_RECEIVING if unit == "desk" else _COMPETENT)
    return _COMPETENT if named == _RECEIVING and not away else named


def _anchor(scenario: Scenario, run: Run) -> date:
    """The day that was "today" when the scenario was first loaded: a later load goes on with its plan."""
    days = [time.today() - timedelta(days=back) for back in range(_KNOWN_DAYS)]
    ids = {
        dossier_id(_name_on(scenario, run, day), number): day for day in days for number in range(run.count)
    }
    found = Dossier.objects.filter(id__in=list(ids)).values_list("id", flat=True).first()
    return ids[found] if found else time.today()


def _name_on(scenario: Scenario, run: Run, day: date) -> str:
    return f"{scenario.id}/{run.name}/{day}"
