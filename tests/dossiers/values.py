"""The office as plain values: all that `decide` asks, read from the catalogue once; then no database is needed.

Thousands of dossiers can so be worked on in a minute. The ledger of each is kept as it would be stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from motcua.calendars.office_hours import DayOverride
from motcua.calendars.worktime import WorkCalendar
from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.clocks import Limits, Timing, limits_of
from motcua.dossiers.engine_route import EngineRoute, route_of
from motcua.dossiers.ground import ground_of
from motcua.dossiers.ledger import GENESIS, Entry
from motcua.dossiers.lifecycle import Context, Reception, decide
from motcua.dossiers.state import DossierState, evolve
from motcua.kernel import time
from motcua.offices.actors import Actor
from motcua.offices.models import Unit
from motcua.procedures.terms import ProcedureTerms
from motcua.rules.models import RuleSet
from motcua.rules.parameters import Rules
from motcua.rules.queries import by_id
from tests.dossiers.attempts import PEOPLE, Office, Wanted
from tests.township import Township


@dataclass(frozen=True)
class Subject:
    """One procedure with its process, its units and a complete intake."""

    terms: ProcedureTerms
    route: EngineRoute
    units: ev.Units
    field_group_id: int
    limits: tuple[Limits, ...]
    intake: cmd.Intake

    def new_intake(self) -> cmd.Intake:
        """A complete hand-in with papers of its own."""
        return replace(self.intake, papers=tuple(replace(paper, id=uuid4()) for paper in self.intake.papers))


@dataclass(frozen=True)
class PlainOffice:
    """Everything about the township that decisions rest on."""

    office: Office
    subjects: Mapping[int, Subject]  # by procedure version
    calendar: WorkCalendar
    rules: Mapping[int, Rules]
    rules_now: Rules

    @classmethod
    def read(cls, township: Township, codes: Iterable[str]) -> PlainOffice:
        """The township as it is on the day of its clock."""
        on = township.clock.date()
        people = {name: township.actor(name) for name in PEOPLE}
        subjects: dict[int, Subject] = {}
        for code in codes:
            intake = township.intake(code)
            with time.at(township.clock):
                ground = ground_of(DossierState(id=uuid4()), intake, people["tiepnhan"], frozenset()).context
            found = ground.reception
            assert found is not None
            procedure = found.terms
            route, limits = route_of(procedure.process_version_id), limits_of(procedure, None)
            subjects[procedure.id] = Subject(
                procedure, route, found.units, found.field_group_id, limits, intake
            )
        assert ground.calendar is not None
        rules = {row.pk: by_id(row.pk) for row in RuleSet.objects.all()}
        in_force = [item for item in rules.values() if item.valid_from <= on]
        units_there = sorted(Unit.objects.filter(office=township.office_id).values_list("pk", flat=True))
        return cls(
            Office(people, units_there, sorted(rules)),
            subjects,
            ground.calendar,
            rules,
            max(in_force, key=lambda item: item.valid_from),
        )

    def context(self, found: DossierState, wanted: Wanted, now: datetime, calendar: WorkCalendar) -> Context:
        """What the service would look up for this command."""
        command, actor = wanted
        intake = getattr(command, "intake", None) or found.intake
        assert intake is not None
        subject = self.subjects[intake.procedure_version_id]
        named = getattr(command, "assignee_id", None) or getattr(
            getattr(command, "override", None), "approver_id", None
        )
        return Context(
            now=now,
            actor=actor,
            route=subject.route,
            calendar=calendar,
            timing=Timing(calendar, subject.limits, subject.route),
            rules=self.rules[found.rule_set_id] if found.rule_set_id else self.rules_now,
            assignee_roles=self._roles(named),
            reception=Reception(
                subject.terms,
                subject.terms,
                subject.units,
                self.rules_now.id,
                subject.field_group_id,
                "H99.20.1-MẪU",
            ),
        )

    def _roles(self, person: int | None) -> frozenset[tuple[str, int]]:
        held = [actor for actor in self.office.people.values() if actor.person_id == person]
        return frozenset((grant.role, grant.unit_id) for actor in held for grant in actor.grants)


def closed_on(calendar: WorkCalendar, day: date) -> WorkCalendar:
    """The calendar after the office decided to close on a day."""
    return replace(calendar, overrides=(*calendar.overrides, DayOverride(day, decision="1/QĐ")))


@dataclass
class Kept:
    """One dossier: the fold so far and its ledger. `calendars`: which one was in force at each event."""

    state: DossierState
    ledger: list[Entry] = field(default_factory=list)
    calendars: list[int] = field(default_factory=list)

    @classmethod
    def new(cls) -> Kept:
        return cls(DossierState(id=uuid4()))

    @property
    def subject_id(self) -> int:
        assert self.state.intake is not None
        return self.state.intake.procedure_version_id

    def take(self, event: ev.Event, now: datetime, actor: Actor, command: UUID, calendar: int) -> None:
        """Write one fact down."""
        self.state = evolve(self.state, event, now, actor.person_id)
        seq = len(self.ledger) + 1
        self.ledger.append(Entry(seq, now, actor.person_id, command, event, GENESIS, GENESIS))
        self.calendars.append(calendar)


def decided(
    place: PlainOffice, kept: Kept, wanted: Wanted, now: datetime, calendar: WorkCalendar
) -> ev.Event:
    """What the law answers; raises Refusal."""
    return decide(kept.state, wanted[0], place.context(kept.state, wanted, now, calendar))
