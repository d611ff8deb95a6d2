"""The call list of the desk: whom no message reached, what to tell them, and that it was told."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.notices import queries, services
from motcua.offices.access import actor_of, staff_view
from motcua.offices.roles import Role

desk_view = staff_view(roles={Role.RECEPTIONIST, Role.DESK_HEAD})


@desk_view
def calls(request: HttpRequest) -> HttpResponse:
    """Everybody who has to be called, longest waiting first."""
    found = queries.calls(actor_of(request))
    return render(request, "notices/calls.html", {"calls": found, "full": len(found) >= queries.CALLS_SHOWN})


@desk_view
def told(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """The person was told by phone."""
    if request.method == "POST":
        services.told_by_phone(message_id, request.POST.get("note", ""), actor_of(request))
        messages.success(request, _("Noted: told by phone."))
    return HttpResponseRedirect(reverse("notices:calls"))


@desk_view
def again(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Send it once more instead of calling."""
    if request.method == "POST":
        services.send_again(message_id, actor_of(request))
        messages.success(request, _("It is sent again. If it does not arrive, it comes back to this list."))
    return HttpResponseRedirect(reverse("notices:calls"))
