"""Whether the records can be trusted: the last check of all ledgers, and the button for the next."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.dossiers.stranded import stranded
from motcua.kernel import jobs, time
from motcua.offices.access import actor_of
from motcua.oversight import choice as choices
from motcua.oversight.choice import Span
from motcua.oversight.lists import shown_stranded
from motcua.oversight.outstanding import outstanding
from motcua.oversight.roles import oversight_view
from motcua.oversight.tables import list_url
from motcua.reports import queries
from motcua.reports.integrity import integrity
from motcua.reports.measures import Measure
from motcua.reports.services import request_check


@oversight_view
def records(request: HttpRequest) -> HttpResponse:
    """The last check, the worker's sign of life, and due dates that are not certain yet."""
    now = time.now()
    chosen = choices.read({"period": Span.TODAY})
    owed = outstanding(actor_of(request), now)
    provisional = queries.behind(Measure.PROVISIONAL, queries.day_window(now), actor_of(request)).count()
    context = {
        "integrity": integrity(),
        "provisional": provisional,
        "stranded": shown_stranded(stranded(actor_of(request), now)),
        "outstanding": owed,
        "failed_jobs": any(one.given_up for one in owed),
        "provisional_url": list_url(chosen, Measure.PROVISIONAL),
    }
    return render(request, "oversight/records.html", context)


@oversight_view
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a check of all records; the page then says how far it is."""
    if request_check(actor_of(request)):
        messages.success(request, _("The check has begun; load this page again in a minute for its result."))
    else:
        messages.info(request, _("A check is under way already."))
    return HttpResponseRedirect(reverse("oversight:records"))


@oversight_view
@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """Give the jobs that were given up their tries anew."""
    count = jobs.try_failed_again()
    messages.success(request, _("%(count)s pieces of work are tried again.") % {"count": count})
    return HttpResponseRedirect(reverse("oversight:records"))
