"""The apology register: the lines of a year, one apology with its proof, and the words for the loudspeaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers import commands as cmd
from motcua.dossiers import services
from motcua.dossiers.apologies import MOST_READ, Apology, apology, register, years
from motcua.dossiers.queries import check_visible
from motcua.dossiers.words import APOLOGY_KINDS, APOLOGY_MANNERS
from motcua.kernel import ids, time
from motcua.kernel.errors import Refusal
from motcua.kernel.pagination import leaf
from motcua.kernel.search import fold
from motcua.kernel.wording import Said, say
from motcua.offices.access import actor_of
from motcua.oversight.announcement import announcement
from motcua.oversight.apology_words import ShownApology, file_header, file_row, shown
from motcua.oversight.choice import number
from motcua.oversight.roles import oversight_view
from motcua.oversight.views.figures import table_file
from motcua.reports.sight import Sight, sight

PAGE = 50


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody looks for in the register."""

    year: int
    office: int | None
    kind: str
    manner: str
    q: str
    unproved: bool
    page: int

    def url(self, **changes: object) -> str:
        """The address of this choice, or of it with some changes."""
        told = {
            "year": self.year, "office": self.office, "kind": self.kind, "manner": self.manner, "q": self.q,
            "unproved": "1" if self.unproved else "", **changes,
        }  # fmt: skip
        query = urlencode({name: value for name, value in told.items() if value not in (None, "")})
        return f"{reverse('oversight:apologies')}?{query}"


@oversight_view
def apologies(request: HttpRequest) -> HttpResponseBase:
    """A year's register; `?file=list` gives it as a file, `?print=1` as a sheet to print."""
    seen = sight(actor_of(request))
    chosen = _read(request)
    offices = _offices(chosen, seen)
    read = register(offices, chosen.year)
    words = fold(chosen.q).split()
    found = [item for item in read if _fits(item, chosen, words)]
    if request.GET.get("file") == "list":
        return table_file(file_header(), map(file_row, found), f"motcua-apologies-{chosen.year}.csv")
    on_paper = request.GET.get("print") == "1"
    size = max(1, len(found)) if on_paper else PAGE
    part = leaf(found, chosen.page, size, lambda number: chosen.url(page=number))
    context = {
        "chosen": chosen,
        "seen": seen,
        "whose": seen.name(chosen.office or 0) or (seen.offices[0].name if seen.offices else ""),
        "part": part,
        "lines": _shown(part.items),
        "capped": len(read) == MOST_READ,
        "years": sorted({*years(offices), time.today().year, chosen.year}, reverse=True),
        "kinds": APOLOGY_KINDS.items(),
        "manners": APOLOGY_MANNERS.items(),
        "unproved_url": chosen.url(unproved="" if chosen.unproved else "1"),
        "unproved": sum(1 for item in read if not item.proof),
        "file_url": chosen.url(file="list"),
        "print_url": chosen.url(print="1"),
        "all_url": reverse("oversight:apologies"),
        "now": time.now(),
    }
    return render(request, f"oversight/apologies{'_print' if on_paper else ''}.html", context)


@oversight_view
def one_apology(request: HttpRequest, apology_id: UUID) -> HttpResponse:
    """One line of the register; the proof of its delivery is noted here, and its words taken for a broadcast."""
    found = apology(apology_id)
    if found is None:
        raise Http404
    check_visible(found.dossier_id, actor_of(request))
    refused: Said | None = None
    status = 200
    if request.method == "POST":
        try:
            services.execute(_proof(request, found), actor_of(request))
        except Refusal as refusal:
            refused, status = say(refusal), refusal.status
        else:
            messages.success(request, _("The proof is noted in the register."))
            return HttpResponseRedirect(reverse("oversight:apology", args=[apology_id]))
    context = {
        "apology": shown(found),
        "text": announcement(found) if found.manner == "public" else "",
        "command_id": ids.uuid7(),
        "refused": refused,
        "typed": request.POST,
    }
    template = "announcement_print" if request.GET.get("print") == "1" and context["text"] else "apology"
    return render(request, f"oversight/{template}.html", context, status=status)


def _proof(request: HttpRequest, found: Apology) -> cmd.RecordApologyProof:
    return cmd.RecordApologyProof(
        command_id=_command_id(request),
        dossier_id=found.dossier_id,
        apology=found.seq,
        proof=request.POST.get("proof", "")[:500],
        medium=request.POST.get("medium", "")[:300],
    )


def _command_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("command_id", ""))
    except ValueError:
        return ids.uuid7()  # a form that was tampered with loses only its protection against a repeated click


def _read(request: HttpRequest) -> Chosen:
    given = request.GET
    year = number(given.get("year", ""))
    kind, manner = given.get("kind", ""), given.get("manner", "")
    return Chosen(
        year=year if year is not None and 2000 <= year <= 2999 else time.today().year,
        office=number(given.get("office", "")),
        kind=kind if kind in APOLOGY_KINDS else "",
        manner=manner if manner in APOLOGY_MANNERS else "",
        q=given.get("q", "").replace("\0", "").strip()[:100],
        unproved=given.get("unproved") == "1",
        page=number(given.get("page", "")) or 1,
    )


def _offices(chosen: Chosen, seen: Sight) -> Sequence[int]:
    """The chosen office with all below it, as far as it is seen; else everything that is."""
    all_seen = {office.id for office in seen.offices}
    if chosen.office is None:
        return sorted(all_seen)
    return sorted(all_seen.intersection(seen.below(chosen.office)))


def _fits(item: Apology, chosen: Chosen, words: Sequence[str]) -> bool:
    return (
        (not chosen.kind or item.kind == chosen.kind)
        and (not chosen.manner or item.manner == chosen.manner)
        and (not chosen.unproved or not item.proof)
        and (not words or _tells(item, words))
    )


def _tells(item: Apology, words: Sequence[str]) -> bool:
    told = fold(f"{item.code} {item.unit} {item.words} {item.procedure} {item.proof} {item.medium}")
    return all(word in told for word in words)


def _shown(found: Sequence[Apology]) -> list[ShownApology]:
    return [shown(item) for item in found]
