"""Where a run of a scenario is played, and who is there. Ids follow from the scenario's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from motcua.offices.actors import Actor, actor_for
from motcua.procedures.terms import ProcedureTerms

_NAMES = UUID("6b2f0d0e-5d1c-4d0a-8a55-6d6f74637561")


@dataclass(slots=True)
class Staff:
    """Who is there to do a step: actors by role and unit, taken in turn."""

    people: tuple[int, ...]
    day: date
    _actors: dict[int, Actor] = field(default_factory=dict)
    _by_role: dict[tuple[str, int], list[Actor]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for person_id in self.people:
            actor = actor_for(person_id, self.day)
            self._actors[person_id] = actor
            for grant in actor.grants:
                self._by_role.setdefault((grant.role, grant.unit_id), []).append(actor)

    def holding(self, role: str, unit_id: int, turn: int) -> Actor:
        found = self._by_role.get((role, unit_id)) or []
        if not found:
            raise LookupError(f"nobody holds the role {role} in unit {unit_id} on {self.day}")
        return found[turn % len(found)]

    def other_division(self, unit_id: int, turn: int) -> int | None:
        """A unit other than this one in which somebody examines; None when there is none."""
        units = sorted({unit for role, unit in self._by_role if role == "case_officer" and unit != unit_id})
        return units[turn % len(units)] if units else None

    def person(self, person_id: int) -> Actor:
        return self._actors[person_id]


@dataclass(frozen=True, slots=True)
class Scene:
    """One run of a scenario: its name, office and desk, the staff, what is known of the procedures.

    `media`: where the office publishes apologies. `desks`: other offices that receive, by key, with their desks.
    """

    name: str
    office_id: int
    desk_unit_id: int
    staff: Staff
    terms: Mapping[str, ProcedureTerms]
    media: tuple[str, ...] = ()
    desks: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def desk_of(self, key: str) -> tuple[int, int]:
        """The office that receives, and its desk; the main one for an empty key."""
        return self.desks[key] if key else (self.office_id, self.desk_unit_id)

    def dossier_id(self, number: int) -> UUID:
        return dossier_id(self.name, number)

    def command_id(self, number: int, index: int) -> UUID:
        return uuid5(_NAMES, f"{self.name}/{number}/{index}")


def dossier_id(name: str, number: int) -> UUID:
    """The id of a dossier of the run of that name."""
    return uuid5(_NAMES, f"{name}/{number}")
