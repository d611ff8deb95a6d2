"""Plays a plan through the same services as the faces, each act at its own instant; it may stop anywhere.

Ids of dossiers and commands follow from the scenario's name, so a second run finds what the first one did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Q

from motcua.dossiers import commands as cmd
from motcua.dossiers import ledger, services
from motcua.dossiers.engine_route import route_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import Channel, Decision, Status
from motcua.kernel import time
from motcua.offices.actors import Actor, actor_for
from motcua.procedures.terms import ProcedureTerms
from motcua.scenarios.plan import PlannedDossier

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

    def person(self, person_id: int) -> Actor:
        return self._actors[person_id]


@dataclass(frozen=True, slots=True)
class Scene:
    """One run of a scenario: its name, office and desk, the staff, what is known of the procedures."""

    name: str
    office_id: int
    desk_unit_id: int
    staff: Staff
    terms: Mapping[str, ProcedureTerms]

    def dossier_id(self, number: int) -> UUID:
        return uuid5(_NAMES, f"{self.name}/{number}")

    def command_id(self, number: int, index: int) -> UUID:
        return uuid5(_NAMES, f"{self.name}/{number}/{index}")


def play(
    scene: Scene,
    acts: Iterable[tuple[datetime, PlannedDossier, int]],
    until: datetime,
    tell: Callable[[int], None] = lambda done: None,
) -> int:
    """Carry out every act up to `until`; gives the number carried out now. `tell` hears of each one."""
    versions = _versions(scene)
    states: dict[int, DossierState] = {}
    done = 0
    for at, planned, index in acts:
        if at > until:
            break
        if index < versions.get(scene.dossier_id(planned.number), 0):
            tell(1)
            continue
        with time.at(at):
            state = states.get(planned.number) if index else None
            if index and state is None:
                loaded = ledger.load_row(
                    scene.dossier_id(planned.number), scene.command_id(planned.number, index)
                )
                state = loaded.state if loaded else None
            if index == 0:
                states[planned.number] = _receive(scene, planned)
            elif state is not None and state.status != Status.RETURNED:
                states[planned.number] = _act(scene, planned, index, state)
        done += 1
        tell(1)
    return done


def _versions(scene: Scene) -> dict[UUID, int]:
    """How many events each dossier of the scene has already: one event an act."""
    mine = Q(receiving_office_id=scene.office_id)
    return dict(Dossier.objects.filter(mine).values_list("id", "version"))


def _receive(scene: Scene, planned: PlannedDossier) -> DossierState:
    terms = scene.terms[planned.procedure]
    person = planned.person
    papers = tuple(
        cmd.Paper(
            id=uuid5(scene.dossier_id(planned.number), document.name),
            name=document.name,
            originals=document.originals,
            copies=document.copies,
            custody="held" if document.originals else "none",
            requirement_id=document.id,
        )
        for document in terms.documents
        if document.obligatory
    )
    authorised = None
    if planned.authorised:
        authorised = cmd.AuthorisedPerson("Người nộp Mẫu", "099199000001", "Giấy ủy quyền mẫu")
    intake = cmd.Intake(
        procedure_version_id=terms.id,
        receiving_office_id=scene.office_id,
        competent_office_id=scene.office_id,
        returning_office_id=scene.office_id,
        applicant=cmd.Applicant(person.name, person.id_number, address=person.address, phone=person.phone),
        channel=Channel.POST if planned.posted_at else Channel.COUNTER,
        submitted_at=planned.posted_at,
        authorised=authorised,
        papers=papers,
        without_receipt=terms.same_day,
    )
    command = cmd.ReceiveDossier(
        command_id=scene.command_id(planned.number, 0),
        dossier_id=scene.dossier_id(planned.number),
        intake=intake,
    )
    desk = scene.staff.holding("receptionist", scene.desk_unit_id, planned.number)
    return services.execute(command, desk).state


def _act(scene: Scene, planned: PlannedDossier, index: int, state: DossierState) -> DossierState:
    task = state.tasks[0]
    actor = (
        scene.staff.person(task.assignee_id)
        if task.assignee_id
        else scene.staff.holding(task.role, task.unit_id, planned.number)
    )
    known: dict[str, Any] = {"command_id": scene.command_id(planned.number, index), "dossier_id": state.id}
    assert state.process_version_id is not None
    route = route_of(state.process_version_id)
    command: cmd.Command
    if task.action == "return":
        command = cmd.HandOver(**known)
    elif planned.sent_back and task.action == "review" and index == 3:
        to_element = route.earlier_steps(task.element)[-1][0]
        command = cmd.SendBack(
            **known, task_id=task.id, to_element=to_element, reason="Cần làm rõ nội dung thẩm định"
        )
    elif route.decides(task.element) and planned.refused:
        command = cmd.DecideDossier(
            **known,
            task_id=task.id,
            decision=Decision.REFUSED,
            reason="Không đủ điều kiện theo quy định",
            legal_basis="Quy định của thủ tục",
        )
    elif route.decides(task.element):
        command = cmd.DecideDossier(**known, task_id=task.id, decision=Decision.APPROVED)
    elif task.action == "assign":
        officer = scene.staff.holding("case_officer", task.unit_id, planned.number)
        command = cmd.CompleteTask(**known, task_id=task.id, assignee_id=officer.person_id)
    elif task.action == "clerk":
        command = cmd.CompleteTask(**known, task_id=task.id, result_number=f"{planned.number + 1}/KQ-MẪU")
    else:
        command = cmd.CompleteTask(**known, task_id=task.id)
    return services.execute(command, actor).state
