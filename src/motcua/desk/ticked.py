"""Several dossiers at once: each ticked row is tried on its own, and each says what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.desk.posted import SentOnTask
from motcua.desk.queries import tasks_by_id
from motcua.desk.task_rows import TaskRow, Ticked
from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.services import Outcome, execute
from motcua.kernel import ids
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.wording import say
from motcua.offices.actors import Actor

MOST = 200


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one row."""

    ok: bool
    label: str
    text: str
    url: str


Rows = Mapping[UUID, TaskRow]
# What is to be done with a row; its task is None when it is closed or out of sight: the act then says so.
Commands = Callable[[Ticked, TaskRow | None], Sequence[cmd.Command]]


def read_ticked(values: Iterable[str]) -> list[Ticked]:
    """The ticked rows, each once, at most MOST. Refuses a form without any."""
    ticked = [Ticked.read(value) for value in dict.fromkeys(values)][:MOST]
    if not ticked:
        raise Refusal(
            "nothing_ticked", N_("No dossier is ticked."), N_("Go back and tick the rows you mean.")
        )
    return ticked


def rows_of(ticked: Iterable[Ticked], actor: Actor) -> Rows:
    """The open tasks behind the rows that this person may see, by id."""
    return {row.task_id: row for row in tasks_by_id([item.task_id for item in ticked], actor)}


def on_task(item: Ticked, wish_id: UUID) -> SentOnTask:
    """Each row's command has its own id, made from that of the form: sent twice it is done once."""
    return {
        "command_id": ids.uuid_for("desk.bulk", wish_id, item.task_id),
        "dossier_id": item.dossier_id,
        "expected_version": item.version,
        "task_id": item.task_id,
    }


def carry_out(ticked: Iterable[Ticked], rows: Rows, commands: Commands, actor: Actor) -> list[Result]:
    """Do it row by row, in the order of the list; a refused row leaves the others alone.

    A dossier may have two rows: the second one is judged on what the first one left behind.
    """
    results = []
    moved: dict[tuple[UUID, int], int] = {}  # (dossier, version seen) -> version our own act led to
    for item in ticked:
        seen = (item.dossier_id, item.version)
        result, version = _one(
            replace(item, version=moved.get(seen, item.version)), rows.get(item.task_id), commands, actor
        )
        results.append(result)
        moved[seen] = version
    return results


def summary(results: Sequence[Result]) -> dict[str, object]:
    """What the page of results shows."""
    done = sum(result.ok for result in results)
    return {"results": results, "done": done, "not_done": len(results) - done}


def label_of(row: TaskRow | None, dossier_id: UUID) -> str:
    """What a row is called."""
    return f"{row.code} · {row.applicant}" if row else str(dossier_id)


def _one(item: Ticked, row: TaskRow | None, commands: Commands, actor: Actor) -> tuple[Result, int]:
    """What came of it, and the dossier's version as far as this row knows."""
    url, label = reverse("desk:dossier", args=[item.dossier_id]), label_of(row, item.dossier_id)
    outcome = None
    try:
        for command in commands(item, row):
            outcome = execute(command, actor)
    except Refusal as refusal:
        version = outcome.version if outcome is not None else item.version
        return Result(False, label, say(refusal).text, url), version
    assert outcome is not None
    return Result(True, outcome.state.code or label, _what_came(outcome), url), outcome.version


def _what_came(outcome: Outcome) -> str:
    if outcome.repeated:
        return _("This was done already; nothing was done twice.")
    steps = "; ".join(task.name for task in outcome.state.tasks)
    then = _("Next: %(steps)s") % {"steps": steps} if steps else _("Nothing is left to do.")
    event = outcome.event
    if isinstance(event, ev.StepCompleted) and event.result_number:
        return _("Number %(number)s.") % {"number": event.result_number} + f" {then}"
    return then
