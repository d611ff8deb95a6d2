"""One act on several tasks: each is tried on its own, and each row says what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.desk.posted import read_uuid
from motcua.desk.queries import tasks_by_id
from motcua.desk.task_rows import TaskRow
from motcua.dossiers import commands as cmd
from motcua.dossiers.services import Outcome, execute
from motcua.dossiers.status import Decision
from motcua.kernel import ids
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.wording import say
from motcua.offices.access import actor_of, staff_view
from motcua.offices.actors import Actor
from motcua.offices.roles import Role

_MOST = 200
_ACTS = frozenset({"complete", "assign", "approve"})


@dataclass(frozen=True, slots=True)
class Ticked:
    """One ticked row as the page sent it: which task of which dossier, seen in which version."""

    dossier_id: UUID
    task_id: UUID
    version: int

    @classmethod
    def read(cls, text: str) -> Ticked:
        """From the box's value. Raises BadRequest for anything our page did not write."""
        dossier, _first, rest = text.partition(":")
        task, _second, version = rest.partition(":")
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            raise BadRequest("no version")
        return cls(read_uuid(dossier), read_uuid(task), int(version))

    @property
    def value(self) -> str:
        """As the box's value."""
        return f"{self.dossier_id}:{self.task_id}:{self.version}"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done with every ticked row."""

    act: str
    command_id: UUID
    note: str
    assignee_id: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one row."""

    ok: bool
    label: str
    text: str
    url: str


@staff_view(roles=frozenset(Role))
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Carry out, or first ask to confirm an approval; then every dossier's own outcome."""
    actor = actor_of(request)
    wish = _wish(request)
    ticked = [Ticked.read(value) for value in dict.fromkeys(request.POST.getlist("task"))][:_MOST]
    rows = {row.task_id: row for row in tasks_by_id([item.task_id for item in ticked], actor)}
    if not ticked:
        raise Refusal(
            "nothing_ticked", N_("No dossier is ticked."), N_("Go back and tick the rows you mean.")
        )
    if wish.act == "assign" and wish.assignee_id is None:
        raise Refusal("person_needed", N_("Nobody was chosen."), N_("Choose a person from the list."))
    if wish.act == "approve" and request.POST.get("confirmed") != "yes":
        listed = [(item, rows[item.task_id]) for item in ticked if item.task_id in rows]
        return render(request, "desk/bulk_confirm.html", {"listed": listed, "wish": wish})
    results = [_one(item, rows.get(item.task_id), wish, actor) for item in ticked]
    done = sum(result.ok for result in results)
    context = {"results": results, "done": done, "not_done": len(results) - done}
    return render(request, "desk/bulk_results.html", context)


def _wish(request: HttpRequest) -> Wish:
    act, assignee = request.POST.get("act", ""), request.POST.get("assignee", "")
    if act not in _ACTS:
        raise BadRequest("no such act")
    chosen = int(assignee) if assignee.isascii() and assignee.isdigit() and len(assignee) < 19 else None
    command_id = read_uuid(request.POST.get("command_id", ""))
    return Wish(act, command_id, request.POST.get("note", "").strip()[:2000], chosen)


def _one(item: Ticked, row: TaskRow | None, wish: Wish, actor: Actor) -> Result:
    url = reverse("desk:dossier", args=[item.dossier_id])
    label = f"{row.code} · {row.applicant}" if row else str(item.dossier_id)
    try:
        outcome = execute(_command(item, row, wish), actor)
    except Refusal as refusal:
        said = say(refusal)
        return Result(False, label, f"{said.message} {said.hint}".strip(), url)
    return Result(True, outcome.state.code or label, _what_is_next(outcome), url)


class _Sent(TypedDict):
    command_id: UUID
    dossier_id: UUID
    expected_version: int
    task_id: UUID


def _command(item: Ticked, row: TaskRow | None, wish: Wish) -> cmd.Command:
    sent: _Sent = {
        "command_id": ids.uuid_for("desk.bulk", wish.command_id, item.task_id),
        "dossier_id": item.dossier_id,
        "expected_version": item.version,
        "task_id": item.task_id,
    }
    if wish.act == "approve":
        return cmd.DecideDossier(**sent, decision=Decision.APPROVED, note=wish.note)
    if wish.act == "assign" and row is not None and row.action != "assign":
        return cmd.ReassignTask(**sent, assignee_id=wish.assignee_id or 0, reason=wish.note)
    chosen = wish.assignee_id if wish.act == "assign" else None
    return cmd.CompleteTask(**sent, note=wish.note, assignee_id=chosen)


def _what_is_next(outcome: Outcome) -> str:
    if outcome.repeated:
        return _("This was done already; nothing was done twice.")
    steps = "; ".join(task.name for task in outcome.state.tasks)
    return _("Next: %(steps)s") % {"steps": steps} if steps else _("Nothing is left to do.")
