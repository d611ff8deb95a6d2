"""Public posting (niêm yết): posters for the notice board, and the feed of changes. Always what is in force."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import condition

from motcua.kernel import formats, time
from motcua.offices.access import public_view
from motcua.offices.models import Office
from motcua.portal import queries
from motcua.procedures.comparison import PLACE_WORDS
from motcua.procedures.queries import catalogue, changes, last_change, procedure_sheet, version_in_force
from motcua.procedures.queries.posting import ChangeKind, PublicChange

_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class PosterHead:
    """Whose notice board it is: the two lines at the top left; `desks` to choose from when there are several."""

    superior: str
    office: str
    desks: tuple[Office, ...]
    chosen: int | None


@public_view
def procedure_poster(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure for the notice board, in the version in force, with a code that opens its page (R-108)."""
    version = version_in_force(code, time.today())
    if version is None:
        raise Http404
    context = {
        "sheet": procedure_sheet(version),
        "head": _head(request),
        "url": _address(reverse("portal:procedure", args=[code])),
        "printed_at": time.now(),
    }
    return render(request, "portal/poster_procedure.html", context)


@public_view
def field_poster(request: HttpRequest, field_code: str) -> HttpResponse:
    """The list of a field for the notice board, with a code that opens it (R-108)."""
    hits = catalogue(field=field_code[:40])
    if not hits:
        raise Http404
    context = {
        "field_name": hits[0].field_name,
        "hits": hits,
        "head": _head(request),
        "url": _address(f"{reverse('portal:procedures')}?field={field_code}"),
        "printed_at": time.now(),
    }
    return render(request, "portal/poster_field.html", context)


@public_view
@condition(last_modified_func=lambda _request: last_change())
def changes_feed(_request: HttpRequest) -> HttpResponse:
    """New, changed and repealed procedures, newest first, for readers of feeds and for other sites."""
    feed = Atom1Feed(
        title=_("New, changed and repealed procedures"),
        link=_address(reverse("portal:procedures")),
        description=_("What is posted, as soon as it is posted."),
        feed_url=_address(reverse("portal:changes-feed")),
        feed_guid=_address(reverse("portal:changes-feed")),
        author_name=_("Electronic one-stop desk"),
    )
    for change in changes(_ENTRIES):
        page = _address(f"{reverse('portal:procedure', args=[change.code])}?version={change.number}")
        feed.add_item(
            title=f"{_KIND_WORDS[change.kind]()}: {change.name}",
            link=page,
            description=_summary(change),
            unique_id=f"{page}#{change.kind}",
            updateddate=change.at,
            pubdate=change.at,
            categories=(change.field_name,),
        )
    answer = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(answer, "utf-8")
    return answer


_KIND_WORDS = {
    ChangeKind.NEW: lambda: _("New"),
    ChangeKind.CHANGED: lambda: _("Changed"),
    ChangeKind.REPEALED: lambda: _("Repealed"),
}


def _summary(change: PublicChange) -> str:
    day = formats.day(change.day)
    lines = [f"{change.code} · {change.field_name}"]
    if change.kind is ChangeKind.REPEALED:
        lines.append(_("Last day in force: %(day)s.") % {"day": day})
    else:
        lines.append(_("In force from %(day)s.") % {"day": day})
    known = [str(PLACE_WORDS[place]) for place in change.places if place in PLACE_WORDS]
    if known:
        lines.append(_("What changed: %(places)s.") % {"places": ", ".join(known)})
    if change.decision_number:
        lines.append(_("Decision %(number)s.") % {"number": change.decision_number})
    return "\n".join(lines)


def _head(request: HttpRequest) -> PosterHead:
    """The head of the only desk, or of the one that is asked for by `?desk=`."""
    desks = queries.desks()
    asked = request.GET.get("desk", "")
    chosen: Office | None = next((desk for desk in desks if str(desk.pk) == asked), None)
    if chosen is None and len(desks) == 1:
        chosen = desks[0]
    offered = tuple(desks) if len(desks) > 1 else ()
    if chosen is None:
        return PosterHead("", "", offered, None)
    return PosterHead(chosen.parent.name if chosen.parent else "", chosen.name, offered, chosen.pk)


def _address(path: str) -> str:
    """The whole public address: what is printed or fed elsewhere must lead back here."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
