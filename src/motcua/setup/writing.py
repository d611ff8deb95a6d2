"""How every form of the setup is shown, checked and carried out.

A form that comes back keeps what was typed and says beside it what was wrong. A form that was sent twice (an
impatient click, a page loaded again) is carried out once: its `command_id` is remembered in the session.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from motcua.kernel.errors import Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.kernel.wording import say
from motcua.offices.access import staff_view
from motcua.offices.roles import Role

setup_view = staff_view(roles={Role.ADMINISTRATOR})
review_view = staff_view(
    roles={Role.ADMINISTRATOR, Role.SIGNING_LEADER}
)  # to look at a process and approve it

_DONE = "setup_done"
_REMEMBERED = 20

# Where to go then; or a page of its own, for what is shown once and never again.
Act = Callable[[Mapping[str, Any]], str | HttpResponse]


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """The words around a form. `will`: what happens when it is sent; `confirm`: asked before that."""

    title: str
    submit: str
    back: str
    lead: str = ""
    eyebrow: str = ""
    will: tuple[str, ...] = ()
    confirm: str = ""
    danger: bool = False
    done: str = ""
    template: str = "setup/form.html"
    shown: Mapping[str, object] = field(default_factory=dict)  # what else the template needs


def typed(request: HttpRequest) -> Any:
    """What was typed, for a form; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def form_page(request: HttpRequest, page: FormPage, form: forms.Form, act: Act) -> HttpResponse:
    """Show the form, or carry it out with `act`, which gives the address to go to then."""
    stale = False
    status = 200
    if request.method == "POST":
        if (known := done_before(request)) is not None:
            return HttpResponseRedirect(known)
        if form.is_valid():
            try:
                target = act(form.cleaned_data)
            except Refusal as refusal:
                status, stale = refusal.status, refusal.status == HttpStatus.STALE
                refuse(form, refusal)
            else:
                if isinstance(target, HttpResponse):
                    remember(request, page.back)
                    return target
                remember(request, target)
                if page.done:
                    messages.success(request, page.done)
                return HttpResponseRedirect(target)
        else:
            status = HttpStatus.UNPROCESSABLE
    return show_form(request, page, form, stale=stale, status=status)


def show_form(
    request: HttpRequest, page: FormPage, form: forms.Form, *, stale: bool = False, status: int = 200
) -> HttpResponse:
    """Only show the form, as it stands."""
    context = {
        "page": page,
        "form": form,
        "stale": stale,
        "multipart": form.is_multipart(),
        "command_id": command_id(request),
        **page.shown,
    }
    return render(request, page.template, context, status=status)


def refuse(form: forms.Form, refusal: Refusal) -> None:
    """Say the refusal at the form."""
    form.add_error(None, say(refusal).text)


def command_id(request: HttpRequest) -> str:
    """The number of this form: the one it was sent with, or a new one."""
    return _sent_id(request) or str(uuid4())


def done_before(request: HttpRequest) -> str | None:
    """Where the form led that was sent with the same number; None when it is new."""
    found = request.session.get(_DONE, {}).get(_sent_id(request))
    return str(found) if found else None


def remember(request: HttpRequest, target: str) -> None:
    """Note that the form was carried out."""
    number = _sent_id(request)
    if number:
        known = dict(request.session.get(_DONE, {}))
        known[number] = target
        request.session[_DONE] = dict(list(known.items())[-_REMEMBERED:])


def _sent_id(request: HttpRequest) -> str:
    try:
        return str(UUID(request.POST.get("command_id", "")))
    except ValueError:
        return ""
