"""The page "More acts" of one dossier: what is open to this person, with all that its forms offer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID

from django.utils.functional import Promise

from motcua.desk.asking import UnitChoice, units_to_ask
from motcua.desk.queries import Officer, officers
from motcua.desk.screen import Closed
from motcua.desk.standing import Standing, standing
from motcua.desk.wording import FIELD_WORDS, MORE_SAYS, MORE_WORDS
from motcua.dossiers import events as ev
from motcua.dossiers import ledger
from motcua.dossiers.history import HistoryLine
from motcua.dossiers.lifecycle import Context
from motcua.dossiers.more_actions import (
    OWN_ACT,
    MoreAct,
    MoreAction,
    Offer,
    answer_times,
    more_actions,
    new_appointments,
)
from motcua.dossiers.page import DossierPage
from motcua.dossiers.queries import dossier_page
from motcua.dossiers.services import open_context
from motcua.dossiers.state import DossierState
from motcua.kernel.errors import Refusal
from motcua.kernel.wording import say
from motcua.offices.actors import Actor
from motcua.rules.parameters import Rules
from motcua.rules.queries import history

_LEADING = frozenset({"head_of_unit", "signing_leader"})


@dataclass(frozen=True, slots=True)
class ActForm:
    """One form of the page. `question` is what was asked, when it gives an opinion."""

    act: MoreAct
    label: Promise
    says: Promise
    task_id: UUID | None
    own: bool  # ends a task that waits for this person
    question: str = ""

    @property
    def template(self) -> str:
        """The fields of the form."""
        return f"desk/parts/more/{self.act}.html"

    @property
    def dangerous(self) -> bool:
        """Whether it cannot be taken back."""
        return self.act in (MoreAct.STOP, MoreAct.REFUSE_TRANSFER)


@dataclass(frozen=True, slots=True)
class MoreScreen:
    """Everything on the page."""

    page: DossierPage
    standing: Standing
    forms: tuple[ActForm, ...]
    closed: tuple[Closed, ...]
    documents: tuple[str, ...]
    leaders: tuple[Officer, ...]
    units: tuple[UnitChoice, ...]
    appointments: tuple[Offer, ...]
    answers: tuple[Offer, ...]
    rules: tuple[Rules, ...]
    data: tuple[tuple[str, Promise, str], ...]  # correctable fields with their present values
    apologies: tuple[HistoryLine, ...]  # newest first

    @property
    def papers_held(self) -> tuple[str, ...]:
        """The originals that travel with the dossier."""
        return tuple(paper.name for paper in self.page.papers if paper.custody == "held")

    @property
    def second_request(self) -> bool:
        """Whether the one supplement request of the law has been used."""
        return self.page.state.supplement_requests > 0


def build_more(dossier_id: UUID, actor: Actor) -> MoreScreen:
    """The page for this person. Raises Refusal (404) when they may not see the dossier."""
    page = dossier_page(dossier_id, actor)
    state, context = open_context(dossier_id, actor)
    tried = more_actions(state, context)
    allowed = {action.act for action in tried if action.allowed}
    leads = state.units is not None and state.supplement_requests > 0
    return MoreScreen(
        page=page,
        standing=standing(state, context.now),
        forms=_forms(tried, state, _questions(dossier_id) if MoreAct.GIVE_OPINION in allowed else {}),
        closed=tuple(_closed(tried)),
        documents=_documents(context),
        leaders=_leaders(state) if leads and MoreAct.REQUEST_SUPPLEMENT in allowed else (),
        units=units_to_ask(state) if MoreAct.ASK_OPINION in allowed else (),
        appointments=new_appointments(state, context),
        answers=answer_times(state, context),
        rules=tuple(rules for rules in history() if rules.id != state.rule_set_id)
        if MoreAct.SWITCH_RULES in allowed
        else (),
        data=_data(state),
        apologies=tuple(line for line in reversed(page.history) if line.seq in state.apology_numbers),
    )


def _forms(
    tried: Iterable[MoreAction], state: DossierState, questions: dict[UUID, str]
) -> tuple[ActForm, ...]:
    waiting = {OWN_ACT[task.action] for task in state.tasks if task.action in OWN_ACT}
    found = [
        ActForm(
            act=action.act,
            label=MORE_WORDS[action.act],
            says=MORE_SAYS[action.act],
            task_id=action.task_id,
            own=action.act in waiting,
            question=questions.get(action.task_id, "") if action.task_id else "",
        )
        for action in tried
        if action.allowed
    ]
    return tuple(sorted(found, key=lambda form: not form.own))


def _closed(tried: Iterable[MoreAction]) -> Iterable[Closed]:
    """What is not open now, each reason once with all that it closes."""
    reasons: dict[str, tuple[Refusal, list[MoreAct]]] = {}
    for action in tried:
        if action.why_not is not None:
            acts = reasons.setdefault(action.why_not.code, (action.why_not, []))[1]
            if action.act not in acts:
                acts.append(action.act)
    for refusal, acts in reasons.values():
        yield Closed(tuple(MORE_WORDS[act] for act in acts), say(refusal))


def _questions(dossier_id: UUID) -> dict[UUID, str]:
    """What was asked, by the task that waits for the answer."""
    asked = (entry.event for entry in ledger.entries(dossier_id))
    return {
        ev.task_id(dossier_id, event.token): event.question
        for event in asked
        if isinstance(event, ev.OpinionAsked)
    }


def _documents(context: Context) -> tuple[str, ...]:
    if context.reception is None:
        return ()
    return tuple(dict.fromkeys(document.name for document in context.reception.asked.documents))


def _leaders(state: DossierState) -> tuple[Officer, ...]:
    """Who may answer for a second request: each once."""
    assert state.units is not None
    people = officers({state.units.leadership, state.units.division})
    fit = {person.person_id: person for person in people if person.roles & _LEADING}
    return tuple(fit.values())


def _data(state: DossierState) -> tuple[tuple[str, Promise, str], ...]:
    if state.intake is None:
        return ()
    values = asdict(state.intake.applicant)
    return tuple((name, words, str(values[name])) for name, words in FIELD_WORDS.items())
