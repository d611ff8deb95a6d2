"""A road for dossiers: the commune of Vĩnh Tuy, its district, the province and a department, all staffed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from motcua.dossiers import commands as cmd
from motcua.dossiers import services
from motcua.dossiers.engine_route import route_of
from motcua.dossiers.state import DossierState
from motcua.kernel import time
from motcua.offices.actors import Actor, actor_for
from motcua.processes.steps import END, Next, Split, StepRow, from_steps
from tests.dossiers.saying import known, state
from tests.house import staff
from tests.township import Township, at

START = at("2026-03-02 08:00")
_UNITS = {
    "receive": ("receptionist", "desk"),
    "assign": ("head_of_unit", "division"),
    "examine": ("case_officer", "division"),
    "consult": ("case_officer", "division"),
    "review": ("head_of_unit", "division"),
    "sign": ("signing_leader", "leadership"),
    "clerk": ("clerk", "clerk"),
    "return": ("receptionist", "desk"),
}


@dataclass
class Road:
    """Ids of the offices, and short ways to send dossiers along them."""

    township: Township
    office: dict[str, int]

    def go_by(self, code: str, rows: Sequence[StepRow]) -> None:
        """From now on the procedure runs by these steps."""
        from motcua.procedures.queries import version_in_force
        from motcua.procedures.services import content, publish, start_draft, use_process
        from motcua.processes.services import publish_source

        key = f"duong-{uuid4().hex[:8]}"
        process = publish_source(key, "Liên thông", from_steps(rows, key, "Liên thông").decode())
        with time.at(START):
            version = version_in_force(code, START.date())
            assert version is not None
            draft = start_draft(version, valid_from=START.date())
            _draft, edit = content(draft)
            publish(draft, expected=use_process(draft, process, expected=edit), decision_number="01/QĐ-UBND")

    def receive(
        self, code: str, receiving: str, competent: str, when: datetime = START, **changes: Any
    ) -> UUID:
        """Taken in at one office for another."""
        values = {
            "receiving_office_id": self.office[receiving],
            "competent_office_id": self.office[competent],
            "returning_office_id": self.office[receiving],
            "papers": (cmd.Paper(id=uuid4(), name="Bản khai cá nhân", originals=1, custody="held"),),
        }
        self.township.clock = when
        intake = self.township.intake(code, **(values | changes))
        command = cmd.ReceiveDossier(**known(uuid4()), intake=intake)
        self.do(command, self.who("receptionist", office=receiving), when)
        return command.dossier_id

    def do(self, command: cmd.Command, actor: Actor, when: datetime | None = None) -> DossierState:
        """Carry out one command."""
        self.township.clock = when or self.township.clock
        with time.at(self.township.clock):
            return services.execute(command, actor).state

    def who(self, role: str, *, office: str = "", unit: int | None = None) -> Actor:
        """Somebody with the role at that office, or in that unit."""
        from motcua.offices.models import Membership

        where: dict[str, Any] = {"unit_id": unit} if unit else {"unit__office_id": self.office[office]}
        found = Membership.objects.filter(roles__contains=[role], **where).earliest("pk")
        return actor_for(found.person_id, self.township.clock.date())

    def act(
        self, dossier: UUID, action: str = "", when: datetime | None = None, office: str = "", **values: Any
    ) -> DossierState:
        """Do the open step of that action (at that office), or the first one, the plain way, by whoever can."""
        found = state(dossier)
        task = next(
            task
            for task, where in zip(found.tasks, self.office_of(dossier), strict=True)
            if (not action or task.action == action) and (not office or where == office)
        )
        actor = self.who(task.role, unit=task.unit_id)
        if task.assignee_id is not None:
            actor = actor_for(task.assignee_id, self.township.clock.date())
        on_task = {**known(dossier), "task_id": task.id, **values}
        assert found.process_version_id is not None
        command: cmd.Command
        if task.action == "accept_transfer":
            command = cmd.AcknowledgeTransfer(**on_task)
        elif task.action == "accept_papers":
            command = cmd.AcknowledgePapers(**{"given_by": "Nguyễn Văn Mẫu", **on_task})
        elif task.action == "return":
            command = cmd.HandOver(**known(dossier))
        elif route_of(found.process_version_id).decides(task.element) and found.decision is None:
            command = cmd.DecideDossier(**{"decision": cmd.Decision.APPROVED, **on_task})
        else:
            decided = found.decision is not None  # a letter between offices is no result yet
            number = {"result_number": "1/KQ"} if task.action == "clerk" and decided else {}
            command = cmd.CompleteTask(**(number | on_task))
        return self.do(command, actor, when)

    def hand_to_partner(self, dossier: UUID, by: Actor, when: datetime) -> DossierState:
        """The land registry is asked, and may take three working days."""
        handed = cmd.HandToPartner(
            **known(dossier),
            hand_over_id=uuid4(),
            partner="dat-dai",
            partner_name="Văn phòng đăng ký đất đai",
            asked="Xin trích lục bản đồ",
            working_days=3,
        )
        return self.do(handed, by, when)

    def give_way(self, dossier: UUID, old: str, new: str, when: datetime | None = None) -> DossierState:
        """The dossier goes on at the office in another's place."""
        moved = cmd.TransferOffice(
            **known(dossier),
            from_office=self.office[old],
            to_office=self.office[new],
            legal_basis="Nghị quyết 01/NQ-HĐND",
        )
        return self.do(moved, self.who("administrator", office="province"), when)

    def office_of(self, dossier: UUID) -> list[str]:
        """At which offices something waits, in the order of the tasks."""
        from motcua.offices.models import Unit

        names = {pk: name for name, pk in self.office.items()}
        return [names[Unit.objects.get(pk=task.unit_id).office_id] for task in state(dossier).tasks]


def build(township: Township) -> Road:
    """Staff every office of the road; the department is the province's own."""
    offices = {"province": staff.staffed("province", 0, "H99", "")}
    offices["district"] = staff.staffed("district", offices["province"], "H99.20", "000.00.20.H99")
    offices["department"] = staff.staffed("department", offices["province"], "H99.1", "000.00.01.H99")
    offices["commune"] = staff.staffed("commune", offices["district"], "H99.20.1", "000.01.20.H99")
    offices["neighbour"] = staff.staffed("neighbour", offices["district"], "H99.20.9", "000.09.20.H99")
    return Road(township, offices)


def step(number: int, action: str, office: str = "", *, hours: int = 4, to: int | None = None) -> StepRow:
    """A row of the usual kind, on to the next one; `to=0` ends the process."""
    role, unit = _UNITS[action]
    after = (Next(None, number + 1 if to is None else to),)
    return StepRow(
        number, f"{action} {number}", role, unit, f"{hours}wh" if hours else "", action, after, office=office
    )


def parallel(row: StepRow, *ways: int) -> StepRow:
    """The row with all these rows at once behind it."""
    return replace(row, next=tuple(Next(None, way) for way in ways), split=Split.ALL)


UP_AND_BACK = (
    step(1, "receive"),
    step(2, "examine", "receiving"),
    step(3, "receive", "competent"),
    step(4, "examine"),
    step(5, "sign"),
    step(6, "return", hours=0, to=END),
)
THROUGH_THE_DISTRICT = (
    step(1, "receive"),
    step(2, "assign", "level:district"),
    step(3, "examine", "level:district"),
    step(4, "sign"),
    step(5, "return", hours=0, to=END),
)
DISTRICT_ASKED = (
    step(1, "receive"),
    step(2, "examine", "receiving"),
    step(3, "examine", "level:district"),
    step(4, "sign"),
    step(5, "return", hours=0, to=END),
)

# The head names who examines, and the neighbour is asked at the same time.
ASSIGNED_AND_ASKED = (
    step(1, "receive"),
    parallel(step(2, "assign", "competent"), 3, 4),
    step(3, "examine", to=5),
    step(4, "consult", "office:H99.20.9", to=5),
    replace(step(5, "review"), join=Split.ALL),
    step(6, "sign"),
    step(7, "return", hours=0, to=END),
)


def sent_to_the_district(township: Township, code: str) -> tuple[Road, UUID]:
    """Examined at the commune at nine, on its way to the district, which is only asked."""
    road = build(township)
    road.go_by(code, DISTRICT_ASKED)
    dossier = road.receive(code, "commune", "department")
    road.act(dossier, "examine", at("2026-03-02 09:00"))
    return road, dossier
