"""Procedures from a spreadsheet: a template to fill in, a trial with every error, and the taking over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.kernel import time
from motcua.kernel.errors import fill
from motcua.offices.access import actor_of
from motcua.procedures.services import workbooks
from motcua.procedures.services.workbooks import Decision, RowFate
from motcua.procedures.workbook.columns import MAX_BYTES
from motcua.procedures.workbook.reading import WorkbookRefused
from motcua.setup.forms import imports as forms
from motcua.setup.writing import FormPage, form_page, setup_view, typed

_SECTION = {"section": "procedures"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@setup_view
def take_over(request: HttpRequest) -> HttpResponse:
    """Try a workbook, or publish what is new and changed in it; errors come back by row and column."""
    actor = actor_of(request)
    form = forms.WorkbookForm(
        typed(request), request.FILES or None, initial={"dry_run": True, "valid_from": time.today()}
    )
    shown: dict[str, object] = dict(_SECTION)

    def act(data: Mapping[str, Any]) -> HttpResponse:
        decision = Decision(
            data["valid_from"],
            data["decision_number"],
            data["decision_date"],
            data["decision_order"] or "province",
        )
        try:
            report = workbooks.import_workbook(
                data["file"].read(MAX_BYTES + 1), decision, dry_run=data["dry_run"], actor=actor.person_id
            )
        except WorkbookRefused as refused:
            shown["problems"] = [
                (one, _said(one.message, one.params), _said(one.hint, one.params)) for one in refused.problems
            ]
            raise
        context = {
            "report": report,
            "counts": [(fate, report.count(fate)) for fate in RowFate],
            "lines": [line for line in report.lines if line.fate is not RowFate.UNCHANGED],
            "source_name": data["file"].name,
            **_SECTION,
        }
        return render(request, "setup/workbook_done.html", context)

    page = FormPage(
        title=_("Procedures from a spreadsheet"),
        lead=_("Download the workbook, fill it in, try it, and take it over when no error is left."),
        submit=_("Send the workbook"),
        back=reverse("setup:procedures"),
        will=(
            _("Without “Only try it”, new and changed procedures are published from the first day on."),
            _("One error in the workbook, and nothing at all is changed."),
        ),
        template="setup/workbook.html",
        shown=shown,
    )
    return form_page(request, page, form, act)


@setup_view
def template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in; `?filled=1` with every procedure in force."""
    filled = request.GET.get("filled") == "1"
    answer = HttpResponse(workbooks.template(filled=filled), content_type=_XLSX)
    name = f"thu-tuc-{time.today():%Y-%m-%d}.xlsx" if filled else "thu-tuc-mau.xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _said(message: str, params: Mapping[str, object]) -> str:
    return fill(_(message), params)
