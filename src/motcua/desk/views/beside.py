"""What a dossier's screen fetches beside the page: files, the drawing, who else is here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from motcua.desk import queries
from motcua.desk.services import say_here
from motcua.dossiers.models import Document
from motcua.dossiers.queries import find_by_code, unknown_dossier, visible_dossiers
from motcua.files.queries import by_hash
from motcua.files.responses import file_response
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.offices.access import actor_of, staff_view
from motcua.offices.actors import Actor
from motcua.offices.roles import Role

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
_STOP_ASKING = 286  # htmx: no more polling


@staff_view(roles=frozenset(Role))
def paper_file(request: HttpRequest, dossier_id: UUID, paper_id: UUID) -> FileResponse:
    """The file of a paper, shown when its kind is safe, else downloaded; only with the dossier in sight."""
    _must_see(actor_of(request), dossier_id)
    paper = Document.objects.filter(pk=paper_id, dossier_id=dossier_id, file__isnull=False).first()
    if paper is None or paper.file_id is None:
        raise Refusal(
            "no_file",
            N_("This paper has no file."),
            N_("Its row says where the paper itself is."),
            status=HttpStatus.NOT_FOUND,
        )
    name = paper.file_name or paper.name
    return file_response(by_hash(paper.file_id, name), name, inline="download" not in request.GET)


@staff_view(roles=frozenset(Role))
def drawing(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The BPMN source that the dossier is pinned to; the drawing on its page is made of it."""
    row = _must_see(actor_of(request), dossier_id)
    if row is None:
        raise unknown_dossier()
    response = HttpResponse(queries.drawing(row), content_type="application/xml; charset=utf-8")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def quiet_when_signed_out(view: View) -> View:
    """A page that asks by itself must neither prolong a session nor lead away from what is being written."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.asked_by_page = True  # type: ignore[attr-defined]
        if not request.user.is_authenticated and request.headers.get("HX-Request") == "true":
            return HttpResponse(status=_STOP_ASKING)
        return view(request, *args, **kwargs)

    return cast(View, asked)


@quiet_when_signed_out
@staff_view(roles=frozenset(Role))
def presence(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Who else has the dossier open; asking says that oneself has."""
    actor = actor_of(request)
    _must_see(actor, dossier_id)
    others = say_here(dossier_id, actor.person_id) if actor.person_id is not None else ()
    context = {"url": reverse("desk:presence", args=[dossier_id]), "others": others}
    return render(request, "components/presence.html", context)


@staff_view(roles=frozenset(Role))
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The dossier of a code that was typed, scanned or linked."""
    found = find_by_code(code[:80], actor_of(request))
    if found is None:
        raise unknown_dossier()
    return HttpResponseRedirect(reverse("desk:dossier", args=[found.pk]))


def _must_see(actor: Actor, dossier_id: UUID) -> int | None:
    """The process version of a dossier in sight (None: it has none yet). Raises Refusal (404) otherwise."""
    row = visible_dossiers(actor).filter(pk=dossier_id).values_list("process_version_id").first()
    if row is None:
        raise unknown_dossier()
    process_version: int | None = row[0]
    return process_version
