"""How a dossier stands beside its due date: waiting, promised anew, late without a word; and whose act is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from motcua.desk.wording import MORE_WORDS
from motcua.dossiers.lifecycle.partners import AWAIT_PARTNER
from motcua.dossiers.more_actions import OWN_ACT
from motcua.dossiers.page import DossierPage, ShownTask
from motcua.dossiers.state import DossierState
from motcua.dossiers.words import STEP_WORDS, WAITING_WORDS
from motcua.kernel import formats
from motcua.offices.actors import Actor

_AT_THE_DESK = ("deliver_supplement", "await_supplement")


@dataclass(frozen=True, slots=True)
class Standing:
    """Words for the head of the page; empty where there is nothing to say."""

    waiting: str = ""
    why_nothing: str = ""  # why nobody in the office can go on, and what will let them
    appointment_at: datetime | None = None
    without_apology: bool = False


@dataclass(frozen=True, slots=True)
class OwnAct:
    """The act that ends a task beside the drawing, and where it is done."""

    label: str | Promise
    url: str
    yours: bool


def standing(state: DossierState, now: datetime) -> Standing:
    """The words for a dossier as it stands at `now`."""
    return Standing(
        waiting=waiting_words(state),
        why_nothing=_why_nothing(state),
        appointment_at=state.appointment_at,
        without_apology=state.late_without_apology(now),
    )


def waiting_words(state: DossierState) -> str:
    """What is waited for and until when; empty while the clock runs or after the end."""
    waiting = state.waiting
    if waiting is None or state.finished_at is not None:
        return ""
    words = str(WAITING_WORDS.get(waiting.kind, waiting.kind))
    if waiting.until is None:
        return words
    return _("%(waiting)s until %(until)s") % {"waiting": words, "until": formats.instant(waiting.until)}


def own_act(page: DossierPage, task: ShownTask, actor: Actor) -> OwnAct | None:
    """Where a task beside the drawing is done; None for steps of the drawing."""
    yours = task.assignee_id in {None, actor.person_id} and actor.has(task.role, task.unit_id)
    if task.action in OWN_ACT:
        act = OWN_ACT[task.action]
        url = f"{reverse('desk:more', args=[page.id])}?act={act}#{act}" if yours else ""
        return OwnAct(MORE_WORDS[act], url, yours)
    if task.action == AWAIT_PARTNER:
        return OwnAct(_("See what the partner says"), reverse("exchange:of-dossier", args=[page.id]), False)
    if task.action in _AT_THE_DESK:
        url = _counter(page) if yours else ""
        return OwnAct(STEP_WORDS[task.action], url, yours and bool(url))
    return None


def _why_nothing(state: DossierState) -> str:
    if state.waiting is None or state.finished_at is not None:
        return ""
    if state.waiting.kind == "earlier_part":
        return _(
            "This part begins by itself when the part before it is approved, with its time limit in full. If "
            "that one is refused, this one is stopped."
        )
    if state.waiting.kind != "supplement":
        return _(
            "The clock stands until the paper that ends the pause is there; then the dossier goes on with "
            "the time that was left. Nobody is late meanwhile."
        )
    if state.waiting.until is None:
        return _(
            "The desk has still to tell the applicant what to bring. Nothing can be decided before the "
            "supplement is there."
        )
    return _(
        "The applicant has until %(until)s. When everything is there the time limit counts again in full; if "
        "nothing comes, the dossier is closed by itself."
    ) % {"until": formats.instant(state.waiting.until)}


def _counter(page: DossierPage) -> str:
    """The counter's page; empty in a house without one."""
    try:
        return reverse("counter:supplement", args=[page.id])
    except NoReverseMatch:
        return ""
