"""A province to try the whole house in: three staffed communes, the offices above them, dossiers of every fate.

Made once per run through the services, then copied: reading it costs a test nothing.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from motcua.kernel import time
from tests.township import Township

SINCE = date(2016, 1, 1)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PROCEDURE = "1.004873"
UNIT_OF_ROLE = {
    "receptionist": "desk",
    "desk_head": "desk",
    "case_officer": "division",
    "head_of_unit": "division",
    "signing_leader": "leadership",
    "supervisor": "leadership",
    "administrator": "leadership",
    "clerk": "clerk",
}
# Key, key of the office above, identifiers. "township" is the installed office of Vĩnh Tuy.
STAFFED = (
    ("district", "province", "H99.20", "000.00.20.H99"),
    ("township", "district", "H99.20.1", "000.01.20.H99"),
    ("neighbour", "district", "H99.20.9", "000.09.20.H99"),
    ("other_district", "province", "H99.21", "000.00.21.H99"),
    ("cousin", "other_district", "H99.21.1", "000.01.21.H99"),
)
FATES = ("draft", "refused", "fresh", "late", "examining", "signing", "ready", "returned")
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
    township = Township(_office("H99.20.1").pk)
    offices = {"province": _office("H99").pk}
    for key, above, new, old in STAFFED:
        offices[key] = _staffed(key, offices[above], new, old)
    _person("nobody", None, None)
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
    offices = {key: _office(new).pk for key, _above, new, _old in STAFFED}
    offices["province"] = _office("H99").pk
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


def _office(code: str) -> Any:
    from motcua.offices.models import Office

    return Office.objects.get(code_new=code)


def _staffed(key: str, above: int, new: str, old: str) -> int:
    """An office with a unit of each kind and a person in every role; the installed one only gets the people."""
    from motcua.offices import services
    from motcua.offices.actors import SYSTEM
    from motcua.offices.models import Office, Unit

    office = Office.objects.filter(code_new=new).first() or _bare(key, above, new, old)
    for kind in ("desk", "division", "leadership", "clerk"):
        if not Unit.objects.filter(office=office, kind=kind).exists():
            services.create_unit(SYSTEM, office.pk, f"{kind} {key}", kind, valid_from=SINCE)  # type: ignore[arg-type]
    if not office.field_groups.exists():
        _groups(office.pk)
    if office.calendar_id is None:
        services.set_calendar(SYSTEM, office.pk, office.version, _office("H99.20.1").calendar_id)
    made = {}
    for role, kind in UNIT_OF_ROLE.items():
        unit = Unit.objects.filter(office=office, kind=kind).earliest("pk")
        made[role] = _person(f"{role}-{key}", unit.pk, role)
    today = time.today()
    services.delegate(
        SYSTEM, made["signing_leader"], made["head_of_unit"],
        unit_id=Unit.objects.filter(office=office, kind="leadership").earliest("pk").pk,
        role="signing_leader", decision_number="01/QĐ-UBND",  # type: ignore[arg-type]
        valid_from=today, valid_to=today + timedelta(days=30),
    )  # fmt: skip
    return int(office.pk)


def _bare(key: str, above: int, new: str, old: str) -> Any:
    from motcua.offices import services
    from motcua.offices.actors import SYSTEM
    from motcua.offices.models import Office

    level = Office.objects.get(pk=above).level + 1
    data = services.OfficeData(
        name=f"UBND {key}", short_name=key, level=level, level_name="commune", code_new=new, code_old=old
    )
    return services.create_office(SYSTEM, above, data, SINCE)


def _groups(office_id: int) -> None:
    from motcua.offices import services
    from motcua.offices.actors import SYSTEM
    from motcua.offices.models import Unit

    division = Unit.objects.filter(office_id=office_id, kind="division").earliest("pk")
    for group in _office("H99.20.1").field_groups.all():
        services.set_field_group(
            SYSTEM, office_id, group.name, division.pk, group.field_codes, position=group.position
        )


def _person(username: str, unit_id: int | None, role: str | None) -> int:
    from motcua.offices import services
    from motcua.offices.actors import SYSTEM

    data = services.PersonData(full_name=f"Mẫu {username}", phone="0900 000 000")
    person = services.create_person(SYSTEM, username, data, "mot-cua-mau")
    if unit_id is not None and role is not None:
        post = services.create_post(SYSTEM, unit_id, f"Công chức {role}", "Việc mẫu")
        services.create_membership(
            SYSTEM, person.pk, unit_id, [role], SINCE, post_id=post.pk, on_duty=role == "receptionist"
        )
    return int(person.pk)


def _dossiers(township: Township, key: str, office_id: int) -> None:
    from motcua.dossiers import commands as cmd

    now = time.now()
    ages = {"late": timedelta(days=30), "returned": timedelta(days=9), "ready": timedelta(days=6)}
    for number, fate in enumerate(FATES):
        began = now - ages.get(fate, timedelta(hours=2)) + timedelta(minutes=number)
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
        until = {"examining": "examine", "signing": "sign", "ready": "return", "returned": "return"}.get(fate)
        if until:
            _run(township, command.dossier_id, until, hand_over=fate == "returned")
        if fate == "ready":
            _receipt(command.dossier_id, _holder("receptionist", office_id=office_id))


def _receipt(dossier_id: UUID, person_id: int) -> None:
    """Its receipt as an issued paper, with a number."""
    from motcua.offices.actors import actor_for
    from motcua.papers import builders, services
    from motcua.papers.kinds import Form

    actor = actor_for(person_id, time.today())
    services.issue_for(dossier_id, Form.RECEIPT, builders.receipt_data(dossier_id), actor, uuid4())


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


def _with(intake: Any, **changes: Any) -> Any:
    from dataclasses import replace

    return replace(intake, **changes)


def _execute(township: Township, command: Any, person_id: int) -> Any:
    from motcua.dossiers import services
    from motcua.offices.actors import actor_for

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
                _execute(township, cmd.HandOver(**known), _holder(task.role, unit_id=task.unit_id))
            return
        command: Any = cmd.CompleteTask(
            **known, task_id=task.id, result_number="01/KQ" if task.action == "clerk" else ""
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
    from motcua.offices.actors import SYSTEM
    from motcua.offices.models import Office

    lot = random.Random(20)
    made = [offices["province"]]
    for number in range(_MANY):
        above = lot.choice(made)
        if Office.objects.get(pk=above).level > 15:
            above = offices["province"]
        office = _bare(f"lot{number}", above, f"H99.{30 + number}", "")
        for kind in ("desk", "division", "leadership", "clerk"):
            services.create_unit(SYSTEM, office.pk, f"{kind} {number}", kind, valid_from=SINCE)  # type: ignore[arg-type]
        services.set_calendar(SYSTEM, office.pk, office.version, _office("H99.20.1").calendar_id)
        _groups(office.pk)
        desk = office.units.get(kind="desk")
        _person(f"receptionist-lot{number}", desk.pk, "receptionist")
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
