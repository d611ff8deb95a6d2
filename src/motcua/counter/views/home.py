"""The start page of the counter: what came in today, what waits to be handed over, and the quick box."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.counter import parsing, queries
from motcua.counter.desks import counter_view, desk_of
from motcua.counter.queries import DossierLine
from motcua.counter.reception_page import find_procedures
from motcua.counter.supplement_board import open_supplements
from motcua.dossiers.words import STATUS_WORDS
from motcua.kernel import time
from motcua.kernel.pages import wants_fragment
from motcua.papers.books.queries import to_close
from motcua.parties.cards import looks_like_card
from motcua.procedures.words import limit_words

_WAITING_SHOWN = 12


@dataclass(frozen=True, slots=True)
class QuickOption:
    """A line under the quick box; choosing it opens `href`."""

    value: str
    label: str
    note: str
    href: str


@counter_view
def home(request: HttpRequest) -> HttpResponse:
    """Today at the desk."""
    actor, office = desk_of(request)
    waiting = queries.waiting_results(office)
    today = queries.received_on(office, time.today())
    context = {
        "today": today,
        "waiting": waiting[:_WAITING_SHOWN],
        "waiting_count": len(waiting),
        "drafts": len(queries.drafts(office)),
        "guidance": len(queries.guidance_on(office, time.today())),
        "supplements": open_supplements(office),
        "to_close": to_close(actor),
        "day": time.now(),
    }
    return render(request, "counter/home.html", context)


@counter_view
def drafts(request: HttpRequest) -> HttpResponse:
    """Drafts of the desk, to go on with."""
    _actor, office = desk_of(request)
    return render(request, "counter/drafts.html", {"drafts": queries.drafts(office)})


@counter_view
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """The quick box: options while one types; without scripts the one hit is opened, or all are listed.

    By POST, because names and identity numbers do not belong into addresses.
    """
    words = parsing.text(request.POST, "q", 1000)
    actor, office = desk_of(request)
    dossiers = queries.find(words, actor) if words else []
    seeks_dossier = bool(queries.code_in(words)) or looks_like_card(words)
    procedures = find_procedures(words, office) if words and not seeks_dossier else []
    options = [_dossier_option(line) for line in dossiers]
    begin = [
        QuickOption(
            str(hit.version_id),
            hit.name,
            " · ".join(
                part for part in (_("Receive"), hit.code, limit_words(hit.committed or hit.legal)) if part
            ),
            f"{reverse('counter:receive')}?procedure={hit.version_id}",
        )
        for hit in procedures
    ]
    options = [*options, *begin] if any(sign.isdigit() for sign in words) else [*begin, *options]
    if wants_fragment(request):
        return render(request, "components/combobox_options.html", {"options": options})
    if len(options) == 1:
        return HttpResponseRedirect(options[0].href)
    return render(request, "counter/found.html", {"options": options, "words": words})


def _dossier_option(line: DossierLine) -> QuickOption:
    if line.ready:
        href, act = reverse("counter:hand-over", args=[line.id]), _("Hand over the result")
    elif not line.code:
        href, act = f"{reverse('counter:receive')}?draft={line.id}", _("Go on with the draft")
    else:
        href, act = reverse("counter:dossier", args=[line.id]), str(STATUS_WORDS[line.status])
    return QuickOption(
        str(line.id), f"{line.code} {line.applicant}".strip(), f"{act} · {line.procedure}", href
    )
