"""Procedures to and from other installations, with their identity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal, fill
from motcua.offices.access import actor_of
from motcua.procedures import services
from motcua.procedures.services.exchanging import Fate
from motcua.setup.forms import imports as forms
from motcua.setup.writing import FormPage, form_page, setup_view, typed

_SECTION = {"section": "procedures"}
_MOST_BYTES = 50 * 2**20


@setup_view
def exchange(request: HttpRequest) -> HttpResponse:
    """Download everything published, or take over what another installation exported."""
    actor = actor_of(request)
    form = forms.ExchangeForm(typed(request), request.FILES or None, initial={"dry_run": True})

    def act(data: Mapping[str, Any]) -> HttpResponse:
        file = data["file"]
        if file.size > _MOST_BYTES:
            raise Refusal(
                "file_too_large",
                N_("The file is larger than 50 MB."),
                N_("Import it from the terminal: motcua procedures import."),
            )
        try:
            report = services.import_exchange(file.read(), dry_run=data["dry_run"], actor=actor.person_id)
        except Refusal as refusal:
            if "reason" in refusal.params:
                refusal.params["reason"] = _(str(refusal.params["reason"]))
            raise
        context = {
            "report": report,
            "counts": [(fate, report.count(fate)) for fate in Fate],
            "conflicts": [(line, fill(_(line.reason), line.params)) for line in report.conflicts],
            "source_name": file.name,
            **_SECTION,
        }
        return render(request, "setup/exchanged.html", context)

    page = FormPage(
        title=_("Procedures of other installations"),
        lead=_(
            "Published versions with their code, number and process: what is taken over keeps its identity."
        ),
        submit=_("Take over"),
        back=reverse("setup:procedures"),
        will=(
            _("New versions are published here as they are there; what is here already stays."),
            _("A published version is never overwritten. Procedures in conflict are left out and told."),
        ),
        template="setup/exchange.html",
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def export(_request: HttpRequest) -> HttpResponse:
    """Everything published, as a file for another installation."""
    answer = HttpResponse(services.export_catalogue(), content_type="application/json; charset=utf-8")
    name = f"motcua-procedures-{time.today():%Y-%m-%d}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
