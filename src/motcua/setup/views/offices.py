"""The tree of offices and the page of one."""

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
from motcua.offices.names import UNIT_KIND_NAMES
from motcua.offices.pages import office_board, office_page, office_tree
from motcua.offices.roles import UnitKind
from motcua.offices.services import OfficeData
from motcua.procedures.queries import fields
from motcua.setup.forms import offices as forms
from motcua.setup.queries import offices as queries
from motcua.setup.writing import FormPage, form_page, setup_view, typed

_SECTION = {"section": "offices"}


@setup_view
def tree(request: HttpRequest) -> HttpResponse:
    """Every office of the subtree, abolished ones when asked for."""
    abolished = request.GET.get("abolished") == "1"
    lines = office_tree(actor_of(request), abolished=abolished)
    kinds = dict(forms.LEVELS)
    shown = [(line, kinds.get(line.office.level_name, line.office.level_name)) for line in lines]
    context = {"lines": shown, "abolished": abolished, "today": time.today(), **_SECTION}
    return render(request, "setup/offices.html", context)


@setup_view
def office(request: HttpRequest, office_id: int) -> HttpResponse:
    """Everything about one office, each part with its own form."""
    actor = actor_of(request)
    queries.office(actor, office_id)
    page, today = office_page(actor, office_id), time.today()
    alive = page.office.valid_from <= today and (
        page.office.valid_to is None or page.office.valid_to >= today
    )
    names = {code: name for code, name, _count in fields()}
    context = {
        "office": page.office,
        "units": [(entry, UNIT_KIND_NAMES[UnitKind(entry.unit.kind)]) for entry in page.units],
        "groups": [
            (group, [names.get(code, code) for code in group.field_codes]) for group in page.field_groups
        ],
        "delegations": page.delegations,
        "level": dict(forms.LEVELS).get(page.office.level_name, page.office.level_name),
        "missing": office_board(office_id).missing if alive else (),
        "today": today,
        "alive": alive,
        **_SECTION,
    }
    return render(request, "setup/office.html", context)


@setup_view
def create(request: HttpRequest) -> HttpResponse:
    """A new office below another one."""
    actor = actor_of(request)
    form = forms.NewOfficeForm(
        typed(request),
        parents=queries.parent_choices(actor),
        initial={"valid_from": time.today(), "level": 4, "level_name": "commune"},
    )

    def act(data: Mapping[str, Any]) -> str:
        made = services.create_office(actor, int(data["parent"]), _data(data), data["valid_from"])
        return reverse("setup:office", args=[made.pk])

    page = FormPage(
        title=_("New office"),
        lead=_("An agency below one that you administer."),
        submit=_("Make the office"),
        back=reverse("setup:offices"),
        done=_("The office is there. Next: its public notice, its calendar and its units."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def edit(request: HttpRequest, office_id: int) -> HttpResponse:
    """Name, level and identifiers."""
    actor = actor_of(request)
    row = queries.office(actor, office_id)
    form = forms.OfficeForm(typed(request), initial=queries.data_of(row))

    def act(data: Mapping[str, Any]) -> str:
        services.edit_office(actor, office_id, data["seen"], _data(data))
        return _page(office_id)

    page = FormPage(
        title=_("Data of the office"),
        eyebrow=row.name,
        lead=_("Papers already issued keep the name they were issued with."),
        submit=_("Save"),
        back=_page(office_id),
        done=_("Saved."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def notice(request: HttpRequest, office_id: int) -> HttpResponse:
    """Address, hours, hotline."""
    actor = actor_of(request)
    row = queries.office(actor, office_id)
    names = ("address", "hours", "hotline", "email", "notice")
    initial = {name: getattr(row, name) for name in names} | {"seen": row.version}
    form = forms.NoticeForm(typed(request), initial=initial)

    def act(data: Mapping[str, Any]) -> str:
        values = {name: data[name] for name in names}
        services.edit_public_notice(actor, office_id, data["seen"], **values)
        return _page(office_id)

    page = FormPage(
        title=_("Public notice"),
        eyebrow=row.name,
        lead=_("What citizens read about the desk. The law wants address, hours and hotline posted."),
        submit=_("Post it"),
        back=_page(office_id),
        will=(_("Citizens see the new text at once."),),
        done=_("Posted."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def calendar(request: HttpRequest, office_id: int) -> HttpResponse:
    """Which calendar the office works by."""
    actor = actor_of(request)
    row = queries.office(actor, office_id)
    form = forms.CalendarChoiceForm(
        typed(request),
        calendars=queries.calendar_choices(),
        initial={"calendar": row.calendar_id or "", "seen": row.version},
    )

    def act(data: Mapping[str, Any]) -> str:
        chosen = int(data["calendar"]) if data["calendar"] else None
        services.set_calendar(actor, office_id, data["seen"], chosen)
        return _page(office_id)

    page = FormPage(
        title=_("Calendar of the office"),
        eyebrow=row.name,
        lead=_("Due dates are counted by its hours and days off."),
        submit=_("Save"),
        back=_page(office_id),
        will=(_("Dossiers received from now on are counted by the chosen calendar."),),
        done=_("Saved."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def abolish(request: HttpRequest, office_id: int) -> HttpResponse:
    """The end of an office, with its successor."""
    actor = actor_of(request)
    row = queries.office(actor, office_id)
    form = forms.AbolishForm(
        typed(request), successors=queries.successor_choices(row), initial={"seen": row.version}
    )

    def act(data: Mapping[str, Any]) -> str:
        services.abolish_office(actor, office_id, data["seen"], data["last_day"], int(data["successor"]))
        return _page(office_id)

    page = FormPage(
        title=_("Abolish the office"),
        eyebrow=row.name,
        lead=_("For a merger or a reorganisation. An administrator of the office above does this."),
        submit=_("Abolish"),
        back=_page(office_id),
        will=(
            _("After the last day nobody can hand a dossier in here."),
            _("All units, postings and delegations of the office end on the same day."),
            _("The successor answers for the open dossiers. Everything stays readable."),
            _("This cannot be undone."),
        ),
        confirm=_("Abolish this office?"),
        danger=True,
        done=_("The end of the office is entered."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


def _page(office_id: int) -> str:
    return reverse("setup:office", args=[office_id])


def _data(data: Mapping[str, Any]) -> OfficeData:
    return OfficeData(**{name: data[name] for name in OfficeData.__dataclass_fields__})
