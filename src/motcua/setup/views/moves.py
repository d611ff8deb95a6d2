"""Running dossiers of a process: on which version they are, and moving them by a decision, one by one."""

from __future__ import annotations

from uuid import UUID, uuid4, uuid5

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers import commands as cmd
from motcua.dossiers import moves, services
from motcua.kernel.errors import Refusal
from motcua.kernel.wording import say
from motcua.offices.access import actor_of
from motcua.offices.actors import Actor
from motcua.processes.queries import ProcessDetail, detail
from motcua.setup.outcome import Result
from motcua.setup.process_words import reason_words
from motcua.setup.writing import command_id, setup_view

AT_ONCE = 50


@setup_view
def move(request: HttpRequest, version_id: int) -> HttpResponse:
    """Who runs on which version; what a move to this one would do; and the move."""
    actor = actor_of(request)
    one = detail(version_id)
    data = request.POST if request.method == "POST" else request.GET
    running = moves.running(one.line.key, actor)
    source = _source(one, data, running)
    waits = moves.waiting_at(source.version_id, actor) if source else ()
    known = {step.element for step in one.steps}
    places = _places(waits, known, data)
    ticked = request.POST.getlist("dossier")[:AT_ONCE]
    results = [_move(text, version_id, places, request, actor) for text in ticked] if source else []
    if results:
        running = moves.running(one.line.key, actor)
        source = _source(one, data, running)
        waits = moves.waiting_at(source.version_id, actor) if source else ()
    error = _("Tick the dossiers that are to be moved.") if request.method == "POST" and not results else ""
    previews = moves.previews(source.version_id, version_id, places, actor, AT_ONCE) if source else ()
    context = {
        "line": one.line,
        "running": running,
        "source": source,
        "waits": [
            (element, name, count, places.get(element, element if element in known else ""))
            for element, name, count in waits
        ],
        "targets": [(step.element, step.name) for step in one.steps],
        "previews": [(row, _why_not(row.why_not)) for row in previews],
        "places": places,
        "decision_number": request.POST.get("decision_number", ""),
        "reason": request.POST.get("reason", ""),
        "results": results,
        "error": error,
        "command_id": str(uuid4()) if results else command_id(request),
        "section": "processes",
    }
    return render(request, "setup/moves.html", context, status=422 if error else 200)


def _source(one: ProcessDetail, data: QueryDict, running: tuple[moves.Running, ...]) -> moves.Running | None:
    """The version whose dossiers are looked at: the one asked for, else the newest other one."""
    if one.line.state != "published":
        return None
    old = [row for row in running if row.version_id != one.line.version_id]
    return next((row for row in old if str(row.version_id) == data.get("from")), old[0] if old else None)


def _places(waits: tuple[tuple[str, str, int], ...], known: set[str], data: QueryDict) -> dict[str, str]:
    """Where steps go that do not simply keep their place; empty: nowhere."""
    found = {}
    for element, _name, _count in waits:
        chosen = data.get(f"place-{element}", element)
        if chosen != element:
            found[element] = chosen if chosen in known else ""
    return found


def _move(text: str, version_id: int, places: dict[str, str], request: HttpRequest, actor: Actor) -> Result:
    """Move one dossier; the number of the form names the command, so a form sent twice moves nothing twice."""
    found, _sign, seen = text.partition(":")
    try:
        dossier_id = UUID(found)
        expected = int(seen)
        form = UUID(request.POST.get("command_id", ""))
    except ValueError:
        return Result(False, text[:40], _("This dossier is not known."), "")
    url = reverse("desk:dossier", args=[dossier_id])
    command = cmd.MoveToProcess(
        command_id=uuid5(form, str(dossier_id)),
        dossier_id=dossier_id,
        expected_version=expected,
        process_version_id=version_id,
        decision_number=request.POST.get("decision_number", "")[:100],
        reason=request.POST.get("reason", "")[:1000],
        places=tuple(places.items()),
    )
    try:
        done = services.execute(command, actor)
    except Refusal as refusal:
        return Result(False, found, _why_not(refusal), url)
    return Result(True, done.state.code or found, _("runs on the new version now"), url)


def _why_not(refusal: Refusal | None) -> str:
    if refusal is None:
        return ""
    if "reason" in refusal.params:
        params = {**refusal.params, "reason": reason_words(str(refusal.params["reason"]))}
        refusal = Refusal(refusal.code, refusal.raw_message, refusal.raw_hint, params=params)
    return say(refusal).text
