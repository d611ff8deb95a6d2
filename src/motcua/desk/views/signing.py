"""The leader's signing queue: see what waits, review it, sign one or a reviewed batch with one confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from motcua.desk import queries, ticked
from motcua.desk.filters import Edge
from motcua.desk.listing import page_url
from motcua.desk.posted import read_uuid
from motcua.desk.signing import sign_command, to_sign
from motcua.desk.task_rows import TaskRow, Ticked
from motcua.desk.ticked import Rows
from motcua.dossiers import commands as cmd
from motcua.kernel import ids, time
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.wording import say
from motcua.offices.access import actor_of, staff_view
from motcua.offices.actors import Actor
from motcua.offices.roles import Role

# A head of unit decides where a process says so, and reviews a batch the same way.
SIGNING = frozenset({Role.SIGNING_LEADER, Role.HEAD_OF_UNIT})
_QUEUE = "desk:signing"


@staff_view(roles={Role.SIGNING_LEADER})
def queue(request: HttpRequest) -> HttpResponse:
    """Everything that waits for this leader's signature, nearest deadline first."""
    found = queries.queue(actor_of(request), Role.SIGNING_LEADER, Edge.read(request.GET.get("at", "")))
    context = {
        "rows": to_sign(found.rows),
        "now": time.now(),
        "older_url": page_url(_QUEUE, found.older),
        "newer_url": page_url(_QUEUE, found.newer),
    }
    return render(request, "desk/signing.html", context)


@staff_view(roles=SIGNING)
@require_POST
def review(request: HttpRequest) -> HttpResponse:
    """The ticked rows once more with all their papers; one alone when its own button was pressed."""
    only = request.POST.get("only", "")
    items = ticked.read_ticked([only] if only else request.POST.getlist("task"))
    note = request.POST.get("note", "").strip()[:2000]
    return _show(request, items, ticked.rows_of(items, actor_of(request)), note, ids.uuid7())


@staff_view(roles=SIGNING)
@require_POST
def sign(request: HttpRequest) -> HttpResponse:
    """Sign what was reviewed; nothing at all as long as one row of several was not."""
    actor = actor_of(request)
    items = ticked.read_ticked(request.POST.getlist("task"))
    note = request.POST.get("note", "").strip()[:2000]
    wish_id = read_uuid(request.POST.get("command_id", ""))
    rows = ticked.rows_of(items, actor)
    seen = set(request.POST.getlist("reviewed"))
    if len(items) > 1 and not seen.issuperset(str(item.task_id) for item in items):
        refusal = Refusal(
            "not_reviewed",
            N_("Not every dossier of the batch was reviewed. Nothing was signed."),
            N_("Open each dossier’s papers and tick “Reviewed”, or go back and tick fewer."),
        )
        return _show(request, items, rows, note, wish_id, refusal, seen)

    def commands(item: Ticked, row: TaskRow | None) -> Sequence[cmd.Command]:
        return [sign_command(item, row, wish_id, note)]

    results = ticked.carry_out(items, rows, commands, actor)
    context = {**ticked.summary(results), "back_url": _back(actor)}
    return render(request, "desk/bulk_results.html", context)


def _show(
    request: HttpRequest,
    items: Sequence[Ticked],
    rows: Rows,
    note: str,
    command_id: UUID,
    refusal: Refusal | None = None,
    seen: frozenset[str] | set[str] = frozenset(),
) -> HttpResponse:
    """What is gone meanwhile is left out of the review, and counted.

    What will be signed is the version shown here first: whatever comes later must be reviewed anew.
    """
    known = {row.task.task_id: row for row in to_sign(list(rows.values()))}
    shown = [
        (item.value if refusal else known[item.task_id].task.tick, known[item.task_id])
        for item in items
        if item.task_id in known
    ]
    context = {
        "shown": shown,
        "gone": len(items) - len(shown),
        "several": len(shown) > 1,
        "seen": seen,
        "note": note,
        "now": time.now(),
        "command_id": command_id,
        "refusal": say(refusal) if refusal else None,
        "back_url": _back(actor_of(request)),
    }
    return render(request, "desk/review.html", context, status=refusal.status if refusal else 200)


def _back(actor: Actor) -> str:
    """The queue the batch came from."""
    return reverse(_QUEUE if actor.has(Role.SIGNING_LEADER) else "desk:inbox")
