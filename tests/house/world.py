"""A province to try the whole house in: three staffed communes, the offices above them, dossiers of every fate.

Made once per run through the services, then copied: reading it costs a test nothing.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from motcua.kernel import time
from motcua.offices.actors import SYSTEM, actor_for
from tests.house import around, staff
from tests.house.staff import SINCE, UNIT_OF_ROLE
from tests.township import Township

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PROCEDURE = "1.004873"
# Key, key of the office above, identifiers. "township" is the installed office of Vĩnh Tuy.
STAFFED = (
    ("district", "province", "H99.20", "000.00.20.H99"),
    ("township", "district", "H99.20.1", "000.01.20.H99"),
    ("neighbour", "district", "H99.20.9", "000.09.20.H99"),
    ("other_district", "province", "H99.21", "000.00.21.H99"),
    ("cousin", "other_district", "H99.21.1", "000.01.21.H99"),
)
FATES = (
    "draft",
    "refused",
    "fresh",
    "late",
    "examining",
    "supplement",
    "withdrawn",
    "signing",
    "ready",
    "posted",
    "returned",
)
UNTIL = {
    "examining": "examine",
    "supplement": "examine",
    "signing": "sign",
    "ready": "return",
    "posted": "return",
    "returned": "return",
}
_MANY = 14  # small offices of a tree drawn by lot, to compare sight with a plain predicate


@dataclass
class World:
    """Ids of everything, by the office it belongs to."""

    office: dict[str, int]
    people: dict[tuple[str, str], int]  # (office, role) -> person
    nobody: int
    dossiers: dict[tuple[str, str], UUID]  # (office, fate) -> dossier
    draft_procedure: int
    draft_process: int


def build() -> None:
    """Fill the database that is in use."""
    township = Township(staff.named("H99.20.1").pk)
    offices = {"province": staff.named("H99").pk}
    for key, above, new, old in STAFFED:
        offices[key] = staff.staffed(key, offices[above], new, old)
    staff.person("nobody", None, None)
    for key in ("township", "neighbour", "cousin"):
        _dossiers(township, key, offices[key])
    _shared(township, offices["neighbour"], offices["district"])
    _tree(township, offices)
    _drafts()


def read() -> World:
    """The ids, found again in a copy."""
    from motcua.dossiers.models import Dossier
    from motcua.offices.models import Person
    from motcua.procedures.models import ProcedureVersion
    from motcua.processes.models import ProcessVersion

    people = dict(Person.objects.values_list("username", "pk"))
    offices = {key: staff.named(new).pk for key, _above, new, _old in STAFFED}
    offices["province"] = staff.named("H99").pk
    named = dict(Dossier.objects.values_list("applicant_name", "pk"))
    return World(
        offices,
        {(key, role): people[f"{role}-{key}"] for key, *_rest in STAFFED for role in UNIT_OF_ROLE},
        people["nobody"],
        {
            (key, fate): named[f"Người {fate} {key}"]
            for key in ("township", "neighbour", "cousin")
            for fate in FATES
        }
        | {("shared", "examining"): named["Người shared"]},
        ProcedureVersion.objects.get(state="draft").pk,
        ProcessVersion.objects.filter(state="draft").latest("pk").pk,
    )


def _dossiers(township: Township, key: str, office_id: int) -> None:
    from motcua.dossiers import commands as cmd

    now = time.now()
    days = {"late": 30, "returned": 9, "ready": 6, "posted": 5}
    for number, fate in enumerate(FATES):
        age = timedelta(days=days[fate]) if fate in days else timedelta(hours=2)
        began = now - age + timedelta(minutes=number)
        township.clock = began
        intake = _intake(township, f"Người {fate} {key}", office_id, office_id)
        known = {"command_id": uuid4(), "dossier_id": uuid4(), "intake": intake}
        command = {
            "draft": lambda known: cmd.SaveDraft(**known),
            "refused": lambda known: cmd.RefuseReception(
                **known, reason_code="incomplete", reason="Thiếu giấy tờ", legal_basis="NĐ 61/2018, Điều 17"
            ),
        }.get(fate, lambda known: cmd.ReceiveDossier(**known))(known)
        _execute(township, command, _holder("receptionist", office_id=office_id))
        if fate in UNTIL:
            _run(township, command.dossier_id, UNTIL[fate], hand_over=fate == "returned")
        _around(fate, command.dossier_id, office_id)


def _around(fate: str, dossier_id: UUID, office_id: int) -> None:
    actor = actor_for(_holder("receptionist", office_id=office_id), time.today())
    if fate == "supplement":
        around.supplement(dossier_id, actor)
    if fate == "returned":
        leader = _holder("signing_leader", office_id=office_id)
        around.apology(dossier_id, actor_for(leader, time.today()))
    if fate == "withdrawn":
        around.withdrawal(dossier_id, actor)
    if fate in {"ready", "returned"}:
        around.receipt(dossier_id)
    if fate == "ready":
        around.money(dossier_id, office_id, actor)
        around.call(dossier_id)
    if fate == "draft":
        around.partner(office_id, actor)
    if fate == "posted":
        around.parcel(dossier_id, office_id, actor)


def _shared(township: Township, receiving: int, competent: int) -> None:
    """Taken in at a commune, decided by the office above."""
    from motcua.dossiers import commands as cmd

    township.clock = time.now() - timedelta(hours=1)
    intake = _intake(township, "Người shared", receiving, competent)
    command = cmd.ReceiveDossier(command_id=uuid4(), dossier_id=uuid4(), intake=intake)
    _execute(township, command, _holder("receptionist", office_id=receiving))


def _intake(township: Township, name: str, receiving: int, competent: int, *, file: bool = True) -> Any:
    from motcua.dossiers import commands as cmd
    from motcua.files import services as files

    plain = township.intake(
        PROCEDURE,
        applicant=cmd.Applicant(name, "099190000007", phone="0900000007", address="Tổ 3"),
        receiving_office_id=receiving,
        competent_office_id=competent,
        returning_office_id=receiving,
    )
    if not file:
        return plain
    kept = files.store(io.BytesIO(PDF + name.encode()), "đơn.pdf")
    scan = cmd.Paper(id=uuid4(), name="Bản quét", originals=1, custody="held", sha256=kept.sha256,
                     file_name=kept.file_name)  # fmt: skip
    return _with(plain, papers=(*plain.papers, scan))


def _result() -> Any:
    from motcua.dossiers import commands as cmd
    from motcua.files import services as files

    kept = files.store(io.BytesIO(PDF + b"result"), "ket-qua.pdf")
    return cmd.Paper(
        id=uuid4(), name="Trích lục", kind="result", sha256=kept.sha256, file_name=kept.file_name
    )


def _with(intake: Any, **changes: Any) -> Any:
    from dataclasses import replace

    return replace(intake, **changes)


def _execute(township: Township, command: Any, person_id: int) -> Any:
    from motcua.dossiers import services

    with time.at(township.clock):
        return services.execute(command, actor_for(person_id, township.clock.date()))


def _holder(role: str, **where: int) -> int:
    """Somebody who has the role in that unit or office."""
    from motcua.offices.models import Membership

    parts = {f"unit__{name}" if name == "office_id" else name: value for name, value in where.items()}
    return int(Membership.objects.filter(roles__contains=[role], **parts).earliest("pk").person_id)


def _run(township: Township, dossier_id: UUID, action: str, *, hand_over: bool) -> None:
    """Go on to a step of that action, each step by the one whose role it is in the unit that has it."""
    from motcua.dossiers import commands as cmd
    from motcua.dossiers import ledger
    from motcua.dossiers.engine_route import route_of
    from motcua.dossiers.status import Decision

    for _ in range(20):
        loaded = ledger.load_row(dossier_id, uuid4())
        assert loaded is not None
        task = loaded.state.tasks[0]
        township.clock += timedelta(minutes=1)
        known = {"command_id": uuid4(), "dossier_id": dossier_id}
        if task.action == action:
            if hand_over:
                _execute(township, cmd.AddPaper(**known | {"command_id": uuid4()}, paper=_result()),
                         _holder(task.role, unit_id=task.unit_id))  # fmt: skip
                _execute(township, cmd.HandOver(**known), _holder(task.role, unit_id=task.unit_id))
            return
        command: Any = cmd.CompleteTask(
            **known, task_id=task.id, result_number="01/KQ" if loaded.state.decision else ""
        )
        if route_of(loaded.state.process_version_id).decides(task.element):
            command = cmd.DecideDossier(**known, task_id=task.id, decision=Decision.APPROVED)
        elif task.action == "assign":
            command = _with(command, assignee_id=_holder("case_officer", unit_id=task.unit_id))
        _execute(township, command, _holder(task.role, unit_id=task.unit_id))
    raise AssertionError(f"no step {action} was reached")


def _tree(township: Township, offices: dict[str, int]) -> None:
    """Small offices drawn by lot below each other, each with a draft of its own or shared with another."""
    from motcua.dossiers import commands as cmd
    from motcua.offices import services
    from motcua.offices.models import Office

    lot = random.Random(20)
    made = [offices["province"]]
    for number in range(_MANY):
        above = lot.choice(made)
        if Office.objects.get(pk=above).level > 15:
            above = offices["province"]
        office = staff.bare(f"lot{number}", above, f"H99.{30 + number}", "")
        for kind in ("desk", "division", "leadership", "clerk"):
            services.create_unit(SYSTEM, office.pk, f"{kind} {number}", kind, valid_from=SINCE)  # type: ignore[arg-type]
        services.set_calendar(SYSTEM, office.pk, office.version, staff.named("H99.20.1").calendar_id)
        staff.groups(office.pk)
        desk = office.units.get(kind="desk")
        staff.person(f"receptionist-lot{number}", desk.pk, "receptionist")
        made.append(office.pk)
    township.clock = time.now()
    for number in range(2 * _MANY):
        one, two, three = (lot.choice(made[1:]) for _ in range(3))
        intake = _intake(township, f"Lot {number}", one, two, file=False)
        intake = _with(intake, returning_office_id=three)
        draft = cmd.SaveDraft(command_id=uuid4(), dossier_id=uuid4(), intake=intake)
        _execute(township, draft, _holder("receptionist", office_id=one))


def _drafts() -> None:
    from motcua.procedures import services as procedures
    from motcua.procedures.queries import version_in_force
    from motcua.processes import services as processes
    from motcua.processes.steps import from_steps, standard_seven

    version = version_in_force(PROCEDURE, time.today())
    assert version is not None
    procedures.start_draft(version)
    name = "Quy trình bảy bước"
    processes.create_draft("qt-bay", name, from_steps(standard_seven(960), "qt-bay", name).decode())
