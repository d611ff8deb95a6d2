"""Whatever anybody may try on a dossier, legal or not, as a value that Hypothesis can draw and make smaller.

An `Attempt` names an act, a person and a number; which step, paper, word or unit it means is read from that
number when the act is tried, so the same attempt fits any dossier.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from hypothesis import strategies as st

from motcua.dossiers import commands as cmd
from motcua.dossiers.checks import why_not
from motcua.dossiers.engine_route import route_of
from motcua.dossiers.events import OpenTask
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import Decision
from motcua.offices.actors import SYSTEM, Actor

Thing = TypeVar("Thing")
Wanted = tuple[cmd.Command, Actor]
PEOPLE = (
    "tiepnhan",
    "hotich",
    "diachinh",
    "laodong",
    "phochutich",
    "chutich",
    "vanthu",
    "giamsat",
    "quantri",
)
HOLDER, CLOCK = "holder", "clock"
WORDS = ("Thiếu xác minh", "Đúng quy định", "", " ", "'; DROP TABLE --", "<b>")
LEADERS = ("chutich", "phochutich", "vanthu")


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody tries something."""

    act: str
    who: str
    pick: int


class Pick:
    """Choices read from one number, the first ones from its last digits."""

    def __init__(self, number: int) -> None:
        self.number = number

    def of(self, options: Sequence[Thing]) -> Thing:
        self.number, place = divmod(self.number, len(options))
        return options[place]

    def word(self) -> str:
        return self.of(WORDS)


@dataclass(frozen=True, slots=True)
class Office:
    """Who is there, which units exist, and which rule sets."""

    people: Mapping[str, Actor]
    units: Sequence[int]
    rule_sets: Sequence[int]

    def actor(self, who: str, found: DossierState) -> Actor:
        if who == CLOCK:
            return SYSTEM
        return holder(found, self.people.values()) if who == HOLDER else self.people[who]

    def person(self, who: str) -> int:
        person = self.people[who].person_id
        assert person is not None
        return person


def attempts() -> st.SearchStrategy[Attempt]:
    """Every act; who has the dossier in hand tries more often than others, so that much of it succeeds."""
    who = st.sampled_from([HOLDER] * 6 + [*PEOPLE, "tiepnhan", "tiepnhan", CLOCK])
    return st.builds(Attempt, st.sampled_from(sorted(ACTS)), who, st.integers(0, 2**20))


def command_of(
    attempt: Attempt, found: DossierState, office: Office, now: datetime, intake: cmd.Intake
) -> Wanted:
    """The command that the attempt means on this dossier now, and who gives it."""
    known = {"command_id": uuid4(), "dossier_id": found.id}
    actor = office.actor(attempt.who, found)
    return ACTS[attempt.act](known, Pick(attempt.pick), found, office, now, intake), actor


def holder(found: DossierState, people: Any) -> Actor:
    """Somebody whose turn it is; the desk when nobody's is."""
    everybody = list(people)
    turns = [actor for task in found.tasks for actor in everybody if why_not(actor, task) is None]
    return turns[0] if turns else everybody[0]


# ── the legal next thing ──


def onwards(found: DossierState, office: Office, now: datetime, refused: bool = False) -> Wanted | None:
    """What the law wants to happen next; None when the dossier is closed. Never strands one."""
    known: dict[str, Any] = {"command_id": uuid4(), "dossier_id": found.id}
    waiting = found.waiting
    if waiting is not None and waiting.kind == "supplement":
        if waiting.until is None:
            return cmd.DeliverSupplementRequest(**known, manner="điện thoại"), office.people["tiepnhan"]
        if now > waiting.until:
            return cmd.CloseWithoutSupplement(**known), SYSTEM
        return cmd.CompleteSupplement(**known, note="Đã làm rõ"), office.people["tiepnhan"]
    if (paused := found.task_for("resume")) is not None:
        return cmd.ResumeDossier(**known, proof="Giấy nộp tiền"), _turn(found, paused, office)
    task = next((item for item in found.tasks if item.token > 0), None)
    if task is None or found.process_version_id is None:
        return None
    actor = _turn(found, task, office)
    if task.action == "return":
        return cmd.HandOver(**known), actor
    if found.decision is None and route_of(found.process_version_id).decides(task.element):
        decision = Decision.REFUSED if refused else Decision.APPROVED
        return cmd.DecideDossier(**known, task_id=task.id, decision=decision, reason="Theo hồ sơ"), actor
    number = "7/KQ" if found.decision is not None else ""
    return cmd.CompleteTask(**known, task_id=task.id, result_number=number), actor


def _turn(found: DossierState, task: OpenTask, office: Office) -> Actor:
    fit = [actor for actor in office.people.values() if why_not(actor, task) is None]
    assert fit, f"nobody can do {task.name!r} of {found.code}: stranded"
    return fit[0]


# ── anything else ──

Making = Callable[[dict[str, Any], Pick, DossierState, Office, datetime, cmd.Intake], cmd.Command]


def _task(pick: Pick, found: DossierState) -> UUID:
    """Mostly an open task; now and then one that never was."""
    open_now = [task.id for task in found.tasks]
    return pick.of([*open_now * 5, uuid4()]) if open_now else uuid4()


def _task_of(pick: Pick, found: DossierState, action: str) -> UUID:
    task = found.task_for(action)
    return task.id if task is not None and pick.of((True, True, True, False)) else _task(pick, found)


def _paper(pick: Pick, kinds: Sequence[str] = ("submitted",)) -> cmd.Paper:
    number, custody = pick.of((1, 0, 1, -1)), pick.of(("held", "held", "copied", "none", "lost"))
    return cmd.Paper(uuid4(), pick.word(), kind=pick.of(kinds), originals=number, custody=custody)


def _paper_id(pick: Pick, found: DossierState) -> UUID:
    return pick.of([*(paper.id for paper in found.papers), uuid4()])


def _collector(pick: Pick) -> cmd.AuthorisedPerson | None:
    alone = pick.of((True, True, False))
    return None if alone else cmd.AuthorisedPerson(pick.word(), "099190000008", pick.word())


def _override(pick: Pick, office: Office) -> cmd.Override | None:
    if pick.of((True, False)):
        return None
    return cmd.Override(pick.word(), "Điều 11 NĐ 118/2025", office.person(pick.of(LEADERS)))


ACTS: dict[str, Making] = {
    "draft": lambda k, p, f, o, n, i: cmd.SaveDraft(**k, intake=i),
    "receive": lambda k, p, f, o, n, i: cmd.ReceiveDossier(**k, intake=i, override_reason=p.word()),
    "refuse_reception": lambda k, p, f, o, n, i: cmd.RefuseReception(
        **k, intake=i, reason_code=p.of(("not_eligible", "")), reason=p.word(), legal_basis=""
    ),
    "complete": lambda k, p, f, o, n, i: cmd.CompleteTask(
        **k,
        task_id=_task(p, f),
        result_number=p.of(("", "", "9/KQ")),
        assignee_id=p.of((None, None, *(o.person(name) for name in PEOPLE))),
    ),
    "decide": lambda k, p, f, o, n, i: cmd.DecideDossier(
        **k, task_id=_task(p, f), decision=p.of(tuple(Decision)), reason=p.word()
    ),
    "send_back": lambda k, p, f, o, n, i: cmd.SendBack(
        **k, task_id=_task(p, f), to_element=p.of(("Step_2", "Step_3", "Step_7", "x")), reason=p.word()
    ),
    "reassign": lambda k, p, f, o, n, i: cmd.ReassignTask(
        **k, task_id=_task(p, f), assignee_id=o.person(p.of(PEOPLE)), reason=p.word()
    ),
    "add_paper": lambda k, p, f, o, n, i: cmd.AddPaper(
        **k, paper=_paper(p, ("submitted", "processing", "result", "poem"))
    ),
    "custody": lambda k, p, f, o, n, i: cmd.ChangeCustody(
        **k, paper_id=_paper_id(p, f), custody=p.of(("returned", "copied", "held", "none", "lost"))
    ),
    "hand_over": lambda k, p, f, o, n, i: cmd.HandOver(
        **k, collector=_collector(p), originals_returned=p.of(((), (), (_paper_id(p, f),)))
    ),
    "timers": lambda k, p, f, o, n, i: cmd.FireTimers(**k),
    "recompute": lambda k, p, f, o, n, i: cmd.RecomputeDue(**k, decision_number="1/QĐ"),
    "ask_supplement": lambda k, p, f, o, n, i: cmd.RequestSupplement(
        **k,
        items=p.of(((cmd.MissingItem("Tờ khai", "Thiếu chữ ký"),),) * 4 + ((), (cmd.MissingItem("x", " "),))),
        override=_override(p, o),
    ),
    "tell_supplement": lambda k, p, f, o, n, i: cmd.DeliverSupplementRequest(
        **k, manner=p.of(("bưu chính", ""))
    ),
    "bring_supplement": lambda k, p, f, o, n, i: cmd.CompleteSupplement(
        **k, papers=p.of(((), (_paper(p),))), note=p.word()
    ),
    "close": lambda k, p, f, o, n, i: cmd.CloseWithoutSupplement(**k),
    "withdraw": lambda k, p, f, o, n, i: cmd.WithdrawDossier(
        **k, reason=p.word(), requested_by=p.of(("counter", "post", "dream"))
    ),
    "stop": lambda k, p, f, o, n, i: cmd.StopByLaw(**k, reason=p.word(), legal_basis=p.word()),
    "pause": lambda k, p, f, o, n, i: cmd.PauseDossier(
        **k, ground=p.of(("financial_duty", "suspended", "holiday")), legal_basis=p.word()
    ),
    "resume": lambda k, p, f, o, n, i: cmd.ResumeDossier(**k, proof=p.word()),
    "ask_opinion": lambda k, p, f, o, n, i: cmd.AskOpinion(
        **k, unit_id=p.of(o.units), question=p.word(), working_days=p.of((2, 5, 0, 99))
    ),
    "give_opinion": lambda k, p, f, o, n, i: cmd.GiveOpinion(
        **k, task_id=_task_of(p, f, "give_opinion"), agrees=p.of(("yes", "no", "maybe")), answer=p.word()
    ),
    "extend": lambda k, p, f, o, n, i: cmd.ProposeExtension(
        **k, working_days=p.of((3, 5, 0, 61)), reason=p.word()
    ),
    "sign_extension": lambda k, p, f, o, n, i: cmd.SignExtension(
        **k, task_id=_task_of(p, f, "sign_extension")
    ),
    "apologise": lambda k, p, f, o, n, i: cmd.Apologise(
        **k,
        kind=p.of(("late", "error", "lost", "sad")),
        manner=p.of(("direct", "written", "public")),
        text=p.word(),
        medium=p.word(),
    ),
    "correct": lambda k, p, f, o, n, i: cmd.CorrectData(
        **k,
        field=p.of(("name", "address", "email", "status")),
        new=p.of(("Trần Văn Mẫu", "")),
        reason=p.word(),
    ),
    "switch_rules": lambda k, p, f, o, n, i: cmd.SwitchRules(
        **k, rule_set_id=p.of(o.rule_sets), legal_basis=p.word(), reason=p.word()
    ),
    "record_paper": lambda k, p, f, o, n, i: cmd.RecordIssuedPaper(
        **k, issued_id=uuid4(), form="receipt", number="1", sha256="0" * 64
    ),
    "post": lambda k, p, f, o, n, i: cmd.SendByPost(**k, parcel=p.word(), address=p.word()),
    "post_back": lambda k, p, f, o, n, i: cmd.TakeBackFromPost(**k, parcel="1", reason=p.word()),
}

# Changes to a complete intake that the desk should notice.
CHANGES: tuple[Callable[[datetime], dict[str, Any]], ...] = (
    lambda now: {},
    lambda now: {},
    lambda now: {},
    lambda now: {"papers": ()},
    lambda now: {"channel": cmd.Channel.POST, "submitted_at": now - timedelta(days=3)},
    lambda now: {"channel": cmd.Channel.POST},
    lambda now: {"applicant": cmd.Applicant("", "")},
    lambda now: {"document_sets": 0},
    lambda now: {"without_receipt": True},
)
# What the law lets happen on the way to the end; tried one after the other.
BESIDE = (
    Attempt("extend", "holder", 0),
    Attempt("sign_extension", "chutich", 0),
    Attempt("ask_opinion", "holder", 1),
    Attempt("give_opinion", "tiepnhan", 0),
    Attempt("pause", "holder", 0),
    Attempt("ask_supplement", "holder", 0),
    Attempt("reassign", "hotich", 6),
    Attempt("send_back", "holder", 0),
    Attempt("correct", "tiepnhan", 0),
    Attempt("switch_rules", "chutich", 1),
    Attempt("apologise", "chutich", 0),
    Attempt("record_paper", "clock", 0),
    Attempt("post", "tiepnhan", 0),
    Attempt("post_back", "tiepnhan", 0),
)
