"""`motcua scenario load`: the office, its replayed year, and its last ten working days."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motcua.calendars.queries import revision_sum, work_calendar
from motcua.dossiers.engine_route import route_of
from motcua.dossiers.models import Dossier
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.offices.models import Office, Person, Unit
from motcua.offices.queries import calendar_of_office
from motcua.procedures.queries import terms, version_in_force
from motcua.procedures.terms import ProcedureTerms
from motcua.scenarios import description
from motcua.scenarios.description import SAMPLE_PASSWORD, Run, Scenario, ScenarioError
from motcua.scenarios.office import install
from motcua.scenarios.plan import Period, PlannedDossier, in_order, plan_dossiers, working_days
from motcua.scenarios.progress import Progress
from motcua.scenarios.replay import Scene, Staff, play

_KNOWN_DAYS = 120


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
                    play(run.scene, in_order(run.plan), time.now(), progress.advance)
    except (ScenarioError, Refusal) as error:
        print(f"motcua scenario load {name}: {error}", file=sys.stderr)
        return 1
    return 0


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
    """The year and the last days of a scenario: the same plan each time; the first load chose its "today"."""
    calendar = work_calendar(calendar_of_office(office.pk), revision_sum())
    codes = {
        code for run in (scenario.year, scenario.today) for batch in run.batches for code in batch.procedures
    }
    procedures = {code: _terms(code, scenario.valid_from) for code in sorted(codes)}
    steps = {code: _steps(item) for code, item in procedures.items()}
    people = tuple(
        Person.objects.filter(username__in=[officer.username for officer in scenario.officers])
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    desk = Unit.objects.get(office=office, kind="desk").pk
    year = scenario.year
    assert year.first is not None
    assert year.last is not None
    this_day = _anchor(scenario)
    described: list[tuple[str, Run, Sequence[date], datetime | None]] = [
        (
            f"{scenario.id}/{year.first.year}",
            year,
            working_days(calendar, year.first, year.last),
            datetime(year.last.year, 12, 31, 23, tzinfo=time.TZ),
        ),
        (
            _today(scenario, this_day).name,
            scenario.today,
            working_days(calendar, this_day - timedelta(days=30), this_day)[-scenario.today.working_days :],
            None,
        ),
    ]
    found = []
    for title, run, days, closes in described:
        plan = plan_dossiers(
            run.seed, run.batches, run.shares, Period(days, closes), calendar, procedures, steps
        )
        scene = Scene(title, office.pk, desk, Staff(people, days[0]), procedures)
        found.append(Played(scene, plan[:: max(1, len(plan) // limit)][:limit] if limit else plan))
    return found


def _terms(code: str, on: date) -> ProcedureTerms:
    version = version_in_force(code, on)
    if version is None:
        raise ScenarioError(f"procedure {code} is not in force on {on}")
    return terms(version)


def _steps(procedure: ProcedureTerms) -> tuple[int, ...]:
    """Minutes of the steps that people do between reception and return."""
    tasks = route_of(procedure.process_version_id).tasks
    return tuple(task.work.minutes or 0 for task in tasks if task.work.action not in ("receive", "return"))


def _anchor(scenario: Scenario) -> date:
    """The day that was "today" when the scenario was first loaded: a later load goes on with its plan."""
    days = [time.today() - timedelta(days=back) for back in range(_KNOWN_DAYS)]
    ids = {_today(scenario, day).dossier_id(n): day for day in days for n in range(scenario.today.count)}
    found = Dossier.objects.filter(id__in=list(ids)).values_list("id", flat=True).first()
    return ids[found] if found else time.today()


def _today(scenario: Scenario, day: date) -> Scene:
    return Scene(f"{scenario.id}/today/{day}", 0, 0, Staff((), scenario.valid_from), {})
