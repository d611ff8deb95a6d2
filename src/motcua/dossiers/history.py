"""The ledger in plain words: one sentence per event, with who, when, and the note or reason given.

A kind of event is told by the function registered for its class with `@sentence.register`; a kind that nobody
has told yet is named by its type, so that an old page never breaks on a new event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import singledispatch

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from motcua.dossiers import events as ev
from motcua.dossiers.ledger import Entry
from motcua.dossiers.status import Decision
from motcua.kernel import formats

CUSTODY_WORDS: Mapping[str, str] = {
    "none": gettext_noop("electronic only"),
    "held": gettext_noop("the original is kept at the office"),
    "copied": gettext_noop("compared and copied, the original given back"),
    "returned": gettext_noop("the original was given back"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What the people and units of a ledger are called."""

    people: Mapping[int, str] = field(default_factory=dict)
    units: Mapping[int, str] = field(default_factory=dict)
    offices: Mapping[int, str] = field(default_factory=dict)
    office_of: Mapping[int, int] = field(default_factory=dict)  # unit → office
    home: int | None = None  # the competent office, which need not be named with its units

    def person(self, person_id: int | None) -> str:
        """The person's name; the program itself where no person acted."""
        return _("The system") if person_id is None else self.people.get(person_id, _("somebody"))

    def unit(self, unit_id: int) -> str:
        """The unit's name, with its office where that is not the competent one."""
        name, office = self.units.get(unit_id, ""), self.office_of.get(unit_id)
        if self.home is None or office in (None, self.home):
            return name
        return f"{name}, {self.office(office)}"

    def office(self, office_id: int | None) -> str:
        """The office's short name."""
        return self.offices.get(office_id, "") if office_id is not None else ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event as a person reads it. `note` holds what was written, `then` who has to act next."""

    seq: int
    at: datetime
    who: str
    text: str
    note: str = ""
    then: str = ""
    type: str = ""


def history(ledger: Iterable[Entry], names: Names) -> tuple[HistoryLine, ...]:
    """Every event of the ledger in words, in the order of the ledger, in the active language."""
    return tuple(
        HistoryLine(
            seq=entry.seq,
            at=entry.at,
            who=doer(entry, names),
            text=sentence(entry.event, entry, names),
            note=_note(entry.event),
            then=_then(entry.event, names),
            type=entry.event.type,
        )
        for entry in ledger
    )


def doer(entry: Entry, names: Names) -> str:
    """Who did it, and in whose place when by delegation."""
    name = names.person(entry.actor_id)
    if entry.event.in_place_of is None:
        return name
    giver = names.person(entry.event.in_place_of)
    return _("%(name)s, in place of %(giver)s") % {"name": name, "giver": giver}


def people_in(ledger: Sequence[Entry]) -> frozenset[int]:
    """Ids of the people that the sentences of this ledger name."""
    found: set[int | None] = {entry.actor_id for entry in ledger}
    for event in (entry.event for entry in ledger):
        found |= {getattr(event, name, None) for name in ("assignee_id", "previous_id", "in_place_of")}
        found |= {task.assignee_id for task in _opened(event)}
    return frozenset(person for person in found if person is not None)


def units_in(ledger: Sequence[Entry]) -> frozenset[int]:
    """Ids of the units that the sentences of this ledger name, or that its tasks went to."""
    asked = frozenset(entry.event.unit_id for entry in ledger if isinstance(entry.event, ev.OpinionAsked))
    moved = frozenset(
        unit
        for entry in ledger
        if isinstance(entry.event, ev.OfficeTransferred)
        for change in entry.event.units
        for unit in (change.old, change.new)
    )
    return asked | moved | frozenset(task.unit_id for entry in ledger for task in _opened(entry.event))


def offices_in(ledger: Sequence[Entry]) -> frozenset[int]:
    """Ids of the offices that the sentences of this ledger name."""
    found = set()
    for event in (entry.event for entry in ledger):
        found |= {getattr(event, "from_office", None), getattr(event, "to_office", None)}
    return frozenset(office for office in found if office is not None)


@singledispatch
def sentence(event: ev.Event, entry: Entry, names: Names) -> str:
    """What happened, as one sentence without its subject ("Completed “Examine”.")."""
    del entry, names
    return event.type.replace("_", " ").capitalize() + "."


@sentence.register
def _drafted(event: ev.Drafted, entry: Entry, names: Names) -> str:
    return _("Saved a draft of the dossier.")


@sentence.register
def _received(event: ev.Received, entry: Entry, names: Names) -> str:
    places = {"code": event.code, "due": formats.instant(event.due_at)}
    if event.missing:
        places["papers"] = "; ".join(event.missing)
        return (
            _("Received the dossier as %(code)s, due %(due)s, although papers are missing: %(papers)s.")
            % places
        )
    if event.intake.without_receipt:
        return _("Received the dossier as %(code)s, to be settled at once without a receipt.") % places
    return _("Received the dossier as %(code)s; the result is promised for %(due)s.") % places


@sentence.register
def _reception_refused(event: ev.ReceptionRefused, entry: Entry, names: Names) -> str:
    return _("Refused to receive the dossier.")


@sentence.register
def _step_completed(event: ev.StepCompleted, entry: Entry, names: Names) -> str:
    places = {"step": event.step, "number": event.result_number}
    if event.assignee_id is not None:
        places["person"] = names.person(event.assignee_id)
        return _("Completed “%(step)s” and gave the dossier to %(person)s.") % places
    if event.result_number:
        return _("Completed “%(step)s”; the result has the number %(number)s.") % places
    return _("Completed “%(step)s”.") % places


@sentence.register
def _decided(event: ev.Decided, entry: Entry, names: Names) -> str:
    if event.decision == Decision.APPROVED:
        return _("Approved the dossier at “%(step)s”.") % {"step": event.step}
    return _("Refused the dossier at “%(step)s”.") % {"step": event.step}


@sentence.register
def _sent_back(event: ev.SentBack, entry: Entry, names: Names) -> str:
    return _("Sent the dossier back from “%(step)s” to “%(to)s”.") % {"step": event.step, "to": event.to_step}


@sentence.register
def _reassigned(event: ev.Reassigned, entry: Entry, names: Names) -> str:
    places = {
        "step": event.step,
        "person": names.person(event.assignee_id),
        "previous": names.person(event.previous_id) if event.previous_id else "",
    }
    if event.assignee_id == entry.actor_id:
        if event.previous_id:
            return _("Took over “%(step)s” from %(previous)s.") % places
        return _("Took over “%(step)s”.") % places
    if event.previous_id:
        return _("Gave “%(step)s” to %(person)s instead of %(previous)s.") % places
    return _("Gave “%(step)s” to %(person)s.") % places


@sentence.register
def _paper_added(event: ev.PaperAdded, entry: Entry, names: Names) -> str:
    if event.paper.kind == "result":
        return _("Attached the result “%(name)s”.") % {"name": event.paper.name}
    return _("Added the paper “%(name)s”.") % {"name": event.paper.name}


@sentence.register
def _custody_changed(event: ev.CustodyChanged, entry: Entry, names: Names) -> str:
    words = _(CUSTODY_WORDS[event.custody]) if event.custody in CUSTODY_WORDS else event.custody
    return _("The paper “%(name)s”: %(custody)s.") % {"name": event.name, "custody": words}


@sentence.register
def _handed_over(event: ev.HandedOver, entry: Entry, names: Names) -> str:
    if event.collector is None:
        return _("Handed the result over to the applicant.")
    places = {"name": event.collector.name, "paper": event.collector.authorisation}
    return _("Handed the result over to %(name)s, authorised by: %(paper)s.") % places


@sentence.register
def _timers_fired(event: ev.TimersFired, entry: Entry, names: Names) -> str:
    return _("A timer of the process was reached.")


@sentence.register
def _due_recomputed(event: ev.DueRecomputed, entry: Entry, names: Names) -> str:
    places = {
        "before": formats.instant(event.previous_due_at),
        "after": formats.instant(event.due_at),
        "decision": event.decision_number,
    }
    if not event.previous_due_at:
        return _("The due date is now %(after)s (%(decision)s).") % places
    return _("The due date moved from %(before)s to %(after)s (%(decision)s).") % places


def _note(event: ev.Event) -> str:
    parts = list(_written(event))
    return " ".join(part if part.endswith((".", "!", "?", "…")) else f"{part}." for part in parts)


def _written(event: ev.Event) -> Iterator[str]:
    for name in ("reason", "override_reason", "note"):
        if words := getattr(event, name, ""):
            yield words
    if isinstance(event, ev.Received | ev.Drafted) and event.intake.note:
        yield event.intake.note
    if basis := getattr(event, "legal_basis", ""):
        yield _("Legal basis: %(basis)s") % {"basis": basis}
    if isinstance(event, ev.HandedOver) and not event.receipt_shown:
        yield _("The receipt was not shown")


def _then(event: ev.Event, names: Names) -> str:
    said = []
    for task in _opened(event):
        holder = names.person(task.assignee_id) if task.assignee_id else names.unit(task.unit_id)
        said.append(f"{task.name} ({holder})" if holder else task.name)
    return _("Next: %(steps)s") % {"steps": "; ".join(said)} if said else ""


def _opened(event: ev.Event) -> tuple[ev.Opened, ...]:
    effect: ev.Effect | None = getattr(event, "effect", None)
    return effect.opened if effect else ()
