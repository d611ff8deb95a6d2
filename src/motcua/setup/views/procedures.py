"""Procedures: the list, a version with its history, new ones, ends, and a catalogue file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal, fill
from motcua.offices.access import actor_of
from motcua.procedures import services
from motcua.procedures.comparison import compare
from motcua.procedures.drafts import Draft
from motcua.procedures.found import Sheet, VersionLine
from motcua.procedures.importing import CatalogueRefused
from motcua.procedures.queries import procedure_sheet, versions
from motcua.setup.forms import procedures as forms
from motcua.setup.forms.imports import ImportForm
from motcua.setup.lists import asked_part
from motcua.setup.queries import procedures as queries
from motcua.setup.writing import (
    FormPage,
    done_before,
    form_page,
    remember,
    setup_view,
    typed,
)

_SECTION = {"section": "procedures"}
_MOST_BYTES = 5 * 2**20


@setup_view
def procedures(request: HttpRequest) -> HttpResponse:
    """The catalogue, searched while typing."""
    words = request.GET.get("q", "")[:120]
    field = request.GET.get("field", "")[:40]
    state = request.GET.get("state", "")
    found = queries.procedures(words, field, state if state in queries.STATES else "")
    context = {
        "part": asked_part(request, found),
        "words": words,
        "field": field,
        "state": state,
        "fields": queries.field_choices(),
        **_SECTION,
    }
    return render(request, "setup/procedures.html", context)


@setup_view
def procedure(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version, whole, with the history of its procedure."""
    sheet = procedure_sheet(version_id)
    if sheet.state == "draft":
        return HttpResponseRedirect(reverse("setup:draft", args=[version_id]))
    history = versions(sheet.code)
    context = {
        "sheet": sheet,
        "steps": queries.steps_of(sheet),
        "history": history,
        "draft": next((line for line in history if line.state == "draft"), None),
        "today": time.today(),
        **_SECTION,
    }
    return render(request, "setup/procedure.html", context)


@setup_view
def changes(request: HttpRequest, version_id: int) -> HttpResponse:
    """What changed from one version to another, place by place; `?with=` names the other one."""
    sheet = procedure_sheet(version_id)
    others = [line for line in versions(sheet.code) if line.version_id != version_id]
    other = _other(others, sheet, request.GET.get("with", ""))
    context = {
        "sheet": sheet,
        "others": others,
        "other": other,
        "changes": compare(procedure_sheet(other.version_id), sheet) if other else [],
        **_SECTION,
    }
    return render(request, "setup/changes.html", context)


def _other(others: Sequence[VersionLine], sheet: Sheet, asked: str) -> VersionLine | None:
    """The version that was asked for, else the published one before, else the next there is."""
    chosen = next((line for line in others if str(line.version_id) == asked), None)
    before = (line for line in others if line.state == "published" and line.number < sheet.number)
    return chosen or max(before, key=lambda line: line.number, default=None) or next(iter(others), None)


@setup_view
def preview(request: HttpRequest, version_id: int) -> HttpResponse:
    """A version, also a draft, as citizens see it or will see it."""
    return render(request, "setup/preview.html", {"sheet": procedure_sheet(version_id), **_SECTION})


@setup_view
def copy(request: HttpRequest, version_id: int) -> HttpResponse:
    """Another procedure that begins with the content of this one."""
    sheet = procedure_sheet(version_id)
    form = forms.CopyForm(typed(request), initial={"name": sheet.name})

    def act(data: Mapping[str, Any]) -> str:
        made = services.copy_procedure(version_id, data["code"], data["name"])
        return reverse("setup:draft", args=[made])

    page = FormPage(
        title=_("Copy into a new procedure"),
        eyebrow=f"{sheet.code} {sheet.name}",
        lead=_("Times, papers, fees and process are taken over into a draft with a code of its own."),
        submit=_("Begin the draft"),
        back=reverse("setup:procedure", args=[version_id]),
        done=_("The draft is begun. Change what is different in this procedure."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def create(request: HttpRequest) -> HttpResponse:
    """A procedure that was not in the catalogue, as a draft."""
    form = forms.NewProcedureForm(typed(request), fields=queries.field_choices())

    def act(data: Mapping[str, Any]) -> str:
        draft = Draft(
            name=data["name"],
            field_code=data["field_code"],
            levels=("xa",),
            valid_from=time.today(),
            channels=("counter",),
        )
        return reverse("setup:draft", args=[services.new_procedure(data["code"], draft)])

    page = FormPage(
        title=_("New procedure"),
        lead=_("It begins as a draft; nobody sees it before you publish it."),
        submit=_("Begin the draft"),
        back=reverse("setup:procedures"),
        done=_("The draft is begun. Next: times, papers, fees and the process."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
@require_POST
def start(request: HttpRequest, version_id: int) -> HttpResponse:
    """A draft that begins as a copy of a version, or the one already begun."""
    if (known := done_before(request)) is not None:
        return HttpResponseRedirect(known)
    target = reverse("setup:draft", args=[services.start_draft(version_id)])
    remember(request, target)
    return HttpResponseRedirect(target)


@setup_view
def withdraw(request: HttpRequest, version_id: int) -> HttpResponse:
    """The end of a procedure."""
    sheet = procedure_sheet(version_id)
    form = forms.WithdrawForm(typed(request), initial={"last_day": time.today()})

    def act(data: Mapping[str, Any]) -> str:
        services.withdraw(version_id, last_day=data["last_day"], decision_number=data["decision_number"])
        return reverse("setup:procedure", args=[version_id])

    page = FormPage(
        title=_("End a procedure"),
        eyebrow=f"{sheet.code} {sheet.name}",
        submit=_("End it"),
        back=reverse("setup:procedure", args=[version_id]),
        will=(
            _("After the last day no dossier can be received under it, and it leaves the public list."),
            _("Dossiers received until then are finished under this version."),
        ),
        confirm=_("End this procedure?"),
        danger=True,
        done=_("The end of the procedure is entered."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def take_over(request: HttpRequest) -> HttpResponse:
    """A catalogue file: all of it, or nothing with every reason."""
    actor = actor_of(request)
    form = ImportForm(typed(request), request.FILES or None, initial={"valid_from": time.today()})
    shown: dict[str, object] = dict(_SECTION)

    def act(data: Mapping[str, Any]) -> HttpResponse:
        file = data["file"]
        if file.size > _MOST_BYTES:
            raise Refusal(
                "file_too_large", N_("The file is larger than 5 MB."), N_("Split it, then import the parts.")
            )
        try:
            report = services.import_catalogue(
                file.read(),
                valid_from=data["valid_from"],
                decision_number=data["decision_number"],
                decision_date=data["decision_date"],
                source_name=file.name,
                actor=actor.person_id,
            )
        except CatalogueRefused as refused:
            shown["problems"] = [
                (problem.line, problem.path, fill(_(problem.message), problem.params))
                for problem in refused.problems
            ]
            raise
        return render(request, "setup/imported.html", {"report": report, **_SECTION})

    page = FormPage(
        title=_("Import a catalogue file"),
        lead=_("Many procedures at once, from a file of the schema motcua-procedures/1."),
        submit=_("Import"),
        back=reverse("setup:procedures"),
        will=(
            _("New and changed procedures of the file are published from the first day on; others stay."),
            _("One error in the file, and nothing at all is changed."),
        ),
        confirm=_("Import this file?"),
        template="setup/import.html",
        shown=shown,
    )
    return form_page(request, page, form, act)
