"""Figures of a period by field, unit, officer or office, and by day; and the dossiers behind each number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.kernel import time
from motcua.offices.access import actor_of
from motcua.offices.actors import Actor
from motcua.oversight import choice as choices
from motcua.oversight.backlog import BacklogTable, backlog_table
from motcua.oversight.chart import Pair, chart
from motcua.oversight.choice import Choice, Span
from motcua.oversight.csv_table import Cell, csv_rows
from motcua.oversight.lists import list_header, list_rows, shown_lines
from motcua.oversight.roles import oversight_view
from motcua.oversight.tables import Table, figures_table, flow_table, part_label, period_words
from motcua.oversight.words import DIMENSION_WORDS, MEASURE_WORDS, SPAN_WORDS
from motcua.reports import backlog, formulas, queries
from motcua.reports.formulas import RULES, Period
from motcua.reports.listing import COUNT_CAP, DossierLine, all_lines, dossier_lines
from motcua.reports.measures import Measure
from motcua.reports.queries import Dimension, Scope
from motcua.reports.sight import Sight, sight


@oversight_view
def figures(request: HttpRequest) -> HttpResponseBase:
    """The figures of a period; `?file=lines` or `?file=days` gives one of its tables as a file."""
    actor = actor_of(request)
    seen = sight(actor)
    chosen = choices.read(request.GET.dict(), last_day=seen.last_day)
    scope = chosen.scope(seen)
    wanted = request.GET.get("file", "")
    if wanted == "lines":
        lines = queries.figures_by(chosen.by, chosen.window, actor, scope)
        return _table_file(figures_table(lines, chosen, seen), _file_name(chosen, chosen.by.value))
    flows = queries.flow(chosen.period, actor, chosen.as_of, scope)
    if wanted == "days":
        return _table_file(flow_table(flows, chosen), _file_name(chosen, "days"))
    lines = queries.figures_by(chosen.by, chosen.window, actor, scope)
    drawn = chart([Pair(part_label(flow.part), flow.received, flow.finished) for flow in flows])
    context = {
        **_around(chosen, seen),
        "table": figures_table(lines, chosen, seen),
        "days": flow_table(flows, chosen),
        "chart": drawn,
        "backlog": _backlog(chosen, actor, scope),
        "in_groups": queries.in_groups(chosen.window, actor, scope),
        "in_groups_url": f"{reverse('oversight:dossiers')}?{chosen.query(measure=Measure.IN_GROUPS)}",
        "tabs": _tabs(chosen, seen),
        "rules": RULES,
        "whose": _whose(chosen, seen),
    }
    return render(request, "oversight/figures.html", context)


@oversight_view
def dossiers(request: HttpRequest) -> HttpResponseBase:
    """The dossiers a number counts, page by page; `?file=list` gives all of them as a file."""
    actor = actor_of(request)
    seen = sight(actor)
    chosen = choices.read(request.GET.dict(), last_day=seen.last_day)
    scope = chosen.scope(seen)
    if request.GET.get("file") == "list":
        found = all_lines(chosen.measure, chosen.window, actor, scope)
        return table_file(list_header(), list_rows(found), _file_name(chosen, chosen.measure.value))
    page = dossier_lines(chosen.measure, chosen.window, actor, scope, cursor=request.GET.get("cursor", ""))
    here = f"{reverse('oversight:dossiers')}?{chosen.query()}"
    context = {
        **_around(chosen, seen),
        "measure": MEASURE_WORDS[chosen.measure],
        "lines": shown_lines(page.lines, chosen.window.until),
        "count": min(page.count, COUNT_CAP),
        "capped": page.count > COUNT_CAP,
        "older_url": f"{here}&cursor={page.next_cursor}" if page.next_cursor else "",
        "newer_url": f"{here}&cursor={page.previous_cursor}" if page.previous_cursor else "",
        "file_url": f"{here}&file=list",
        "eyebrow": " · ".join(_narrowed_to(chosen, seen, page.lines)),
        "back_url": f"{reverse('oversight:figures')}?{chosen.without_line().query()}",
    }
    return render(request, "oversight/dossiers.html", context)


def _backlog(chosen: Choice, actor: Actor, scope: Scope) -> BacklogTable | None:
    compared = backlog.dates(chosen.period.last, chosen.as_of)
    return backlog_table(backlog.backlog(compared, actor, scope), compared, chosen)


def _around(chosen: Choice, seen: Sight) -> dict[str, object]:
    return {
        "choice": chosen,
        "seen": seen,
        "spans": _spans(chosen, seen),
        "window": chosen.window,
        "period_words": period_words(chosen.period),
        "single_day": chosen.period.days == 1,
    }


def _spans(chosen: Choice, seen: Sight) -> list[dict[str, object]]:
    """The periods that one click chooses, and the years with dossiers."""
    here, today = reverse("oversight:figures"), time.today()
    periods: list[tuple[str | Promise, Period]] = [
        (SPAN_WORDS[Span.TODAY], Period(today, today)),
        (SPAN_WORDS[Span.WEEK], formulas.week(today)),
        (SPAN_WORDS[Span.MONTH], formulas.month(today)),
        (SPAN_WORDS[Span.QUARTER], formulas.quarter(today)),
    ]
    years = choices.offered_years(seen.first_day.year, chosen.period)
    periods += [(str(number), formulas.year(number)) for number in years]
    return [
        {
            "label": words,
            "url": f"{here}?{chosen.query(period=period, as_of=period.window(time.now()).until)}",
            "current": period == chosen.period,
        }
        for words, period in periods
    ]


def _tabs(chosen: Choice, seen: Sight) -> list[dict[str, object]]:
    here = reverse("oversight:figures")
    return [
        {"label": words, "url": f"{here}?{chosen.query(by=by)}", "current": by is chosen.by}
        for by, words in DIMENSION_WORDS.items()
        if by not in (Dimension.OFFICE, Dimension.DESK) or seen.several
    ]


def _whose(chosen: Choice, seen: Sight) -> str:
    """Whose figures these are, so that a printed page says it."""
    top = seen.offices[0].name if seen.offices else ""
    return (seen.name(chosen.office) or top) if chosen.office is not None else top


def _narrowed_to(chosen: Choice, seen: Sight, lines: Sequence[DossierLine]) -> list[str]:
    """What the list was narrowed to, in words; an empty list cannot name its unit or officer."""
    found = [_procedures(chosen), chosen.field or "", seen.name(chosen.office) if chosen.office else ""]
    if chosen.desk:
        found.append(_("received at %(office)s") % {"office": seen.name(chosen.desk)})
    if lines:
        found += [lines[0].unit if chosen.unit else "", lines[0].officer if chosen.officer else ""]
    if chosen.officer == queries.NOBODY:
        found.append(_("No officer named"))
    return [part for part in found if part]


def _procedures(chosen: Choice) -> str:
    if chosen.procedure is not None or chosen.levels is None:
        return chosen.procedure or ""
    words = ngettext("procedures over %(n)s level", "procedures over %(n)s levels", chosen.levels)
    return words % {"n": chosen.levels}


def _file_name(chosen: Choice, what: str) -> str:
    return f"motcua-{what}-{chosen.period.first}-{chosen.period.last}.csv"


def _table_file(table: Table, name: str) -> HttpResponseBase:
    rows = [*table.rows, *([table.whole] if table.whole else [])]
    cells: list[list[Cell]] = [
        [str(row.label), *(cell.value for cell in row.cells), row.share.removesuffix("\N{NO-BREAK SPACE}%")]
        for row in rows
    ]
    return table_file(table.header, cells, name)


def table_file(header: Iterable[object], rows: Iterable[Sequence[Cell]], name: str) -> HttpResponseBase:
    """A table to download; titles may be lazy words."""
    answer: HttpResponse | StreamingHttpResponse = StreamingHttpResponse(
        csv_rows([str(title) for title in header], rows), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
