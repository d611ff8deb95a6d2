"""The list of open tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.desk import listing
from motcua.desk.filters import Edge, Filters, Scope, When
from motcua.desk.queries import CAP, Counts, Officer, officers
from motcua.desk.queries import inbox as read_inbox
from motcua.dossiers.words import STEP_WORDS
from motcua.kernel import ids, time
from motcua.offices.access import actor_of, staff_view
from motcua.offices.actors import Actor
from motcua.offices.roles import DESK_ROLES, Role


@dataclass(frozen=True, slots=True)
class Tab:
    """A choice with the number behind it; `words` is "99+" when there are more."""

    label: Promise
    url: str
    words: str
    current: bool
    tone: str = ""


_SCOPES: Mapping[Scope, Promise] = {
    Scope.MINE: _("My tasks"),
    Scope.UNIT: _("My unit"),
    Scope.OFFICE: _("Whole office"),
}
_WHENS: Mapping[When, Promise] = {
    When.LATE: _("Late"),
    When.TODAY: _("Due today"),
    When.SOON: _("Nearly due (3 days)"),
}
_TONES = {When.LATE: "bad", When.TODAY: "warn", When.SOON: "accent"}
_ASSIGNING = (Role.HEAD_OF_UNIT, Role.DESK_HEAD)
_DECIDING = (Role.SIGNING_LEADER, Role.HEAD_OF_UNIT)


@staff_view(roles=frozenset(Role))
def inbox(request: HttpRequest) -> HttpResponse:
    """Open tasks, nearest deadline first; the choice of list stays until it is changed."""
    actor = actor_of(request)
    filters = listing.chosen(request)
    if code := _typed_code(filters):
        return HttpResponseRedirect(reverse("desk:by-code", args=[code]))
    edge = Edge.read(request.GET.get("at", ""))
    found = read_inbox(actor, filters, edge)
    context = {
        "filters": filters,
        "inbox": found,
        "now": time.now(),
        "scopes": _scopes(filters, found.counts),
        "whens": _whens(filters, found.counts),
        "clear_url": _address(Filters(scope=filters.scope)),
        "steps": STEP_WORDS.items(),
        "older_url": _address(filters, found.older) if found.older else "",
        "newer_url": _address(filters, found.newer) if found.newer else "",
        "command_id": ids.uuid7(),
        "officers": _officers(actor),
        "may_decide": actor.has_any(_DECIDING),
        "arriving": actor.has_any(DESK_ROLES) and any(row.on_the_way for row in found.rows),
        "lead": _LEADS[filters.scope],
    }
    return render(request, "desk/inbox.html", context)


_LEADS: Mapping[Scope, Promise] = {
    Scope.MINE: _("Steps named for you, and steps that wait for your role with nobody named yet."),
    Scope.UNIT: _("Everything that waits in your units, whoever holds it."),
    Scope.OFFICE: _("Everything that waits in the offices you may look into."),
}


def _typed_code(filters: Filters) -> str:
    """A whole code typed or scanned into the search opens the dossier at once."""
    from motcua.dossiers.codes import is_valid_code, normalise_typed

    code = normalise_typed(filters.q)
    return code if is_valid_code(code) else ""


def _officers(actor: Actor) -> list[Officer]:
    """Case officers whom a head can give work to, each once."""
    if not actor.has_any(_ASSIGNING):
        return []
    units = frozenset[int]().union(*(actor.units(role) for role in _ASSIGNING))
    fit = {p.person_id: p for p in officers(units) if "case_officer" in p.roles}
    return list(fit.values())


def _scopes(filters: Filters, counts: Counts) -> list[Tab]:
    numbers = {Scope.MINE: counts.mine, Scope.UNIT: counts.unit, Scope.OFFICE: counts.office}
    return [
        Tab(label, _address(Filters(scope=scope)), _capped(numbers[scope]), filters.scope is scope)
        for scope, label in _SCOPES.items()
    ]


def _whens(filters: Filters, counts: Counts) -> list[Tab]:
    numbers = {When.LATE: counts.late, When.TODAY: counts.today, When.SOON: counts.soon}
    return [
        Tab(
            label,
            _address(filters.with_(when=When.ANY if filters.when is when else when)),
            _capped(numbers[when]),
            filters.when is when,
            _TONES[when] if numbers[when] else "",
        )
        for when, label in _WHENS.items()
    ]


def _capped(number: int) -> str:
    return f"{CAP}+" if number > CAP else str(number)


def _address(filters: Filters, edge: Edge | None = None) -> str:
    """The address of a list; the scope is always named, so that an address alone tells the list."""
    query = QueryDict(mutable=True)
    query.update(filters.as_texts())
    if edge is not None:
        query["at"] = edge.write()
    return f"{reverse('desk:inbox')}?{query.urlencode()}"
