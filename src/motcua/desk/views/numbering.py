"""The clerk's queue: number and seal many results at once, each with its own number and its own outcome."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.desk import posted, queries, ticked
from motcua.desk.filters import Edge
from motcua.desk.listing import page_url
from motcua.desk.queries import tasks_by_id
from motcua.desk.task_rows import TaskRow, Ticked
from motcua.desk.ticked import Result
from motcua.dossiers import commands as cmd
from motcua.dossiers.actions import Act
from motcua.dossiers.numbering import begin_book, next_numbers
from motcua.kernel import ids, time
from motcua.offices.access import actor_of, staff_view
from motcua.offices.actors import Actor
from motcua.offices.models import Office
from motcua.offices.roles import Role

_QUEUE = "desk:numbering"
_LONGEST_SIGN = 40


@staff_view(roles={Role.CLERK})
def numbering(request: HttpRequest) -> HttpResponse:
    """The results that wait for number and seal; the ticked ones are numbered when they are sent back."""
    actor = actor_of(request)
    if request.method == "POST":
        return _carry_out(request, actor)
    found = queries.queue(actor, Role.CLERK, Edge.read(request.GET.get("at", "")))
    proposed = next_numbers(sorted(actor.offices(Role.CLERK) | {row.office_id for row in found.rows}))
    books = [
        (office, proposed[office.pk]) for office in Office.objects.filter(pk__in=proposed).order_by("path")
    ]
    context = {
        "rows": found.rows,
        "books": books,
        "beginning": [office for office, number in books if number.number == 1],
        "now": time.now(),
        "year": time.today().year,
        "command_id": ids.uuid7(),
        "older_url": page_url(_QUEUE, found.older),
        "newer_url": page_url(_QUEUE, found.newer),
    }
    return render(request, "desk/numbering.html", context)


@staff_view(roles={Role.CLERK})
@require_POST
def begin(request: HttpRequest, office_id: int) -> HttpResponse:
    """Let the book of an office go on from the number that its paper book had reached."""
    text = request.POST.get("first", "").strip()
    first = int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
    number = begin_book(office_id, first, actor_of(request))
    messages.success(request, _("The next number is %(number)s.") % {"number": number.text})
    return HttpResponseRedirect(reverse(_QUEUE))


def _carry_out(request: HttpRequest, actor: Actor) -> HttpResponse:
    items = ticked.read_ticked(request.POST.getlist("task"))
    wish_id = posted.read_uuid(request.POST.get("command_id", ""))

    def commands(item: Ticked, row: TaskRow | None) -> Sequence[cmd.Command]:
        return _commands(request, item, row, wish_id, actor)

    results = ticked.carry_out(items, ticked.rows_of(items, actor), commands, actor)
    results += _forgotten(request, {item.task_id for item in items}, actor)
    context = {
        **ticked.summary(results),
        "back_url": reverse(_QUEUE),
    }
    return render(request, "desk/bulk_results.html", context)


def _commands(
    request: HttpRequest, item: Ticked, row: TaskRow | None, wish_id: UUID, actor: Actor
) -> Sequence[cmd.Command]:
    """As on the dossier's own page: the sealed file first, when there is one, then the step with its number."""
    form = QueryDict(mutable=True)
    form["task_id"] = str(item.task_id)
    form["result_number"] = request.POST.get(f"number-{item.task_id}", "")
    form["number_sign"] = request.POST.get(f"sign-{row.office_id}", "")[:_LONGEST_SIGN] if row else ""
    sent = ticked.on_task(item, wish_id)
    return posted.commands_of(
        Act.COMPLETE,
        posted.Posted(
            data=form,
            file=request.FILES.get(f"file-{item.task_id}"),
            dossier_id=item.dossier_id,
            person_id=actor.person_id or 0,
            command_id=sent["command_id"],
            version=item.version,
        ),
    )


def _forgotten(request: HttpRequest, done: set[UUID], actor: Actor) -> list[Result]:
    """Rows with a number or a file that nobody ticked: said aloud, for the clerk meant something by it."""
    filled = {
        name for name, value in request.POST.items() if name.startswith("number-") and str(value).strip()
    }
    filled |= {name for name in request.FILES if name.startswith("file-")}
    wanted = {posted.read_uuid(name.partition("-")[2]) for name in filled} - done
    if not wanted:
        return []
    why = _("It has a number or a file, but it was not ticked. Nothing was done with it.")
    return [
        Result(
            False,
            ticked.label_of(row, row.dossier_id),
            why,
            reverse("desk:dossier", args=[row.dossier_id]),
        )
        for row in tasks_by_id(list(wanted)[: ticked.MOST], actor)
    ]
