"""Procedures over several levels, the desks of the communes, and the dossiers that came in at each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from motcua.offices.access import actor_of
from motcua.oversight import choice as choices
from motcua.oversight.choice import Choice
from motcua.oversight.roles import oversight_view
from motcua.oversight.tables import figures_table, list_url, period_words, share
from motcua.oversight.time_tables import cut_row
from motcua.oversight.words import level_words
from motcua.reports import formulas, queries
from motcua.reports.chains import RULES, Chain, Standing, commune_desks, interconnected
from motcua.reports.measures import Measure
from motcua.reports.queries import Dimension
from motcua.reports.sight import sight


@dataclass(frozen=True, slots=True)
class _LevelRow:
    """The procedures over so many levels, those of them through a merged office, and the dossiers that came in."""

    levels: int
    procedures: int
    merged: int
    dossiers: int
    dossiers_url: str
    url: str


@dataclass(frozen=True, slots=True)
class _ChainRow:
    code: str
    name: str
    way: str
    merged: tuple[Standing, ...]
    dossiers: int
    dossiers_url: str
    url: str


@dataclass(frozen=True, slots=True)
class _DeskRow:
    office: str
    desk: str
    received: int
    url: str


@oversight_view
def interconnection(request: HttpRequest) -> HttpResponse:
    """How many procedures go through how many levels, the promises of time, and what came in where."""
    actor = actor_of(request)
    seen = sight(actor)
    chosen = choices.read({**request.GET.dict(), "by": Dimension.DESK}, last_day=seen.last_day)
    scope = chosen.scope(seen)
    own, found = interconnected(seen, chosen.on)
    came = queries.received_by_procedure(chosen.window, actor, scope)
    lines = queries.figures_by(Dimension.DESK, chosen.window, actor, scope)
    whole = formulas.total(line.figures for line in lines)
    received = {line.key: line.figures.received for line in lines}
    desks = [
        _DeskRow(
            one.name,
            one.desk,
            received.get(str(one.id), 0),
            list_url(chosen, Measure.RECEIVED, desk=one.id) if received.get(str(one.id)) else "",
        )
        for one in commune_desks(seen, chosen.on)
    ]
    context = {
        "seen": seen,
        "choice": chosen,
        "period_words": period_words(chosen.period),
        "on": chosen.on,
        "whole": cut_row("", own, office="any", on=chosen.on.isoformat()),
        "levels": _level_rows(found, came, chosen),
        "share": share(whole),
        "received": whole.received,
        "received_url": list_url(chosen, Measure.RECEIVED),
        "on_time_url": list_url(chosen, Measure.ON_TIME),
        "desks": desks,
        "with_desk": sum(bool(row.desk) for row in desks),
        "table": figures_table(lines, chosen, seen),
        "here": reverse("oversight:interconnection"),
        "window": chosen.window,
        "rules": formulas.RULES,
        "chain_rules": RULES,
    }
    return render(request, "oversight/interconnection.html", context)


@oversight_view
def procedures(request: HttpRequest) -> HttpResponse:
    """The procedures over so many levels (`?levels=`; `?merged=1`: through a merged office), with their dossiers."""
    actor = actor_of(request)
    seen = sight(actor)
    chosen = choices.read(request.GET.dict(), last_day=seen.last_day)
    _own, found = interconnected(seen, chosen.on)
    whole = replace(chosen, levels=None)  # the rows are chosen here, from the chains already found
    came = queries.received_by_procedure(chosen.window, actor, whole.scope(seen))
    merged = request.GET.get("merged") == "1"
    rows = [
        _chain_row(chain, came, chosen)
        for chain in found
        if chosen.levels in (None, len(chain.levels)) and (chain.merged or not merged)
    ]
    context = {
        "rows": rows,
        "merged": merged,
        "period_words": period_words(chosen.period),
        "on": chosen.on,
        "back_url": f"{reverse('oversight:interconnection')}?{chosen.query(levels=None)}",
    }
    return render(request, "oversight/interconnection_procedures.html", context)


def _level_rows(found: list[Chain], came: dict[str, int], chosen: Choice) -> list[_LevelRow]:
    groups: dict[int, list[Chain]] = defaultdict(list)
    for chain in found:
        groups[len(chain.levels)].append(chain)
    here = reverse("oversight:interconnection-procedures")
    return [
        _LevelRow(
            number,
            len(members),
            sum(bool(chain.merged) for chain in members),
            sum(came.get(chain.promise.code, 0) for chain in members),
            list_url(chosen, Measure.RECEIVED, levels=number),
            f"{here}?{chosen.query(levels=number)}",
        )
        for number, members in sorted(groups.items())
    ]


def _chain_row(chain: Chain, came: dict[str, int], chosen: Choice) -> _ChainRow:
    code = chain.promise.code
    return _ChainRow(
        code,
        chain.promise.name,
        " → ".join(str(level_words(level)) for level in chain.levels),
        chain.merged,
        came.get(code, 0),
        list_url(chosen, Measure.RECEIVED, procedure=code) if came.get(code) else "",
        reverse("portal:procedure", args=[code]),
    )
