"""Who works where in which roles, and who may act in whose place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.kernel import formats, time
from motcua.offices import services
from motcua.offices.access import actor_of
from motcua.offices.names import ROLE_NAMES
from motcua.offices.roles import Role
from motcua.setup.forms import people as forms
from motcua.setup.forms.offices import LastDayForm
from motcua.setup.queries import offices as queries
from motcua.setup.writing import FormPage, form_page, setup_view, typed

_SECTION = {"section": "offices"}


@setup_view
def create(request: HttpRequest, office_id: int) -> HttpResponse:
    """Post somebody to a unit of the office."""
    actor = actor_of(request)
    row = queries.office(actor, office_id)
    units = queries.unit_choices(office_id)
    form = forms.NewMembershipForm(
        typed(request),
        people=queries.people_choices(actor),
        units=units,
        posts=queries.post_choices(int(pk) for pk, _name in units),
        initial={
            "person": request.GET.get("person", ""),
            "unit": request.GET.get("unit", ""),
            "valid_from": time.today(),
        },
    )

    def act(data: Mapping[str, Any]) -> str:
        services.create_membership(
            actor,
            int(data["person"]),
            int(data["unit"]),
            data["roles"],
            data["valid_from"],
            valid_to=data["valid_to"],
            post_id=_post(data),
            on_duty=data["on_duty"],
        )
        return _office(office_id)

    page = FormPage(
        title=_("Post somebody"),
        eyebrow=row.name,
        lead=_("Rights come from postings only: without one an account may do nothing."),
        submit=_("Post the person"),
        back=_office(office_id),
        will=(_("From the first day on the person sees and does what the roles allow in this unit."),),
        done=_("Posted."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def edit(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Roles, post and duty from today on."""
    actor = actor_of(request)
    row = queries.membership(actor, membership_id)
    form = forms.MembershipForm(
        typed(request),
        posts=queries.post_choices([row.unit_id]),
        initial={
            "roles": row.roles,
            "post": row.post_id or "",
            "on_duty": row.on_duty,
            "seen": row.version,
        },
    )

    def act(data: Mapping[str, Any]) -> str:
        services.change_membership(
            actor, membership_id, data["seen"], data["roles"], post_id=_post(data), on_duty=data["on_duty"]
        )
        return _office(row.unit.office_id)

    page = FormPage(
        title=row.person.full_name,
        eyebrow=row.unit.name,
        lead=_("What this person may do in the unit, from now on."),
        submit=_("Save"),
        back=_office(row.unit.office_id),
        will=(_("The change counts at once, also for somebody who is signed in."),),
        done=_("Saved."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def end(request: HttpRequest, membership_id: int) -> HttpResponse:
    """End a posting on a day."""
    actor = actor_of(request)
    row = queries.membership(actor, membership_id)
    form = LastDayForm(
        typed(request), initial={"last_day": row.valid_to or time.today(), "seen": row.version}
    )

    def act(data: Mapping[str, Any]) -> str:
        services.end_membership(actor, membership_id, data["seen"], data["last_day"])
        return _office(row.unit.office_id)

    page = FormPage(
        title=_("End the posting of %(person)s") % {"person": row.person.full_name},
        eyebrow=row.unit.name,
        submit=_("End the posting"),
        back=_office(row.unit.office_id),
        will=(
            _("After the last day the person can do nothing more in this unit."),
            _("Tasks in the person's hands stay open; the head of the unit hands them on."),
            _("What the person did stays in the books under their name."),
        ),
        confirm=_("End this posting?"),
        danger=True,
        done=_("The end of the posting is entered."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def delegate(request: HttpRequest, office_id: int) -> HttpResponse:
    """Let one person act in the role of another between two dates."""
    actor = actor_of(request)
    row = queries.office(actor, office_id)
    form = forms.DelegationForm(
        typed(request),
        people=queries.people_choices(actor),
        units=queries.unit_choices(office_id),
        initial={"valid_from": time.today()},
    )

    def act(data: Mapping[str, Any]) -> str:
        services.delegate(
            actor,
            int(data["giver"]),
            int(data["receiver"]),
            unit_id=int(data["unit"]),
            role=Role(data["role"]),
            decision_number=data["decision_number"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
        )
        return _office(office_id)

    page = FormPage(
        title=_("New delegation"),
        eyebrow=row.name,
        lead=_("For leave and absence: somebody acts in the role of another, on a written decision."),
        submit=_("Enter the delegation"),
        back=_office(office_id),
        will=(_("On these days the receiver may do what the role allows; the history names the receiver."),),
        done=_("The delegation is entered."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def end_delegation(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """End a delegation early."""
    actor = actor_of(request)
    row = queries.delegation(actor, delegation_id)
    form = LastDayForm(typed(request), initial={"last_day": time.today()})

    def act(data: Mapping[str, Any]) -> str:
        services.end_delegation(actor, delegation_id, data["last_day"])
        return _office(row.unit.office_id)

    words = {
        "receiver": row.receiver.full_name,
        "giver": row.giver.full_name,
        "role": ROLE_NAMES[Role(row.role)],
        "last": formats.day(row.valid_to),
    }
    page = FormPage(
        title=_("End a delegation"),
        eyebrow=row.unit.name,
        lead=_("%(receiver)s acts for %(giver)s as %(role)s until %(last)s.") % words,
        submit=_("End it"),
        back=_office(row.unit.office_id),
        will=(_("After the last day the receiver acts in their own roles only."),),
        confirm=_("End this delegation?"),
        danger=True,
        done=_("The end of the delegation is entered."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


def _post(data: Mapping[str, Any]) -> int | None:
    return int(data["post"]) if data["post"] else None


def _office(office_id: int) -> str:
    return reverse("setup:office", args=[office_id])
