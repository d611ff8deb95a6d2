"""What holds of every dossier at every moment, whoever did what. Each says in its message what is broken."""

from __future__ import annotations

from collections.abc import Iterable

from motcua.dossiers import events as ev
from motcua.dossiers.codec import decode, encode
from motcua.dossiers.ledger import Entry
from motcua.dossiers.state import DossierState, evolve
from motcua.dossiers.status import FINISHED, NATIONAL_CODE, NEVER_RECEIVED, READY_TO_RETURN, Status
from motcua.offices.actors import Actor

ONCE = (
    "received",
    "decided",
    "handed_over",
    "reception_refused",
    "stopped",
    "extended",
)
# What may still be said about a dossier that was stopped, or whose result was given away.
AFTER_THE_END = {"custody_changed", "paper_added", "apologised", "corrected", "paper_issued"}
ENDED_OTHERWISE = {Status.STOPPED, Status.WITHDRAWN, Status.CLOSED_NO_SUPPLEMENT}


def check_event(before: DossierState, event: ev.Event, after: DossierState) -> None:
    """One fact: it can be stored, and it does only what the dossier's stage allows."""
    assert decode(ev.BY_TYPE[event.type], encode(event)) == event, "the event does not survive being stored"
    effect: ev.Effect | None = getattr(event, "effect", None)
    if before.finished_at is not None and effect is not None:
        assert not effect.opened, f"{event.type} opens a step of a finished dossier"
        assert after.finished_at == before.finished_at, f"{event.type} moves the end of the processing"
    if before.status in ENDED_OTHERWISE or before.returned_at is not None:
        assert event.type in AFTER_THE_END, f"{event.type} after the end"
    if before.decision is not None:
        assert after.decision == before.decision, f"{event.type} changes the decision"
    if before.received_at is not None:
        check_papers(before, after, event)
    for task in after.tasks:
        if task in before.tasks:
            continue
        late = task.due_at is not None and task.due_at < task.opened_at
        # A step without a time of its own is due with the dossier, which may be late when it opens.
        assert not late or task.due_at == after.due_at, f"{task.name} was due before it began"


def check_papers(before: DossierState, after: DossierState, event: ev.Event) -> None:
    """No paper of a received dossier vanishes, and what was given back is told to be somewhere else by name only."""
    now = {paper.id: paper for paper in after.papers}
    for paper in before.papers:
        assert paper.id in now, f"{event.type} loses the paper {paper.name!r}"
        if paper.custody == "returned" and now[paper.id].custody != "returned":
            assert isinstance(event, ev.CustodyChanged), f"{event.type} takes back {paper.name!r} silently"


def check_state(found: DossierState, people: Iterable[Actor]) -> None:
    """A dossier at rest: it is somewhere, somebody has it, and it is due some day."""
    assert found.status in NATIONAL_CODE
    received = found.received_at is not None
    assert received == bool(found.code)
    assert (found.finished_at is not None) == (found.status in FINISHED)
    if found.decision is None:
        assert not found.result_number, "a result has a number before there is a decision"
        assert not any(paper.kind == "result" for paper in found.papers), "a result before the decision"
        assert found.status not in READY_TO_RETURN | {Status.IN_POST, Status.RETURNED}
    if found.status in ENDED_OTHERWISE or found.returned_at is not None:
        assert found.tasks == (), f"a step of a dossier that ended ({found.status}) waits for ever"
        assert found.waiting is None
    elif received:
        _check_not_stranded(found, list(people))
    else:
        assert found.status in NEVER_RECEIVED
        assert found.tasks == ()


def _check_not_stranded(found: DossierState, people: list[Actor]) -> None:
    assert found.tasks, f"nobody has the dossier ({found.status})"
    for task in found.tasks:
        assert task.name.strip(), "a step without a name"
        if task.action == "give_opinion":
            continue  # any officer of the unit may answer; the unit may be one without officers
        held = [actor for actor in people if actor.has(task.role, task.unit_id)]
        assert held, f"nobody has the role for {task.name}"
        assert task.assignee_id is None or task.assignee_id in {actor.person_id for actor in held}
    if found.finished_at is None:
        assert (found.due_at is None) == (found.waiting is not None), "due though it waits, or the other way"
    counted = [task for task in found.tasks if task.token > 0 and task.action not in ("return", "tax")]
    if found.waiting is None:
        assert all(task.due_at is not None for task in counted), "a step of a running dossier is never due"
    assert not any(task.due_at for task in found.tasks if task.action == "tax"), "the tax office is not ours"


def check_clock(found: DossierState) -> None:
    """Nothing on the clock is negative, and nothing overlaps."""
    clock = found.clock
    if clock is None:
        return
    assert clock.segment >= 0
    edge = clock.counts_from
    for number, pause in enumerate(clock.pauses, 1):
        assert pause.start >= edge, "a pause begins before the clock, or inside another"
        assert pause.end is not None or number == len(clock.pauses)
        if pause.end is not None:
            assert pause.end >= pause.start
            edge = pause.end
    assert all((held.minutes_left or 0) >= 0 for held in clock.held), "less than no time is left"
    assert clock.stands == (found.waiting is not None) or found.finished_at is not None
    if found.due_at is not None:
        assert found.due_at > clock.counts_from, "due before the clock began"
        assert found.legal_due_at is not None


def check_ledger(found: DossierState, ledger: list[Entry]) -> None:
    """The whole life: replay gives the same dossier; what happens once happened once; requests are counted."""
    again = DossierState(id=found.id)
    for entry in ledger:
        again = evolve(
            again, decode(ev.BY_TYPE[entry.event.type], encode(entry.event)), entry.at, entry.actor_id
        )
    assert again == found, "replay tells another dossier"
    assert [entry.seq for entry in ledger] == list(range(1, found.version + 1))
    assert [entry.at for entry in ledger] == sorted(entry.at for entry in ledger)
    types = [entry.event.type for entry in ledger]
    for kind in ONCE:
        assert types.count(kind) <= 1, f"{kind} happened {types.count(kind)} times"
    assert sum(task.action == "sign_extension" for task in found.tasks) <= 1, (
        "two extensions wait for a signature"
    )
    assert (found.appointment_at is not None) == ("extended" in types)
    after = types[types.index("extended") :] if "extended" in types else []
    assert "extension_proposed" not in after, "a second new appointment is proposed"
    check_supplements(found, [entry.event for entry in ledger])


def check_supplements(found: DossierState, events: list[ev.Event]) -> None:
    """Requests are numbered without gaps; every one after the first has its override."""
    asked = [event for event in events if isinstance(event, ev.SupplementRequested)]
    assert found.supplement_requests == len(asked)
    assert [event.number for event in asked] == list(range(1, len(asked) + 1))
    for event in asked[1:]:
        assert event.override is not None, "a second request without an override"
        assert event.override.reason.strip()
        assert event.override.legal_basis.strip()
    brought = sum(isinstance(event, ev.SupplementCompleted) for event in events)
    assert brought <= len(asked), "a supplement that nobody asked for"
