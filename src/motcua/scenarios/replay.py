"""Plays a plan through the same services as the faces, each act at its own instant; it may stop anywhere.

Ids of dossiers and commands follow from the scenario's name, so a second run finds what the first one did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID, uuid5

from motcua.dossiers import commands as cmd
from motcua.dossiers import ledger, services
from motcua.dossiers.models import DossierEvent
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import Channel
from motcua.kernel import time
from motcua.scenarios.acts import act_of
from motcua.scenarios.plan import PlannedDossier
from motcua.scenarios.scene import Scene, Staff

__all__ = ["Scene", "Staff", "play"]


def play(
    scene: Scene,
    acts: Iterable[tuple[datetime, PlannedDossier, int]],
    until: datetime,
    tell: Callable[[int], None] = lambda done: None,
) -> int:
    """Carry out every act up to `until`; gives the number carried out now. `tell` hears of each one.

    An act that was carried out before is known by its command, whatever else happened to the dossier since.
    """
    before = _carried_out(scene)
    states: dict[int, DossierState] = {}
    done = 0
    for at, planned, index in acts:
        if at > until:
            break
        if scene.command_id(planned.number, index) not in before:
            with time.at(at):
                state = states.pop(planned.number, None) or _loaded(scene, planned, index)
                after = _receive(scene, planned) if index == 0 else _act(scene, planned, index, state)
            if after is not None:
                done += 1
                if index < len(planned.acts):
                    states[planned.number] = after
        tell(1)
    return done


def _carried_out(scene: Scene) -> frozenset[UUID]:
    """The commands that the ledgers of the office know already."""
    mine = DossierEvent.objects.filter(dossier__competent_office_id=scene.office_id)
    return frozenset(mine.values_list("command_id", flat=True).iterator(10_000))


def _loaded(scene: Scene, planned: PlannedDossier, index: int) -> DossierState | None:
    if index == 0:
        return None
    found = ledger.load_row(scene.dossier_id(planned.number), scene.command_id(planned.number, index))
    return found.state if found else None


def _act(
    scene: Scene, planned: PlannedDossier, index: int, state: DossierState | None
) -> DossierState | None:
    """One act after the reception; None when people have taken the dossier another way since."""
    wanted = act_of(scene, planned, index, state) if state is not None else None
    return services.execute(*wanted).state if wanted is not None else None


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
    office_id, desk_unit_id = scene.desk_of(planned.desk)
    authorised = None
    if planned.lot.authorised:
        authorised = cmd.AuthorisedPerson("Người nộp Mẫu", "099199000001", "Giấy ủy quyền mẫu")
    intake = cmd.Intake(
        procedure_version_id=terms.id,
        receiving_office_id=office_id,
        competent_office_id=scene.office_id,
        returning_office_id=office_id,
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
    desk = scene.staff.holding("receptionist", desk_unit_id, planned.number)
    return services.execute(command, desk).state
