"""Results on their way: by post, to another desk, and those nobody has collected yet."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.counter import delivery_form, money_form, parsing
from motcua.counter.desks import counter_view, desk_of
from motcua.counter.slips import slip_head
from motcua.delivery import queries, services
from motcua.delivery.models import HandOverList, Reminder
from motcua.dossiers.queries import dossier_page
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.kernel.wording import Said, say
from motcua.offices.actors import Actor

Act = Callable[[QueryDict, Actor, int], str]


@counter_view
def post(request: HttpRequest) -> HttpResponse:
    """Parcels by what has to be done with them: pack, give out with a list, note what the post says."""
    _actor, office = desk_of(request)
    answer, refused = _do(request, _POST_ACTS, "counter:post")
    if answer is not None:
        return answer
    context = {
        "board": queries.post_board(office),
        "lists": queries.lists_of(office),
        "today": time.today(),
    }
    return _page(request, "counter/post.html", context, refused)


@counter_view
def transfers(request: HttpRequest) -> HttpResponse:
    """Results that another desk gives out: to send, going, coming."""
    _actor, office = desk_of(request)
    answer, refused = _do(request, _TRANSFER_ACTS, "counter:transfers")
    if answer is not None:
        return answer
    lines = queries.to_send(office)
    context = {
        "to_send": [
            (key, list(group)) for key, group in groupby(lines, lambda line: (line.office_id, line.office))
        ],
        "going": queries.going(office),
        "coming": queries.coming(office),
        "lists": [made for made in queries.lists_of(office) if made.kind == HandOverList.Kind.DESK],
    }
    return _page(request, "counter/transfers.html", context, refused)


@counter_view
def uncollected(request: HttpRequest) -> HttpResponse:
    """Results nobody has collected yet, longest waiting first, and who was reminded."""
    _actor, office = desk_of(request)
    answer, refused = _do(request, {"remind": _remind}, "counter:uncollected")
    if answer is not None:
        return answer
    days = parsing.whole(parsing.text(request.GET, "days", 4), 0, 9999) or 0
    context = {
        "lines": queries.uncollected(office, time.today(), days),
        "days": days,
        "choices": (0, 3, 10, 30),
        "manners": Reminder.Manner.values,
    }
    return _page(request, "counter/uncollected.html", context, refused)


@counter_view
def delivery(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """How the result of one dossier reaches its applicant."""
    actor, _office = desk_of(request)
    page = dossier_page(dossier_id, actor)
    acts: dict[str, Act] = {
        "ask": lambda data, who, _office: _ask(data, dossier_id, who),
        "pack": _pack,
        "cancel": _cancel,
        "delivered": _delivered,
        "came_back": _came_back,
        "remind": _remind,
    }
    answer, refused = _do(request, acts, "counter:delivery", dossier_id)
    if answer is not None:
        return answer
    parcels = queries.parcels_of(dossier_id)
    context = {
        "dossier": page,
        "state": page.state,
        "parcels": parcels,
        "may_ask": page.state.returned_at is None
        and not any(parcel.state in _UNDER_WAY for parcel in parcels),
        "held": [paper for paper in page.papers if paper.custody == "held" and paper.kind != "result"],
        "reminders": queries.reminders_of(dossier_id),
        "manners": Reminder.Manner.values,
        "today": time.today(),
    }
    return _page(request, "counter/delivery.html", context, refused)


@counter_view
def hand_over_list(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Phiếu bàn giao, to print: for the post officer or for another desk."""
    actor, _office = desk_of(request)
    sheet = queries.list_sheet(list_id, actor.offices())
    context = {"sheet": sheet, "paper": slip_head(sheet.list.office_id)}
    return render(request, "counter/hand_over_list.html", context)


_UNDER_WAY = ("asked", "prepared", "sent")


def _do(
    request: HttpRequest, acts: dict[str, Act], back: str, *arguments: object
) -> tuple[HttpResponse | None, Said | None]:
    """Carry out what the form asks: the redirect, or what was refused."""
    if request.method != "POST":
        return None, None
    act = acts.get(request.POST.get("act", ""))
    actor, office = desk_of(request)
    if act is None:
        return HttpResponseRedirect(reverse(back, args=arguments)), None
    try:
        words = act(request.POST, actor, office)
    except Refusal as refusal:
        return None, say(refusal)
    if words.startswith("/"):
        return HttpResponseRedirect(words), None
    messages.success(request, words)
    return HttpResponseRedirect(reverse(back, args=arguments)), None


def _page(
    request: HttpRequest, template: str, context: dict[str, object], refused: Said | None
) -> HttpResponse:
    known = {"refused": refused, "typed": request.POST, "form_id": money_form.form_id(request.POST)}
    return render(request, template, known | context, status=422 if refused else 200)


def _ask(data: QueryDict, dossier_id: UUID, actor: Actor) -> str:
    services.ask_for_post(delivery_form.ask(data, dossier_id), actor)
    return _("Noted. The parcel appears on the page of the post as soon as the result is ready.")


def _pack(data: QueryDict, actor: Actor, _office: int) -> str:
    fact = services.pack(delivery_form.pack(data), actor)
    return _("Parcel %(number)s is ready for the post officer.") % {"number": fact.parcel_number}


def _hand_to_post(data: QueryDict, actor: Actor, office: int) -> str:
    made = services.hand_to_post(delivery_form.hand_to_post(data, office), actor)
    return reverse("counter:list", args=[made.pk])


def _delivered(data: QueryDict, actor: Actor, _office: int) -> str:
    outcome = services.tell_delivered(delivery_form.delivered(data), actor)
    if outcome.problem is None:
        return _("Delivered: the dossier is closed.")
    why = say(outcome.problem).text
    return _("The delivery is noted, but the dossier stays open: %(why)s") % {"why": why}


def _came_back(data: QueryDict, actor: Actor, _office: int) -> str:
    services.tell_came_back(delivery_form.came_back(data), actor)
    return _("The parcel is back: the result waits at the desk again.")


def _cancel(data: QueryDict, actor: Actor, _office: int) -> str:
    services.cancel_post(delivery_form.cancel(data), actor)
    return _("The post is called off: the result is handed over at the desk.")


def _send_to_desk(data: QueryDict, actor: Actor, office: int) -> str:
    made = services.send_to_desk(delivery_form.send_to_desk(data, office), actor)
    return reverse("counter:list", args=[made.pk])


def _arrived(data: QueryDict, actor: Actor, _office: int) -> str:
    services.tell_arrived(delivery_form.arrived(data), actor)
    return _("The arrival is noted: the result can be handed over here.")


def _remind(data: QueryDict, actor: Actor, _office: int) -> str:
    services.remind(delivery_form.remind(data), actor)
    return _("The reminder is noted.")


_POST_ACTS: dict[str, Act] = {
    "pack": _pack,
    "hand_over": _hand_to_post,
    "delivered": _delivered,
    "came_back": _came_back,
    "cancel": _cancel,
}
_TRANSFER_ACTS: dict[str, Act] = {"send": _send_to_desk, "arrived": _arrived}
