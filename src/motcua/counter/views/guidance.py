"""Advice given at the desk: noted in seconds, listed by day."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.counter import parsing, queries
from motcua.counter.desks import counter_view, desk_of
from motcua.dossiers import services
from motcua.dossiers.models import Guidance
from motcua.kernel import ids, time
from motcua.kernel.errors import Refusal
from motcua.kernel.wording import say


@counter_view
def guidance(request: HttpRequest) -> HttpResponse:
    """Note an advice, and see those of the day."""
    actor, office = desk_of(request)
    day = parsing.day(request.GET.get("day", "")) or time.today()
    context: dict[str, object] = {
        "day": day,
        "today": time.today(),
        "form_id": ids.uuid7(),
        "typed": request.POST,
    }
    status = 200
    if request.method == "POST":
        noted = Guidance(
            id=parsing.uuid(request.POST.get("form_id", "")) or ids.uuid7(),
            office_id=office,
            officer_id=actor.person_id or 0,
            at=time.now(),
            person_name=parsing.text(request.POST, "person_name", 200),
            matter=parsing.text(request.POST, "matter", 500),
            guided_to=parsing.text(request.POST, "guided_to", 300),
            advice=parsing.text(request.POST, "advice", 2000),
        )
        try:
            services.record_guidance(noted, actor)
        except Refusal as refusal:
            context |= {"refused": say(refusal), "form_id": noted.id}
            status = refusal.status
        else:
            messages.success(request, _("The guidance is noted."))
            return HttpResponseRedirect(reverse("counter:guidance"))
    context["lines"] = queries.guidance_on(office, day)
    return render(request, "counter/guidance.html", context, status=status)
