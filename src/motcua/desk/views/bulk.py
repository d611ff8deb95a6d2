"""One act on several tasks of the list; what needs a signature goes through the leader's review first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from motcua.desk import ticked
from motcua.desk.posted import read_uuid
from motcua.desk.task_rows import TaskRow, Ticked
from motcua.dossiers import commands as cmd
from motcua.dossiers.lifecycle.sending import ACCEPT_PAPERS
from motcua.kernel.errors import N_, Refusal
from motcua.offices.access import actor_of, staff_view
from motcua.offices.roles import Role

_ACTS = frozenset({"complete", "assign", "acknowledge"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done with every ticked row."""

    act: str
    command_id: UUID
    note: str
    assignee_id: int | None
    given_by: str = ""  # who brought the papers of dossiers from other offices


@staff_view(roles=frozenset(Role))
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Carry the act out; every dossier has its own outcome."""
    actor = actor_of(request)
    wish = _wish(request)
    items = ticked.read_ticked(request.POST.getlist("task"))
    if wish.act == "assign" and wish.assignee_id is None:
        raise Refusal("person_needed", N_("Nobody was chosen."), N_("Choose a person from the list."))

    def commands(item: Ticked, row: TaskRow | None) -> Sequence[cmd.Command]:
        return [_command(item, row, wish)]

    results = ticked.carry_out(items, ticked.rows_of(items, actor), commands, actor)
    return render(request, "desk/bulk_results.html", ticked.summary(results))


def _wish(request: HttpRequest) -> Wish:
    act, assignee = request.POST.get("act", ""), request.POST.get("assignee", "")
    if act not in _ACTS:
        raise BadRequest("no such act")
    chosen = int(assignee) if assignee.isascii() and assignee.isdigit() and len(assignee) < 19 else None
    command_id = read_uuid(request.POST.get("command_id", ""))
    note, giver = (request.POST.get(name, "").strip() for name in ("note", "given_by"))
    return Wish(act, command_id, note[:2000], chosen, giver[:200])


def _command(item: Ticked, row: TaskRow | None, wish: Wish) -> cmd.Command:
    sent = ticked.on_task(item, wish.command_id)
    if wish.act == "acknowledge":
        if row is not None and row.action == ACCEPT_PAPERS:
            return cmd.AcknowledgePapers(**sent, given_by=wish.given_by)
        return cmd.AcknowledgeTransfer(**sent, papers_given_by=wish.given_by)
    if wish.act == "assign" and row is not None and row.action != "assign":
        return cmd.ReassignTask(**sent, assignee_id=wish.assignee_id or 0, reason=wish.note)
    chosen = wish.assignee_id if wish.act == "assign" else None
    return cmd.CompleteTask(**sent, note=wish.note, assignee_id=chosen)
