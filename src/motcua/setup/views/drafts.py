"""A draft of a procedure: write, check, choose its process, publish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.kernel import formats
from motcua.kernel.errors import N_, Refusal, Stale, fill
from motcua.offices.access import actor_of
from motcua.procedures import services
from motcua.procedures.draft_checks import DraftProblem
from motcua.procedures.found import Sheet
from motcua.procedures.queries import procedure_sheet, versions
from motcua.setup import draft_form
from motcua.setup.forms import procedures as forms
from motcua.setup.forms.people import NothingForm
from motcua.setup.process_words import reason_words
from motcua.setup.queries import procedures as queries
from motcua.setup.writing import (
    FormPage,
    command_id,
    done_before,
    form_page,
    refuse,
    remember,
    setup_view,
    typed,
)

_SECTION = {"section": "procedures"}
_TABLES = {"more-part": "part", "more-case": "case", "more-document": "document", "more-fee": "fee"}


@setup_view
def draft(request: HttpRequest, version_id: int) -> HttpResponse:
    """The draft with everything that is still to be done before it can be published."""
    sheet = _open(version_id)
    history = [line for line in versions(sheet.code) if line.state != "draft"]
    context = {
        "sheet": sheet,
        "problems": problems_in_words(version_id),
        "history": history,
        "command_id": command_id(request),
        **_SECTION,
    }
    return render(request, "setup/draft.html", context)


@setup_view
def edit(request: HttpRequest, version_id: int) -> HttpResponse:
    """The whole content on one page; rows can be added before anything is saved."""
    sheet = _open(version_id)
    fields = queries.field_choices()
    content, seen = services.content(version_id)
    status = 200
    if request.method != "POST":
        parts = draft_form.of_draft(content, seen, fields)
    else:
        if (known := done_before(request)) is not None:
            return HttpResponseRedirect(known)
        act = request.POST.get("act", "save")
        parts = draft_form.of_post(request.POST, fields, _TABLES.get(act, ""))
        status = 422
        if act in _TABLES:
            status = 200
        elif parts.is_valid():
            try:
                expected = parts.form.cleaned_data["seen"]
                services.save_draft(version_id, draft_form.to_draft(parts, content), expected=expected)
            except Refusal as refusal:
                status = refusal.status
                refuse(parts.form, refusal)
            else:
                target = _draft(version_id)
                remember(request, target)
                _say_saved(request, len(problems_in_words(version_id)))
                return HttpResponseRedirect(target)
    context = {
        "sheet": sheet,
        "parts": parts,
        "form": parts.form,
        "show_errors": status != 200,
        "sections": [
            (title, [parts.form[name] for name in names]) for title, names in forms.DraftForm.SECTIONS
        ],
        "known_texts": queries.known_texts(),
        "known_codes": queries.part_choices(),
        "command_id": command_id(request),
        **_SECTION,
    }
    return render(request, "setup/draft_edit.html", context, status=status)


def _say_saved(request: HttpRequest, problems: int) -> None:
    if not problems:
        messages.success(request, _("The draft is saved."))
        return
    words = ngettext(
        "The draft is saved. %(n)s point is still to be settled before it can be published.",
        "The draft is saved. %(n)s points are still to be settled before it can be published.",
        problems,
    )
    messages.warning(request, words % {"n": problems})


@setup_view
def process(request: HttpRequest, version_id: int) -> HttpResponse:
    """Which process the procedure runs on."""
    actor = actor_of(request)
    sheet = _open(version_id)
    form = forms.ProcessChoiceForm(
        typed(request),
        processes=queries.process_choices(),
        initial={"process": sheet.process_version_id or "standard", "seen": sheet.edit_version},
    )

    def act(data: Mapping[str, Any]) -> str:
        if data["process"] == "standard":
            services.use_standard_process(version_id, expected=data["seen"], actor_id=actor.person_id)
        else:
            services.use_process(version_id, int(data["process"]), expected=data["seen"])
        return _draft(version_id)

    page = FormPage(
        title=_("Process of the procedure"),
        eyebrow=f"{sheet.code} {sheet.name}",
        lead=_("The steps a dossier takes. Only published processes can be chosen."),
        submit=_("Use this process"),
        back=_draft(version_id),
        will=(_("Dossiers received under the new version take these steps; earlier ones keep theirs."),),
        done=_("The process is chosen."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def publish(request: HttpRequest, version_id: int) -> HttpResponse:
    """Publish the draft from a day on, by a decision."""
    actor = actor_of(request)
    sheet = _open(version_id)
    form = forms.PublishForm(
        typed(request),
        initial={
            "valid_from": sheet.valid_from,
            "decision_number": sheet.decision_number,
            "decision_date": sheet.decision_date,
            "decision_order": sheet.decision_order,
            "seen": sheet.edit_version,
        },
    )

    def act(data: Mapping[str, Any]) -> str:
        try:
            services.publish(
                version_id,
                expected=data["seen"],
                actor_id=actor.person_id,
                valid_from=data["valid_from"],
                decision_number=data["decision_number"],
                decision_date=data["decision_date"],
                decision_order=data["decision_order"],
            )
        except Stale:
            raise
        except Refusal as refusal:
            raise _in_words(refusal, version_id) from refusal
        return reverse("setup:procedure", args=[version_id])

    page = FormPage(
        title=_("Publish the procedure"),
        eyebrow=f"{sheet.code} {sheet.name}",
        lead=_("What is published is never edited again, only replaced by a later version."),
        submit=_("Publish"),
        back=_draft(version_id),
        will=_will(sheet),
        confirm=_("Publish this version?"),
        done=_("The procedure is published."),
        template="setup/publish.html",
        shown={"problems": problems_in_words(version_id), "version_id": version_id, **_SECTION},
    )
    return form_page(request, page, form, act)


@setup_view
def discard(request: HttpRequest, version_id: int) -> HttpResponse:
    """Throw the draft away."""
    sheet = _open(version_id)
    form = NothingForm(typed(request), initial={"seen": sheet.edit_version})

    def act(data: Mapping[str, Any]) -> str:
        services.discard_draft(version_id, expected=data["seen"])
        return reverse("setup:procedures")

    page = FormPage(
        title=_("Throw the draft away"),
        eyebrow=f"{sheet.code} {sheet.name}",
        submit=_("Throw away"),
        back=_draft(version_id),
        will=(_("Everything written into the draft is lost. Published versions stay."),),
        confirm=_("Throw this draft away?"),
        danger=True,
        done=_("The draft is gone."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


def problems_in_words(version_id: int) -> list[tuple[str, str]]:
    """What stands against publishing: the place on the form, and the sentence."""
    return [(problem.place, _said(problem)) for problem in services.check_draft(version_id)]


def _said(problem: DraftProblem) -> str:
    params = dict(problem.params)
    if "reason" in params:
        params["reason"] = reason_words(str(params["reason"]))
    return fill(_(problem.message), params)


def _in_words(refusal: Refusal, version_id: int) -> Refusal:
    if refusal.code != "draft_incomplete":
        return refusal
    reasons = "; ".join(text for _place, text in problems_in_words(version_id))
    if not reasons:  # only the typed first day is wrong, which the stored draft does not have yet
        reasons = reason_words(str(refusal.params.get("reasons", "")))
    return Refusal(
        refusal.code,
        refusal.raw_message,
        refusal.raw_hint,
        params={"reasons": reasons},
        status=refusal.status,
    )


def _will(sheet: Sheet) -> tuple[str, ...]:
    before = [line for line in versions(sheet.code) if line.state != "draft" and line.valid_to is None]
    lines = [_("From the first day on, dossiers are received under this version and citizens see it.")]
    if before:
        lines.append(
            _("The version in force since %(day)s ends the day before; its open dossiers keep it.")
            % {"day": formats.day(before[0].valid_from)}
        )
    return tuple(lines)


def _open(version_id: int) -> Sheet:
    sheet = procedure_sheet(version_id)
    if sheet.state != "draft":
        raise Refusal(
            "version_published",
            N_("A published version is never changed."),
            N_("Make a new draft from it, change that, and publish it."),
            status=409,
        )
    return sheet


def _draft(version_id: int) -> str:
    return reverse("setup:draft", args=[version_id])
