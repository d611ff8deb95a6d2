"""What the page of a test run shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from motcua.calendars.queries import work_calendar
from motcua.calendars.worktime import VIETNAM, TimeError
from motcua.dossiers.engine_route import EngineRoute
from motcua.dossiers.route import part_of
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.wording import say
from motcua.offices.actors import Actor
from motcua.offices.pages import office_tree
from motcua.offices.seats import places
from motcua.processes.bpmn.model import Work
from motcua.processes.errors import ProcessError
from motcua.processes.net import Net
from motcua.processes.queries import ProcessLine, detail
from motcua.processes.trial import Place, Trial, TrialStep, walk
from motcua.rules.queries import in_force
from motcua.setup.process_words import reason_words
from motcua.setup.queries.procedures import ProcessUse
from motcua.setup.queries.processes import net_of, uses_around
from motcua.setup.trial_form import AT_RECEPTION, TrialAddress


@dataclass(frozen=True, slots=True)
class Turn:
    """An open step with what can be done in it. `when`: the instant its fields begin with."""

    step: TrialStep
    when: datetime
    decides: bool
    earlier: tuple[tuple[str, str], ...]
    asks: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class TrialPage:
    """A test run as it stands. `trial` None: it cannot even begin; `error` says why."""

    line: ProcessLine
    address: TrialAddress
    trial: Trial | None
    turns: tuple[Turn, ...]
    offices: tuple[tuple[int, str], ...]
    uses: tuple[ProcessUse, ...]
    given: tuple[tuple[str, object], ...]
    committed: int | None
    asks_decision: bool
    error: str

    @property
    def left(self) -> int | None:
        """Working minutes of the committed time that are left; below zero when it is used up."""
        return None if self.trial is None or self.committed is None else self.committed - self.trial.used

    @property
    def over(self) -> int:
        """Working minutes above the committed time."""
        return max(0, -(self.left or 0))

    @property
    def said(self) -> list[tuple[str, str]]:
        """The address's own words as hidden fields."""
        return [pair for pair in parse_qsl(self.address.query()) if pair[0] in ("given", "move")]

    @property
    def timer_until(self) -> datetime | None:
        """The first full minute at which the next timer has fired."""
        due = self.trial.timer_at if self.trial else None
        return due and (due + timedelta(seconds=59)).astimezone(VIETNAM).replace(second=0, microsecond=0)


def page(version_id: int, address: TrialAddress, actor: Actor) -> TrialPage:
    """Walk the sample; a last move that does not fit is left out and said."""
    one = detail(version_id)
    offices = tuple((line.office.pk, line.office.name) for line in office_tree(actor))
    known = {pk for pk, _name in offices}
    if address.office not in known:
        own = actor.offices()
        fitting = [pk for pk, _name in offices if pk in own] or [pk for pk, _name in offices]
        address = replace(address, office=fitting[0] if fitting else 0)
    uses = tuple(uses_around(one.line))
    chosen = next((use for use in uses if use.version_id == address.use), uses[0] if uses else None)
    if chosen is not None:
        address = replace(address, use=chosen.version_id)
    trial: Trial | None = None
    turns: tuple[Turn, ...] = ()
    given: tuple[tuple[str, object], ...] = ()
    error, asks_decision = "", False
    try:
        net = net_of(one.xml)
        if address.receiving not in known:
            address = replace(address, receiving=_receiving(net, address.office, actor))
        route = EngineRoute(net)
        asks_decision = "decision" in route.asks
        given = tuple((name, address.given.get(name, "")) for name in AT_RECEPTION if name in route.asks)
        trial, address, error = _walked(net, address)
        turns = tuple(_turn(step, route, trial) for step in trial.open)
    except ProcessError as refused:
        error = reason_words(str(refused))
    except TimeError as uncountable:
        error = str(uncountable)
    except Refusal as refusal:
        error = say(refusal).text
    return TrialPage(
        line=one.line,
        address=address,
        trial=trial,
        turns=turns,
        offices=offices,
        uses=uses,
        given=given,
        committed=chosen.minutes if chosen else None,
        asks_decision=asks_decision,
        error=error,
    )


def _receiving(net: Net, competent: int, actor: Actor) -> int:
    """Where the sample is handed in when nobody says: below the competent office, if other offices take part."""
    if any(node.work.office for node in net.nodes):
        below = (line.office.pk for line in office_tree(actor) if line.office.parent_id == competent)
        return next(below, competent)
    return competent


def _walked(net: Net, address: TrialAddress) -> tuple[Trial, TrialAddress, str]:
    if not address.office:
        raise Refusal(
            "no_office", N_("There is no office whose working time could be counted."), N_("Make one first.")
        )
    where = _where(net, address)
    calendar = where(Work()).calendar
    minutes = in_force(address.at.date()).transfer_acknowledge_minutes
    error = ""
    while True:
        try:
            trial = walk(net, calendar, address.at, address.moves, address.given, where, minutes)
            return trial, address, error
        except ProcessError as refused:
            if not address.moves:
                raise
            error = _("The last move was not possible: %(reason)s.") % {"reason": reason_words(str(refused))}
            address = replace(address, moves=address.moves[:-1])


def _where(net: Net, address: TrialAddress) -> Callable[[Work], Place]:
    """At which office a step is done, and the working time there, as reception would resolve it."""
    wanted = {"receiving", "competent", *(node.work.office for node in net.nodes if node.work.office)}
    found = {
        selector: Place(place.name, work_calendar(place.calendar_id), place.office_id)
        for selector, place in places(sorted(wanted), address.receiving, address.office).items()
    }

    def where(work: Work) -> Place:
        own = "receiving" if part_of(work.unit) == "desk" else "competent"
        return found[work.office or own]

    return where


def _turn(step: TrialStep, route: EngineRoute, trial: Trial) -> Turn:
    asked = sorted(route.asks - {*AT_RECEPTION, "decision"})
    return Turn(
        step=step,
        when=trial.now if step.due is None or step.action == "receive" else max(trial.now, step.due),
        decides=route.decides(step.element) and "decision" not in trial.variables,
        earlier=route.earlier_steps(step.element),
        asks=tuple((name, trial.variables.get(name, "")) for name in asked),
    )
