"""An office gives way to another: its open dossiers are moved, each with its own outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from motcua.dossiers import commands as cmd
from motcua.dossiers.services import execute
from motcua.kernel import ids
from motcua.kernel.errors import Refusal
from motcua.kernel.wording import say
from motcua.offices.access import actor_of
from motcua.offices.actors import Actor
from motcua.setup.forms.offices import SuccessionForm
from motcua.setup.outcome import Result
from motcua.setup.queries import offices as queries
from motcua.setup.queries.succession import MOST, OpenDossier, open_dossiers
from motcua.setup.writing import FormPage, command_id, form_page, setup_view, typed

_SECTION = {"section": "offices"}


@setup_view
def dossiers(request: HttpRequest, office_id: int) -> HttpResponse:
    """The open dossiers of an office, and the form that gives them to another one."""
    actor = actor_of(request)
    row = queries.office(actor, office_id)
    found = open_dossiers(actor, office_id)
    back = reverse("setup:office", args=[office_id])
    form = SuccessionForm(
        typed(request),
        successors=queries.successor_choices(row),
        initial={"successor": row.successor_id or ""},
    )

    def act(data: Mapping[str, Any]) -> HttpResponse:
        basis, to_office = data["legal_basis"], int(data["successor"])
        whole = UUID(command_id(request))
        results = [_moved(actor, item, whole, office_id, to_office, basis) for item in found[:MOST]]
        left = open_dossiers(actor, office_id)
        context = {"results": results, "office": row, "left": len(left), "back": back, **_SECTION}
        return render(request, "setup/office_dossiers_moved.html", context)

    page = FormPage(
        title=_("Open dossiers of the office"),
        eyebrow=row.name,
        lead=_("When an office is merged, split or abolished, another one answers for its open dossiers."),
        submit=_("Move them to the successor"),
        back=back,
        will=(
            _("In each dossier the successor takes every place of this office: desk, units and open tasks."),
            _("People of this office are named no more; the successor gives the work to its own."),
            _("Dates promised to applicants stay, and the history keeps the old names."),
            _("It is recorded with your name and the decision. A dossier that cannot be moved stays here."),
        ),
        confirm=_("Move the open dossiers?"),
        danger=True,
        template="setup/office_dossiers.html",
        shown={**_SECTION, "found": found[:MOST], "more": len(found) > MOST},
    )
    return form_page(request, page, form, act)


def _moved(
    actor: Actor, item: OpenDossier, whole: UUID, from_office: int, to_office: int, basis: str
) -> Result:
    command = cmd.TransferOffice(
        command_id=ids.uuid_for("to the successor", whole, item.id),
        dossier_id=item.id,
        from_office=from_office,
        to_office=to_office,
        legal_basis=basis,
    )
    label = f"{item.code} · {item.applicant}"
    try:
        execute(command, actor)
    except Refusal as refusal:
        return Result(False, label, say(refusal).text, _url(item.id))
    return Result(True, label, "", _url(item.id))


def _url(dossier_id: UUID) -> str:
    try:
        return reverse("desk:dossier", args=[dossier_id])
    except NoReverseMatch:
        return ""
