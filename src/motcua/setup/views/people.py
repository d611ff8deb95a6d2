"""People: the list, one account, and what an administrator does with it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from motcua.offices import services
from motcua.offices.access import actor_of
from motcua.offices.models import Person
from motcua.offices.services import PersonData
from motcua.setup.forms import people as forms
from motcua.setup.lists import asked_part
from motcua.setup.queries import people as queries
from motcua.setup.writing import FormPage, form_page, setup_view, typed

_SECTION = {"section": "people"}
_CONSONANTS, _VOWELS = "bdghklmnprstv", "aeiou"


@setup_view
def people(request: HttpRequest) -> HttpResponse:
    """The list, searched while typing."""
    words = request.GET.get("q", "")[:100]
    closed = request.GET.get("closed") == "1"
    context = {
        "part": asked_part(request, queries.listed(actor_of(request), words, closed=closed)),
        "words": words,
        "closed": closed,
        **_SECTION,
    }
    return render(request, "setup/people.html", context)


@setup_view
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One account."""
    page = queries.person(actor_of(request), person_id)
    return render(request, "setup/person.html", {"page": page, **_SECTION})


@never_cache
@setup_view
def create(request: HttpRequest) -> HttpResponse:
    """A new account; its password is shown once."""
    actor = actor_of(request)
    form = forms.NewPersonForm(typed(request))

    def act(data: Mapping[str, Any]) -> HttpResponse:
        password = readable_password()
        made = services.create_person(actor, data["username"], _data(data), password)
        return _shown_once(request, made, password)

    page = FormPage(
        title=_("New person"),
        lead=_("An account to sign in with. What it may do, a posting says afterwards."),
        submit=_("Make the account"),
        back=reverse("setup:people"),
        will=(_("The program makes a first password and shows it once, to hand over in person."),),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def edit(request: HttpRequest, person_id: int) -> HttpResponse:
    """Name, phone, e-mail."""
    actor = actor_of(request)
    row = queries.person(actor, person_id).person
    initial = {"full_name": row.full_name, "phone": row.phone, "email": row.email, "seen": row.version}
    form = forms.PersonForm(typed(request), initial=initial)

    def act(data: Mapping[str, Any]) -> str:
        services.edit_person(actor, person_id, data["seen"], _data(data))
        return _person(person_id)

    page = FormPage(
        title=_("Data of a person"),
        eyebrow=row.username,
        submit=_("Save"),
        back=_person(person_id),
        done=_("Saved."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@never_cache
@setup_view
def password(request: HttpRequest, person_id: int) -> HttpResponse:
    """A new password for somebody who forgot theirs."""
    actor = actor_of(request)
    row = queries.person(actor, person_id).person
    form = forms.PasswordForm(typed(request))

    def act(data: Mapping[str, Any]) -> HttpResponse:
        new = data["password"] or readable_password()
        return _shown_once(request, services.set_password(actor, person_id, new), new)

    page = FormPage(
        title=_("New password for %(name)s") % {"name": row.full_name},
        eyebrow=row.username,
        submit=_("Set the password"),
        back=_person(person_id),
        will=(
            _("The old password no longer works, and open sessions of this person end."),
            _("A lock after wrong passwords ends too."),
        ),
        confirm=_("Set a new password?"),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def unlock(request: HttpRequest, person_id: int) -> HttpResponse:
    """End a lock after wrong passwords."""
    actor = actor_of(request)
    row = queries.person(actor, person_id).person
    form = forms.NothingForm(typed(request))

    def act(data: Mapping[str, Any]) -> str:
        del data
        services.unlock_person(actor, person_id)
        return _person(person_id)

    page = FormPage(
        title=_("Unlock the account of %(name)s") % {"name": row.full_name},
        eyebrow=row.username,
        lead=_("Ask first whether it was this person who typed wrong passwords; if not, set a new one."),
        submit=_("Unlock"),
        back=_person(person_id),
        will=(_("The person can sign in again at once, with the same password."),),
        done=_("The account is unlocked."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def close(request: HttpRequest, person_id: int) -> HttpResponse:
    """Close an account for good."""
    actor = actor_of(request)
    row = queries.person(actor, person_id).person
    form = forms.NothingForm(typed(request), initial={"seen": row.version})

    def act(data: Mapping[str, Any]) -> str:
        services.deactivate_person(actor, person_id, data["seen"])
        return _person(person_id)

    page = FormPage(
        title=_("Close the account of %(name)s") % {"name": row.full_name},
        eyebrow=row.username,
        submit=_("Close the account"),
        back=_person(person_id),
        will=(
            _("The person cannot sign in any more, and open sessions end."),
            _("Everything the person did stays in the books. The account name is not given again."),
            _("This cannot be undone: whoever comes back gets a new account."),
        ),
        confirm=_("Close this account?"),
        danger=True,
        done=_("The account is closed."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


def readable_password() -> str:
    """A password that can be read out over the desk: "tomika-resonu-47"."""
    words = [
        "".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(3)) for _ in range(2)
    ]
    return f"{words[0]}-{words[1]}-{secrets.randbelow(90) + 10}"


def _shown_once(request: HttpRequest, row: Person, password: str) -> HttpResponse:
    return render(request, "setup/password.html", {"person": row, "password": password, **_SECTION})


def _person(person_id: int) -> str:
    return reverse("setup:person", args=[person_id])


def _data(data: Mapping[str, Any]) -> PersonData:
    return PersonData(full_name=data["full_name"], phone=data["phone"], email=data["email"])
