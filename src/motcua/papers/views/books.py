"""The register books (M07) and the day's hand-over lists: found, read, printed, closed."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from motcua.kernel import ids, time
from motcua.offices.access import actor_of, staff_view
from motcua.offices.actors import Actor
from motcua.offices.roles import DESK_ROLES, Role
from motcua.papers import builders, queries, services
from motcua.papers.books import queries as books_read
from motcua.papers.books.services import close_book
from motcua.papers.builders.between import offices_handed_to
from motcua.papers.builders.books import units_given_to
from motcua.papers.kinds import Form
from motcua.papers.views.shown import command_id_of, not_chosen


@staff_view(roles=DESK_ROLES)
def books(request: HttpRequest) -> HttpResponse:
    """All books of the desk by group and year, and the hand-over lists of a day."""
    actor = actor_of(request)
    office_id = _desk(actor)
    if request.method == "POST":
        return _print_list(request, office_id, actor)
    day = _day(request.GET.get("day", ""))
    groups = list(books_read.groups_of(actor))
    years = books_read.years_with_entries([group.pk for group in groups])
    closed = books_read.closed_books([group.pk for group in groups])
    context = {
        "groups": [
            (group, [{"year": year, "closed": (group.pk, year) in closed} for year in years])
            for group in groups
        ],
        "to_close": books_read.to_close(actor),
        "day": day,
        "units": [
            {"id": unit, "name": name, "count": count, "command_id": ids.uuid7()}
            for unit, name, count in units_given_to(office_id, day)
        ],
        "others": [{"line": line, "command_id": ids.uuid7()} for line in offices_handed_to(office_id, day)],
        "papers": queries.papers_without_dossier(actor),
    }
    return render(request, "papers/books.html", context)


@staff_view(roles=DESK_ROLES)
def book(request: HttpRequest, group_id: int, year: int) -> HttpResponse:
    """One book on the screen: every entry with its number, to search, to leaf through, to print."""
    actor = actor_of(request)
    shown = books_read.book(group_id, year, actor)
    size = books_read.size(group_id, year)
    if request.method == "POST":
        return _print_book(request, shown, actor)
    words = request.GET.get("q", "").strip()[:100]
    page = books_read.book_page(group_id, year, words, request.GET.get("at", ""))
    context = {
        "book": shown,
        "size": size,
        "words": words,
        "entries": page.entries,
        "older_url": _address(shown, words, page.next_cursor),
        "newer_url": _address(shown, words, page.previous_cursor),
        "volumes": range(1, books_read.volumes_for(size) + 1),
        "closed_volumes": books_read.volumes_of(shown.closed) if shown.closed else (),
        "may_close": actor.has_in_office(Role.DESK_HEAD, shown.office_id),
        "command_id": ids.uuid7(),
    }
    return render(request, "papers/book.html", context)


@staff_view(roles={Role.DESK_HEAD})
def close(request: HttpRequest, group_id: int, year: int) -> HttpResponse:
    """Say how many entries closing seals, then do it."""
    actor = actor_of(request)
    shown = books_read.book(group_id, year, actor)
    here = reverse("papers:book", args=[group_id, year])
    if request.method == "POST":
        closed = close_book(group_id, year, actor, command_id_of(request))
        said = ngettext(
            "The book is closed with %(count)s entry.",
            "The book is closed with %(count)s entries.",
            closed.entries,
        )
        messages.success(request, said % {"count": closed.entries})
        return HttpResponseRedirect(here)
    if shown.closed is not None or not shown.is_over:
        return HttpResponseRedirect(here)
    size = books_read.size(group_id, year)
    context = {
        "book": shown,
        "size": size,
        "volumes": books_read.volumes_for(size),
        "command_id": ids.uuid7(),
    }
    return render(request, "papers/close_book.html", context)


def _print_list(request: HttpRequest, office_id: int, actor: Actor) -> HttpResponse:
    if request.POST.get("form") != Form.HAND_OVER_LIST:
        raise not_chosen()
    day = _day(request.POST.get("day", ""))
    if other := _number(request.POST.get("office", "")):
        sent = request.POST.get("way") == "sent"
        data = builders.between_offices_data(office_id, other, day, sent=sent)
    else:
        unit = _number(request.POST.get("unit", ""))
        data = builders.hand_over_list_data(office_id, unit, day, actor.name)
    issued = services.issue(office_id, Form.HAND_OVER_LIST, data, actor, command_id_of(request))
    return HttpResponseRedirect(reverse("papers:print", args=[issued.id]))


def _print_book(request: HttpRequest, shown: books_read.Book, actor: Actor) -> HttpResponse:
    """A new numbered paper of an open book; the paper of a closed one is there already."""
    volume = max(1, _number(request.POST.get("volume", "1")))
    if shown.closed is not None:
        kept = {item.volume: item.paper_id for item in books_read.volumes_of(shown.closed)}
        if volume not in kept:
            raise not_chosen()
        return HttpResponseRedirect(reverse("papers:print", args=[kept[volume]]))
    data = builders.tracking_book_data(shown.group_id, shown.year, volume=volume)
    issued = services.issue(shown.office_id, Form.TRACKING_BOOK, data, actor, command_id_of(request))
    return HttpResponseRedirect(reverse("papers:print", args=[issued.id]))


def _address(shown: books_read.Book, words: str, cursor: str) -> str:
    if not cursor:
        return ""
    query = QueryDict(mutable=True)
    query["at"] = cursor
    if words:
        query["q"] = words
    return f"{reverse('papers:book', args=[shown.group_id, shown.year])}?{query.urlencode()}"


def _desk(actor: Actor) -> int:
    offices = sorted(actor.offices(Role.RECEPTIONIST) or actor.offices(Role.DESK_HEAD))
    return offices[0]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else time.today()
    except ValueError:
        raise not_chosen() from None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
