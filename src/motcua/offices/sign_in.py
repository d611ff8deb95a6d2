"""Signing in and out, and where each role begins its day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate, views
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from motcua.kernel import time
from motcua.kernel.wording import say
from motcua.offices.access import public_view
from motcua.offices.actors import Actor, actor_for
from motcua.offices.auth import SignInLocked
from motcua.offices.roles import Role

# The first role of the list that somebody holds decides where they begin.
LANDING: tuple[tuple[frozenset[Role], str], ...] = (
    (frozenset({Role.RECEPTIONIST, Role.DESK_HEAD}), "counter:home"),
    (
        frozenset({Role.CASE_OFFICER, Role.HEAD_OF_UNIT, Role.SIGNING_LEADER, Role.CLERK}),
        "desk:inbox",
    ),
    (frozenset({Role.SUPERVISOR}), "oversight:home"),
    (frozenset({Role.ADMINISTRATOR}), "setup:home"),
)


def landing_url(actor: Actor) -> str:
    """The first page for this person's work; the public home page for somebody without a role today."""
    for roles, url_name in LANDING:
        if actor.roles & roles:
            return reverse(url_name)
    return "/"


class SignInForm(AuthenticationForm):
    """Account name and password. Wrong ones and unknown ones are told in the same words."""

    error_messages = {
        "invalid_login": _("The account name or the password is not right. Capitals matter in the password."),
        "inactive": _("The account name or the password is not right. Capitals matter in the password."),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("Account name")
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        self.fields["password"].label = _("Password")
        self.locked_until: Any = None

    def clean(self) -> dict[str, Any]:
        """Try the name and the password; says until when, if sign-in is locked."""
        username = self.cleaned_data.get("username")
        password = self.cleaned_data.get("password")
        if username and password:
            try:
                self.user_cache = authenticate(self.request, username=username, password=password)
            except SignInLocked as locked:
                self.locked_until = locked.until
                raise ValidationError(say(locked).text, code=locked.code) from None
            if self.user_cache is None:
                raise self.get_invalid_login_error()
        return dict(self.cleaned_data)


@method_decorator(public_view, name="dispatch")
class SignIn(views.LoginView):
    """The sign-in page. `next` leads only to pages of this site."""

    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """Where this person's work begins."""
        person = self.request.user
        return landing_url(actor_for(person.pk, time.today())) if person.pk else "/"

    def form_invalid(self, form: Form | forms.BaseModelForm[Any]) -> HttpResponse:
        """The page again, with the right status for a lock-out."""
        locked_until = getattr(form, "locked_until", None)
        context = self.get_context_data(form=form, locked_until=locked_until)
        return self.render_to_response(context, status=429 if locked_until else 200)


@method_decorator([public_view, require_POST], name="dispatch")
class SignOut(views.LogoutView):
    """Ends the session; only by a button, so that no foreign page can do it."""
