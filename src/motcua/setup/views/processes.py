"""Processes: the list, one version with its verdict, drafts, publication."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.kernel.errors import Refusal
from motcua.kernel.ids import uuid7
from motcua.kernel.middleware import inline_style
from motcua.kernel.search import fold
from motcua.offices.access import actor_of
from motcua.processes import services
from motcua.processes.queries import detail, processes, requests
from motcua.processes.steps import from_steps, standard_seven
from motcua.setup.forms import processes as forms
from motcua.setup.forms.people import NothingForm
from motcua.setup.lists import asked_part
from motcua.setup.process_words import reason_words
from motcua.setup.queries import documents
from motcua.setup.queries import processes as queries
from motcua.setup.queries.approvals import waiting
from motcua.setup.trial_form import number
from motcua.setup.uploads import xml_text
from motcua.setup.writing import FormPage, done_before, form_page, remember, review_view, setup_view, typed

_SECTION = {"section": "processes"}


@setup_view
def listing(request: HttpRequest) -> HttpResponse:
    """Every process."""
    words = request.GET.get("q", "")[:120]
    state = request.GET.get("state", "")
    found = queries.rows(words, state)
    context = {
        "part": asked_part(request, found),
        "words": words,
        "state": state,
        "waiting": len(requests()),
        **_SECTION,
    }
    return render(request, "setup/processes.html", context)


@inline_style
@setup_view
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version: drawing, steps, verdict, the procedures on it."""
    page = queries.page(version_id)
    draft = next((line for line in page.history if line.state == "draft"), None)
    return render(
        request,
        "setup/process.html",
        {"page": page, "draft": draft, "waits": waiting(page.records), **_SECTION},
    )


@review_view
def xml(request: HttpRequest, version_id: int) -> HttpResponse:
    """The drawing's text: for the viewer on the page, and to take away."""
    del request
    one = detail(version_id)
    response = HttpResponse(one.xml, content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{one.line.key}-v{one.line.number}.bpmn"'
    return response


@review_view
def document(request: HttpRequest, version_id: int) -> HttpResponse:
    """The internal process as a document of the quality system, to print and to publish."""
    content, name = documents.document(version_id, number(request.GET.get("use")), actor_of(request))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@setup_view
def create(request: HttpRequest) -> HttpResponse:
    """A new process as a draft."""
    actor = actor_of(request)
    form = forms.NewProcessForm(typed(request), request.FILES or None)

    def act(data: Mapping[str, Any]) -> str:
        key = new_key(data["name"])
        text = (
            xml_text(data["file"])
            if data["file"]
            else from_steps(standard_seven(), key, data["name"]).decode()
        )
        return version_address(
            in_words(lambda: services.create_draft(key, data["name"], text, actor.person_id))
        )

    page = FormPage(
        title=_("New process"),
        lead=_("It begins as a draft; no dossier takes it before you publish it."),
        submit=_("Begin the draft"),
        back=reverse("setup:processes"),
        done=_("The draft is there. Next: look at the verdict and at the table of steps."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
@require_POST
def start(request: HttpRequest, version_id: int) -> HttpResponse:
    """A draft that begins with the drawing of a version, or the one already begun."""
    if (known := done_before(request)) is not None:
        return HttpResponseRedirect(known)
    one = detail(version_id)
    begun = next(iter(processes("draft", one.line.key)), None)
    made = (
        begun.version_id
        if begun
        else services.create_draft(one.line.key, one.line.name, one.xml, actor_of(request).person_id)
    )
    remember(request, version_address(made))
    return HttpResponseRedirect(version_address(made))


@setup_view
def upload(request: HttpRequest, version_id: int) -> HttpResponse:
    """Another drawing: into the draft, or as a new draft of a published process."""
    actor = actor_of(request)
    one = detail(version_id)
    form = forms.UploadForm(typed(request), request.FILES or None, initial={"sha": one.sha256})

    def act(data: Mapping[str, Any]) -> str:
        text = xml_text(data["file"])
        if one.line.state == "draft":
            in_words(lambda: services.update_draft(version_id, text, data["sha"], actor.person_id))
            return version_address(version_id)
        return version_address(
            in_words(lambda: services.create_draft(one.line.key, one.line.name, text, actor.person_id))
        )

    page = FormPage(
        title=_("Upload a drawing"),
        eyebrow=one.line.name,
        lead=_("Words of other tools in the file are kept."),
        submit=_("Upload as draft"),
        back=version_address(version_id),
        will=(
            _("The drawing of this draft is replaced.")
            if one.line.state == "draft"
            else _("The file becomes a new draft; the published version stays."),
        ),
        done=_("The drawing is uploaded. Look at the verdict."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def withdraw(request: HttpRequest, version_id: int) -> HttpResponse:
    """Offer a published version no more."""
    actor = actor_of(request)
    one = detail(version_id)
    form = NothingForm(typed(request))

    def act(data: Mapping[str, Any]) -> str:
        del data
        services.withdraw(version_id, actor.person_id)
        return version_address(version_id)

    page = FormPage(
        title=_("Withdraw the process"),
        eyebrow=one.line.name,
        submit=_("Withdraw"),
        back=version_address(version_id),
        will=(
            _("It is no longer offered to drafts of procedures."),
            _("Dossiers and procedures that run on it go on."),
        ),
        confirm=_("Withdraw this process?"),
        danger=True,
        done=_("The process is withdrawn."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


def new_key(name: str) -> str:
    """A key made of a name that no process has yet: "qt-cap-giay-phep"."""
    base = "qt-" + re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:80]
    taken = {line.key for line in processes()}
    return base if base != "qt-" and base not in taken else f"{base.rstrip('-')}-{uuid7().hex[-8:]}"


def in_words(act: Any) -> Any:
    """Carry out, with the reasons of a refusal in the reader's language."""
    try:
        return act()
    except Refusal as refusal:
        reasons = refusal.params.get("reasons")
        if reasons is None:
            raise
        raise Refusal(
            refusal.code,
            refusal.raw_message,
            refusal.raw_hint,
            params={"reasons": reason_words(str(reasons))},
            status=refusal.status,
        ) from refusal


def version_address(version_id: int) -> str:
    """The page of a version."""
    return reverse("setup:process", args=[version_id])
