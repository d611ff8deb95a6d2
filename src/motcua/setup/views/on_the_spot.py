"""The list of procedures that a centre does on the spot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.kernel import time
from motcua.offices import services
from motcua.offices.access import actor_of
from motcua.offices.models import OnTheSpot
from motcua.reports.on_the_spot import board
from motcua.setup.forms.offices import LastDayForm
from motcua.setup.forms.on_the_spot import OnTheSpotForm
from motcua.setup.queries import offices as queries
from motcua.setup.queries import on_the_spot as spots
from motcua.setup.writing import FormPage, form_page, setup_view, typed

_SECTION = {"section": "offices"}


@setup_view
def listing(request: HttpRequest, office_id: int) -> HttpResponse:
    """What is in force today with who may sign, and what is not."""
    office = queries.office(actor_of(request), office_id)
    found = board(office)
    shown = [line.spot.pk for line in found.lines]
    others = OnTheSpot.objects.filter(office=office).exclude(pk__in=shown)
    context = {"office": office, "board": found, "others": others, "today": time.today(), **_SECTION}
    return render(request, "setup/on_the_spot.html", context)


@setup_view
def create(request: HttpRequest, office_id: int) -> HttpResponse:
    """Enter a procedure that a decision names."""
    actor = actor_of(request)
    row = queries.office(actor, office_id)
    form = OnTheSpotForm(
        typed(request), procedures=spots.procedure_choices(office_id), initial={"valid_from": time.today()}
    )

    def act(data: Mapping[str, Any]) -> str:
        services.do_on_the_spot(
            actor,
            office_id,
            data["procedure"],
            decision_number=data["decision_number"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
        )
        return _list(office_id)

    page = FormPage(
        title=_("Enter a procedure done on the spot"),
        eyebrow=row.name,
        lead=_("A decision lets the centre receive, appraise, approve and give back by itself."),
        submit=_("Enter it"),
        back=_list(office_id),
        will=(
            _("The list says from the first day on who at the centre may sign it."),
            _("The entry itself gives nobody a right: a leader delegates the signature for that."),
        ),
        done=_("The procedure is entered."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def end(request: HttpRequest, spot_id: int) -> HttpResponse:
    """End an entry on a day."""
    actor = actor_of(request)
    row = spots.entry(actor, spot_id)
    form = LastDayForm(typed(request), initial={"last_day": row.valid_to or time.today()})

    def act(data: Mapping[str, Any]) -> str:
        services.end_on_the_spot(actor, spot_id, data["last_day"])
        return _list(row.office_id)

    page = FormPage(
        title=_("End %(procedure)s on the spot") % {"procedure": row.procedure_code},
        eyebrow=row.office.name,
        submit=_("End it"),
        back=_list(row.office_id),
        will=(_("After the last day the list does not name it any more; its dossiers go on as before."),),
        confirm=_("End this entry?"),
        danger=True,
        done=_("The end of the entry is noted."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


def _list(office_id: int) -> str:
    return reverse("setup:on-the-spot", args=[office_id])
