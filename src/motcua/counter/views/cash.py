"""The cash of a day: what one took and gave back, counted and signed in the evening."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.counter import money_form, parsing
from motcua.counter.desks import counter_view, desk_of
from motcua.counter.slips import slip_head
from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.kernel.wording import say
from motcua.offices.models import Person
from motcua.offices.roles import Role
from motcua.payments import queries, services


@counter_view
def cash(request: HttpRequest) -> HttpResponse:
    """One's own list of a day, with the form that signs it."""
    actor, office = desk_of(request)
    today = time.today()
    sent = parsing.text(request.POST or request.GET, "day", 10)
    day = parsing.day(sent) or today
    refused = None
    if request.method == "POST":
        try:
            services.close_day(money_form.close(request.POST, office, today), actor)
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, _("The day is signed. Print the list and hand the cash in with it."))
            return HttpResponseRedirect(f"{reverse('counter:cash')}?day={day.isoformat()}")
    person = actor.person_id or 0
    context = {
        "list": queries.day_list(office, person, actor.name, day),
        "day": day,
        "is_today": day == today,
        "person": person,
        "open_days": queries.open_days(office, person, today),
        "to_refund": queries.to_refund(office),
        "closings": queries.closings(office) if actor.has_in_office(Role.DESK_HEAD, office) else (),
        "typed": request.POST,
        "form_id": money_form.form_id(request.POST),
        "refused": say(refused) if refused else None,
    }
    return render(request, "counter/cash.html", context, status=refused.status if refused else 200)


@counter_view
def sheet(request: HttpRequest, day: str, person_id: int) -> HttpResponse:
    """Bảng kê thu trong ngày, to print: one's own, or a colleague's for the head of the desk."""
    actor, office = desk_of(request)
    on = parsing.day(day)
    person = Person.objects.filter(pk=person_id, memberships__unit__office_id=office).first()
    allowed = person_id == actor.person_id or actor.has_in_office(Role.DESK_HEAD, office)
    if on is None or person is None or not allowed:
        raise Refusal(
            "unknown_list",
            N_("There is no such list."),
            N_("Choose the day on the page of the cash."),
            status=HttpStatus.NOT_FOUND,
        )
    context = {
        "list": queries.day_list(office, person_id, person.full_name, on),
        "paper": slip_head(office),
    }
    return render(request, "counter/cash_sheet.html", context)
