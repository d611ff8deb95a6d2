"""A process is approved by a second person: asked, looked at, approved with a decision, or sent back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.kernel.middleware import inline_style
from motcua.offices.access import actor_of
from motcua.offices.roles import Role
from motcua.processes import services
from motcua.processes.queries import alone, requests
from motcua.setup.forms import processes as forms
from motcua.setup.queries import processes as queries
from motcua.setup.queries.approvals import review
from motcua.setup.views.processes import in_words, version_address
from motcua.setup.writing import FormPage, form_page, review_view, setup_view, typed


@review_view
def listing(request: HttpRequest) -> HttpResponse:
    """Every draft that waits for approval."""
    actor = actor_of(request)
    rows = [(found, actor.person_id in found.bound) for found in requests()]
    return render(request, "setup/approvals.html", {"rows": rows, **_shown(request)})


@setup_view
def ask(request: HttpRequest, version_id: int) -> HttpResponse:
    """Ask a second person for approval."""
    actor = actor_of(request)
    one = queries.draft(version_id)
    form = forms.AskForm(typed(request), initial={"sha": one.sha256})

    def act(data: Mapping[str, Any]) -> str:
        in_words(
            lambda: services.ask_approval(version_id, actor.person_id, data["note"], expected_sha=data["sha"])
        )
        return version_address(version_id)

    page = FormPage(
        title=_("Ask for approval"),
        eyebrow=one.line.name,
        lead=_("A second person looks at the process and publishes it with the number of the decision."),
        submit=_("Ask for approval"),
        back=version_address(version_id),
        will=(
            _("Other administrators and signing leaders find it under “Processes to approve”."),
            _("If the drawing is changed afterwards, approval must be asked for again."),
        ),
        done=_("Approval is asked for. Next: another person looks at it."),
        shown=_shown(request),
    )
    return form_page(request, page, form, act)


@inline_style
@review_view
def approve(request: HttpRequest, version_id: int) -> HttpResponse:
    """Look at a draft and publish it by a decision."""
    actor = actor_of(request)
    one = queries.draft(version_id)
    by_oneself = alone(version_id, actor.person_id)
    kind = forms.PublishAloneForm if by_oneself else forms.PublishProcessForm
    form = kind(typed(request), initial={"sha": one.sha256})

    def act(data: Mapping[str, Any]) -> str:
        in_words(
            lambda: services.publish(
                version_id,
                actor.person_id,
                data["decision_number"],
                expected_sha=data["sha"],
                ground=data.get("ground", ""),
            )
        )
        return _back(request, version_id)

    page = FormPage(
        title=_("Approve and publish the process"),
        eyebrow=one.line.name,
        lead=_("A published process is never changed; a later version replaces it."),
        submit=_("Approve and publish"),
        back=_back(request, version_id),
        will=(
            _("Drafts of procedures can choose this version from now on."),
            _("Procedures in force keep their process until a version of theirs chooses this one."),
        ),
        confirm=_("Publish this process?"),
        done=_("The process is published. Next: choose it in the draft of a procedure."),
        template="setup/approve.html",
        shown={"review": review(one, by_oneself), **_shown(request)},
    )
    return form_page(request, page, form, act)


@review_view
def decline(request: HttpRequest, version_id: int) -> HttpResponse:
    """Send a draft back to whoever asked."""
    actor = actor_of(request)
    one = queries.draft(version_id)
    form = forms.DeclineForm(typed(request), initial={"sha": one.sha256})

    def act(data: Mapping[str, Any]) -> str:
        services.decline(version_id, actor.person_id, data["reason"], expected_sha=data["sha"])
        return reverse("setup:approvals")

    page = FormPage(
        title=_("Send the process back"),
        eyebrow=one.line.name,
        lead=_("Whoever asked reads your reason on the page of the process."),
        submit=_("Send back"),
        back=reverse("setup:process-publish", args=[version_id]),
        done=_("It is sent back."),
        shown=_shown(request),
    )
    return form_page(request, page, form, act)


def _shown(request: HttpRequest) -> dict[str, object]:
    return {"section": "processes", "only_review": not actor_of(request).has(Role.ADMINISTRATOR)}


def _back(request: HttpRequest, version_id: int) -> str:
    if actor_of(request).has(Role.ADMINISTRATOR):
        return version_address(version_id)
    return reverse("setup:approvals")
