"""One dossier's screen: the page, what this person may do, and where the dossier lies in their list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

from motcua.calendars.queries import work_calendar
from motcua.calendars.worktime import WorkCalendar
from motcua.desk.filters import Edge, Filters
from motcua.desk.queries import Officer, neighbours, officers
from motcua.desk.services import say_here
from motcua.desk.standing import OwnAct, Standing, own_act, standing
from motcua.desk.steps_shown import StepToCome, reception_elements, steps
from motcua.desk.task_rows import TaskRow
from motcua.desk.wording import ACT_WORDS
from motcua.dossiers import actions as acting
from motcua.dossiers.actions import Act, Action
from motcua.dossiers.checks import assignable
from motcua.dossiers.engine_route import route_of
from motcua.dossiers.events import Opened
from motcua.dossiers.history import HistoryLine
from motcua.dossiers.nearness import Nearness, near_dossier, near_step
from motcua.dossiers.numbering import NextNumber, next_for_unit
from motcua.dossiers.page import DossierPage, ShownTask
from motcua.dossiers.queries import calendar_of, dossier_page, due_explanation
from motcua.dossiers.route import Route
from motcua.dossiers.state import DossierState
from motcua.dossiers.words import CUSTODY_LABELS, PAPER_KIND_WORDS
from motcua.files.responses import SAFE_INLINE
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.kernel.wording import Said, say
from motcua.offices.actors import Actor
from motcua.parties.ids import mask, mask_phone


@dataclass(frozen=True, slots=True)
class Closed:
    """Acts that are not open to this person now, and the one reason why."""

    labels: tuple[Promise, ...]
    why: Said


@dataclass(frozen=True, slots=True)
class TaskBox:
    """An open task with the acts that end it or pass it on; an act not offered is None."""

    task: ShownTask
    mine: bool
    complete: Action | None
    assign: Action | None
    approve: Action | None
    refuse: Action | None
    hand_over: Action | None
    send_back: Action | None
    take_over: Action | None
    reassign: Action | None
    earlier: tuple[tuple[str, str], ...]
    beside: tuple[str, ...]  # what others do at the same time, when it can be sent back
    officers: tuple[Officer, ...]  # who can be assigned
    colleagues: tuple[Officer, ...]  # who can be given this very task
    next_steps: tuple[str, ...]
    late: bool
    own: OwnAct | None  # the act that ends a task beside the drawing
    next_number: NextNumber | None  # what the office's book would give this result
    stands: bool  # nothing can be done while somebody outside is waited for
    near: Nearness | None  # None where the step is not counted, or its time stands

    @property
    def confirm_id(self) -> str:
        """Names the question asked before an approval."""
        return f"approve-{self.task.id}"


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper with its words."""

    id: UUID
    name: str
    kind: Promise | str
    custody: Promise | str
    amounts: tuple[int, int]
    file_name: str
    sha256: str
    kilobytes: int
    inline: bool
    held: bool


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything on the screen of one dossier."""

    page: DossierPage
    standing: Standing
    near: Nearness | None
    boxes: tuple[TaskBox, ...]
    closed: tuple[Closed, ...]
    add_paper: bool
    attach_result: bool
    change_custody: bool
    papers: tuple[PaperRow, ...]
    steps: tuple[StepToCome, ...]
    due_lines: tuple[str, ...]
    id_number: str
    phone: str
    previous: TaskRow | None
    following: TaskRow | None
    others: tuple[str, ...]

    @property
    def last_note(self) -> HistoryLine | None:
        """What a colleague wrote last: a note, or why the dossier came back."""
        return next((line for line in reversed(self.page.history) if line.note), None)

    @property
    def done_elements(self) -> tuple[str, ...]:
        """Elements to mark as done on the drawing, the reception included."""
        return (*reception_elements(self.page), *self.page.done_elements)

    @property
    def mine(self) -> tuple[TaskBox, ...]:
        """The tasks this person can do now."""
        return tuple(box for box in self.boxes if box.mine)


def build(dossier_id: UUID, actor: Actor, filters: Filters) -> Screen:
    """The screen for this person. Raises Refusal (404) when they may not see the dossier."""
    page = dossier_page(dossier_id, actor)
    state = page.state
    route = route_of(state.process_version_id) if state.process_version_id else None
    offered = acting.actions(state, actor, route, time.now())
    calendar = _calendar(state)
    boxes = _boxes(page, offered, route, actor, calendar)
    place = next((box.task for box in boxes if box.mine), page.tasks[0] if page.tasks else None)
    around: tuple[TaskRow | None, TaskRow | None] = (None, None)
    if place is not None:
        around = neighbours(actor, filters, Edge(place.due_at, place.id), dossier_id)
    applicant = state.intake.applicant if state.intake else None
    number, phone = (applicant.id_number, applicant.phone) if applicant else ("", "")
    allowed = {action.name for action in offered if action.allowed}
    return Screen(
        page=page,
        standing=standing(state, time.now()),
        near=_near(state, calendar),
        boxes=boxes,
        closed=tuple(_closed(offered)),
        add_paper=Act.ADD_PAPER in allowed,
        attach_result=Act.ATTACH_RESULT in allowed,
        change_custody=Act.CHANGE_CUSTODY in allowed,
        papers=_papers(page),
        steps=steps(page),
        due_lines=due_explanation(state, calendar) if calendar else (),
        id_number=number if page.takes_part else mask(number),
        phone=phone if page.takes_part else mask_phone(phone),
        previous=around[0],
        following=around[1],
        others=say_here(dossier_id, actor.person_id) if actor.person_id is not None else (),
    )


def _boxes(
    page: DossierPage,
    offered: Iterable[Action],
    route: Route | None,
    actor: Actor,
    calendar: WorkCalendar | None,
) -> tuple[TaskBox, ...]:
    by_task: dict[UUID | None, dict[Act, Action]] = {}
    for action in offered:
        by_task.setdefault(action.task_id, {})[action.name] = action
    units = {task.unit_id for task in page.tasks if _needs_people(by_task.get(task.id, {}))}
    units |= {step.unit_id for acts in by_task.values() for step in _assigned_steps(acts)}
    people = officers(units) if units else []
    passed = {step.element for step in page.way}
    return tuple(
        _box(page, task, by_task.get(task.id, {}), people, passed, route, actor, calendar)
        for task in page.tasks
    )


def _box(
    page: DossierPage,
    task: ShownTask,
    acts: dict[Act, Action],
    people: list[Officer],
    passed: set[str],
    route: Route | None,
    actor: Actor,
    calendar: WorkCalendar | None,
) -> TaskBox:
    main = [acts[name] for name in (Act.COMPLETE, Act.ASSIGN, Act.APPROVE, Act.HAND_OVER) if name in acts]
    assigned = assignable(task.unit_id, {step.unit_id for step in _assigned_steps(acts)})
    earlier = route.earlier_steps(task.element) if route else ()
    own = own_act(page, task, actor)
    return TaskBox(
        task=task,
        mine=any(action.allowed for action in main) or bool(own and own.yours),
        complete=acts.get(Act.COMPLETE),
        assign=acts.get(Act.ASSIGN),
        approve=acts.get(Act.APPROVE),
        refuse=acts.get(Act.REFUSE),
        hand_over=acts.get(Act.HAND_OVER),
        send_back=acts.get(Act.SEND_BACK),
        take_over=acts.get(Act.TAKE_OVER),
        reassign=acts.get(Act.REASSIGN),
        earlier=tuple(step for step in earlier if step[0] in passed) or earlier,
        beside=tuple(other.name for other in page.tasks if other.element and other.id != task.id),
        officers=tuple(p for p in people if p.unit_id in assigned and "case_officer" in p.roles),
        colleagues=tuple(
            p
            for p in people
            if p.unit_id == task.unit_id and task.role in p.roles and p.person_id != task.assignee_id
        ),
        next_steps=tuple(step.name for action in main[:1] for step in action.leads_to),
        late=task.due_at is not None and task.due_at < time.now(),
        own=own,
        next_number=_next_number(page, task, acts.get(Act.COMPLETE)),
        stands=page.state.waiting is not None and own is None and task.action != "tax",
        near=_step_near(page.state, task, calendar),
    )


def _next_number(page: DossierPage, task: ShownTask, complete: Action | None) -> NextNumber | None:
    numbered = task.action != "clerk" or page.state.decision is None or page.state.result_number
    if numbered or complete is None or not complete.allowed:
        return None
    return next_for_unit(task.unit_id)


def _needs_people(acts: dict[Act, Action]) -> bool:
    return any(name in acts and acts[name].allowed for name in (Act.ASSIGN, Act.REASSIGN))


def _assigned_steps(acts: dict[Act, Action]) -> list[Opened]:
    assign = acts.get(Act.ASSIGN)
    return [step for step in assign.leads_to if step.role == "case_officer"] if assign else []


def _closed(offered: Iterable[Action]) -> Iterable[Closed]:
    """What is not open now, each reason once with all that it closes."""
    reasons: dict[str, tuple[Refusal, list[Act]]] = {}
    for action in offered:
        if action.why_not is not None:
            acts = reasons.setdefault(action.why_not.code, (action.why_not, []))[1]
            if action.name not in acts:
                acts.append(action.name)
    for refusal, acts in reasons.values():
        yield Closed(tuple(ACT_WORDS[act] for act in acts), say(refusal))


def _papers(page: DossierPage) -> tuple[PaperRow, ...]:
    return tuple(
        PaperRow(
            id=paper.id,
            name=paper.name,
            kind=PAPER_KIND_WORDS.get(paper.kind, paper.kind),
            custody=CUSTODY_LABELS.get(paper.custody, paper.custody),
            amounts=(paper.originals, paper.copies),
            file_name=paper.file_name or paper.name,
            sha256=paper.sha256,
            kilobytes=max(1, round(paper.size / 1024)),
            inline=paper.media_type in SAFE_INLINE,
            held=paper.custody == "held",
        )
        for paper in page.papers
    )


def _calendar(state: DossierState) -> WorkCalendar | None:
    try:
        return calendar_of(state)
    except Refusal:  # an office that was abolished since has no calendar to explain with
        return None


def _near(state: DossierState, calendar: WorkCalendar | None) -> Nearness | None:
    if calendar is None or state.clock is None or state.due_at is None or state.finished_at is not None:
        return None
    return near_dossier(calendar, state.clock, state.due_at, time.now())


def _step_near(state: DossierState, task: ShownTask, calendar: WorkCalendar | None) -> Nearness | None:
    if calendar is None or state.clock is None or task.due_at is None:
        return None
    if task.element and state.units and (own := state.units.calendar_of(task.unit_id)):
        calendar = work_calendar(own)
    return near_step(calendar, state.clock, task.opened_at, task.due_at, time.now())
