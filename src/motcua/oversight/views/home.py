"""The start page of those who lead and supervise."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from motcua.dossiers.stranded import unacknowledged_count
from motcua.offices.access import actor_of
from motcua.oversight import choice as choices
from motcua.oversight import late as boards
from motcua.oversight.choice import Choice, Span
from motcua.oversight.lists import shown_lines
from motcua.oversight.roles import oversight_view
from motcua.oversight.tables import figures_table, list_url
from motcua.oversight.tiles import today_tiles
from motcua.procedures.queries import to_post
from motcua.reports import queries
from motcua.reports.formulas import RULES
from motcua.reports.late_board import warned
from motcua.reports.listing import pressing
from motcua.reports.measures import Measure
from motcua.reports.sight import sight

_PRESSING_SHOWN = 20


@oversight_view
def home(request: HttpRequest) -> HttpResponse:
    """Today's picture, what presses, and the year by field."""
    actor = actor_of(request)
    seen = sight(actor)
    chosen = choices.read({**request.GET.dict(), "period": Span.TODAY, "at": ""})
    scope = chosen.scope(seen)
    now = chosen.as_of
    today = queries.today(actor, now, scope)
    asked = {**request.GET.dict(), "period": Span.YEAR, "at": now.isoformat(), "by": "field"}
    year = choices.read(asked, last_day=seen.last_day)
    lines = queries.figures_by(year.by, year.window, actor, scope)
    pressed = pressing(queries.day_window(now), actor, scope, _PRESSING_SHOWN)
    context = {
        "seen": seen,
        "choice": chosen,
        "tiles": today_tiles(today, chosen),
        "today": today,
        "pressing": shown_lines(pressed, now),
        "more_pressing": max(0, today.overdue + today.nearly_late - len(pressed)),
        "warned": boards.warned_counts(warned(actor, scope, now), chosen.office),
        "unacknowledged": unacknowledged_count(actor, now),
        "late_url": list_url(chosen, Measure.OVERDUE),
        "near_url": list_url(chosen, Measure.NEARLY_LATE),
        "year": year,
        "years": _years(chosen, year, seen.first_day.year),
        "table": figures_table(lines, year, seen),
        "figures_url": f"{reverse('oversight:figures')}?{year.query()}",
        "to_post": len(to_post(now)),
        "now": now,
        "rules": RULES,
    }
    return render(request, "oversight/home.html", context)


def _years(chosen: Choice, year: Choice, first: int) -> list[dict[str, object]]:
    """Links to the years there are figures of, the present one first."""
    here = reverse("oversight:home")
    office = {"office": str(chosen.office)} if chosen.office is not None else {}
    return [
        {
            "label": str(number),
            "url": f"{here}?{urlencode({'year': number, **office})}#year",
            "current": number == year.period.first.year,
        }
        for number in choices.offered_years(first, year.period)
    ]
