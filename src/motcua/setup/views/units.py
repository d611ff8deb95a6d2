"""Units, posts and groups of fields of an office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.kernel import time
from motcua.offices import services
from motcua.offices.access import actor_of
from motcua.offices.roles import UnitKind
from motcua.setup.forms import offices as forms
from motcua.setup.forms.people import NothingForm
from motcua.setup.queries import offices as queries
from motcua.setup.writing import FormPage, form_page, setup_view, typed

_SECTION = {"section": "offices"}


@setup_view
def create_unit(request: HttpRequest, office_id: int) -> HttpResponse:
    """A new unit."""
    actor = actor_of(request)
    row = queries.office(actor, office_id)
    form = forms.NewUnitForm(typed(request), initial={"valid_from": time.today()})

    def act(data: Mapping[str, Any]) -> str:
        services.create_unit(
            actor,
            office_id,
            data["name"],
            UnitKind(data["kind"]),
            valid_from=data["valid_from"],
            phone=data["phone"],
        )
        return _office(office_id)

    page = FormPage(
        title=_("New unit"),
        eyebrow=row.name,
        lead=_("A working part of the office: its desk, a division, the leadership, the clerk's office."),
        submit=_("Make the unit"),
        back=_office(office_id),
        done=_("The unit is there. Next: post people to it."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def edit_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Name and phone of a unit."""
    actor = actor_of(request)
    row = queries.unit(actor, unit_id)
    initial = {"name": row.name, "phone": row.phone, "seen": row.version}
    form = forms.UnitForm(typed(request), initial=initial)

    def act(data: Mapping[str, Any]) -> str:
        services.edit_unit(actor, unit_id, data["seen"], data["name"], data["phone"])
        return _office(row.office_id)

    page = FormPage(
        title=_("Unit"),
        eyebrow=row.office.name,
        submit=_("Save"),
        back=_office(row.office_id),
        done=_("Saved."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def close_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The end of a unit."""
    actor = actor_of(request)
    row = queries.unit(actor, unit_id)
    form = forms.LastDayForm(typed(request), initial={"last_day": time.today(), "seen": row.version})

    def act(data: Mapping[str, Any]) -> str:
        services.close_unit(actor, unit_id, data["seen"], data["last_day"])
        return _office(row.office_id)

    page = FormPage(
        title=_("Close “%(unit)s”") % {"unit": row.name},
        eyebrow=row.office.name,
        submit=_("Close the unit"),
        back=_office(row.office_id),
        will=(
            _("Everybody's posting in this unit ends on the last day, and so do delegations."),
            _("Open tasks of the unit stay visible; hand them to others before."),
        ),
        confirm=_("Close this unit?"),
        danger=True,
        done=_("The end of the unit is entered."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def create_post(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A new post in a unit."""
    actor = actor_of(request)
    row = queries.unit(actor, unit_id)
    form = forms.PostForm(typed(request))

    def act(data: Mapping[str, Any]) -> str:
        services.create_post(actor, unit_id, data["title"], data["duties"])
        return _office(row.office_id)

    page = FormPage(
        title=_("New post"),
        eyebrow=row.name,
        lead=_("A position with its tasks; people are posted to it."),
        submit=_("Make the post"),
        back=_office(row.office_id),
        done=_("The post is there."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def edit_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Title and tasks of a post."""
    actor = actor_of(request)
    row = queries.post(actor, post_id)
    initial = {"title": row.title, "duties": row.duties, "seen": row.version}
    form = forms.PostForm(typed(request), initial=initial)

    def act(data: Mapping[str, Any]) -> str:
        services.edit_post(actor, post_id, data["seen"], data["title"], data["duties"])
        return _office(row.unit.office_id)

    page = FormPage(
        title=_("Post"),
        eyebrow=row.unit.name,
        submit=_("Save"),
        back=_office(row.unit.office_id),
        will=(_("Citizens see the new tasks beside the officers on duty."),),
        done=_("Saved."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def create_group(request: HttpRequest, office_id: int) -> HttpResponse:
    """A new group of fields."""
    actor = actor_of(request)
    row = queries.office(actor, office_id)
    wanted = request.GET.getlist("field")
    form = forms.FieldGroupForm(
        typed(request),
        units=queries.unit_choices(office_id),
        fields=queries.field_choices(office_id, None),
        initial={"fields_chosen": wanted, "position": 1},
    )

    def act(data: Mapping[str, Any]) -> str:
        services.set_field_group(
            actor,
            office_id,
            data["name"],
            int(data["unit"]),
            data["fields_chosen"],
            position=data["position"],
        )
        return _office(office_id)

    page = FormPage(
        title=_("New group of fields"),
        eyebrow=row.name,
        lead=_("Fields that are kept in one register book and go to one unit."),
        submit=_("Make the group"),
        back=_office(office_id),
        done=_("The group is there: dossiers of these fields can be received."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def edit_group(request: HttpRequest, group_id: int) -> HttpResponse:
    """Which unit handles which fields."""
    actor = actor_of(request)
    row = queries.group(actor, group_id)
    form = forms.FieldGroupForm(
        typed(request),
        units=queries.unit_choices(row.office_id, [row.unit_id]),
        fields=queries.field_choices(row.office_id, group_id),
        initial={
            "name": row.name,
            "unit": row.unit_id,
            "position": row.position,
            "fields_chosen": row.field_codes,
            "seen": row.version,
        },
    )

    def act(data: Mapping[str, Any]) -> str:
        services.set_field_group(
            actor,
            row.office_id,
            data["name"],
            int(data["unit"]),
            data["fields_chosen"],
            group_id=group_id,
            seen=data["seen"],
            position=data["position"],
        )
        return _office(row.office_id)

    page = FormPage(
        title=_("Group of fields"),
        eyebrow=row.office.name,
        lead=_("Fields that another group has are not offered here."),
        submit=_("Save"),
        back=_office(row.office_id),
        will=(
            _("New dossiers of these fields go to the chosen unit; those on their way stay where they are."),
        ),
        done=_("Saved."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def remove_group(request: HttpRequest, group_id: int) -> HttpResponse:
    """Take away a group that no dossier uses."""
    actor = actor_of(request)
    row = queries.group(actor, group_id)
    form = NothingForm(typed(request), initial={"seen": row.version})

    def act(data: Mapping[str, Any]) -> str:
        services.remove_field_group(actor, group_id, data["seen"])
        return _office(row.office_id)

    page = FormPage(
        title=_("Remove the group “%(group)s”") % {"group": row.name},
        eyebrow=row.office.name,
        submit=_("Remove"),
        back=_office(row.office_id),
        will=(_("Dossiers of its fields cannot be received until another group takes them."),),
        confirm=_("Remove this group?"),
        danger=True,
        done=_("Removed."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


def _office(office_id: int) -> str:
    return reverse("setup:office", args=[office_id])
