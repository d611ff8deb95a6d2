"""An office's messages: its own texts with preview, quiet hours, what is sent at all."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.kernel.errors import Refusal
from motcua.kernel.wording import say
from motcua.notices import queries, services, sms, writing
from motcua.notices.moments import SENT, TITLES, Channel, Moment
from motcua.notices.packaged import packaged
from motcua.notices.services.practice import administered, checked_text
from motcua.notices.texts import LANGUAGES, PLACES, Text, places_of, rendered
from motcua.notices.views.forms import PracticeForm, TextForm, values_of
from motcua.offices.access import actor_of, staff_view
from motcua.offices.models import Office
from motcua.offices.roles import Role

admin_view = staff_view(roles={Role.ADMINISTRATOR})
_UNPROCESSABLE = 422
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}


@admin_view
def choose(request: HttpRequest) -> HttpResponse:
    """The offices whose messages one may set up; the only one is opened at once."""
    found = queries.administered_offices(actor_of(request))
    if len(found) == 1:
        return HttpResponseRedirect(reverse("notices:office", args=[found[0].pk]))
    return render(request, "notices/choose_office.html", {"offices": found})


@admin_view
def overview(request: HttpRequest, office_id: int) -> HttpResponse:
    """Every text of an office, and whether the ways of sending work."""
    office = administered(office_id, actor_of(request))
    lines = [
        (
            moment,
            title,
            [(own, queries.channel_name(own.channel), LANGUAGE_NAMES[own.language]) for own in texts],
        )
        for moment, title, texts in queries.texts_of(office_id)
    ]
    context = {
        "office": office,
        "lines": lines,
        "channels": queries.channels(),
        "practice": writing.practice_of(office_id),
    }
    return render(request, "notices/office.html", context)


@admin_view
def practice(request: HttpRequest, office_id: int) -> HttpResponse:
    """Quiet hours, language, letters, what is sent."""
    actor = actor_of(request)
    office = administered(office_id, actor)
    form = PracticeForm(request.POST or None, initial=values_of(writing.practice_of(office_id)))
    problem, status = None, 200
    if request.method == "POST":
        if form.is_valid():
            try:
                services.save_practice(office_id, form.data_typed(), form.cleaned_data["seen"], actor)
                messages.success(request, _("Saved. Messages from now on follow it."))
                return HttpResponseRedirect(reverse("notices:office", args=[office_id]))
            except Refusal as refusal:
                problem, status = say(refusal), refusal.status
        else:
            status = _UNPROCESSABLE
    context = {"office": office, "form": form, "problem": problem}
    return render(request, "notices/practice.html", context, status=status)


@admin_view
def text(request: HttpRequest, office_id: int, moment: str, channel: str, language: str) -> HttpResponse:
    """Change one text; the preview follows while one types."""
    actor = actor_of(request)
    office = administered(office_id, actor)
    about, way = _known(moment, channel, language)
    chosen = writing.texts_in_force(office_id, about, language)[way]
    initial = {"subject": chosen.text.subject, "body": chosen.text.body, "seen": chosen.version}
    form = TextForm(request.POST or None, initial=initial, channel=way)
    problem, status, shown = None, 200, chosen.text
    if request.method == "POST" and form.is_valid():
        try:
            if "packaged" in request.POST:
                services.save_text(office_id, about, way, language, None, form.cleaned_data["seen"], actor)
            elif "save" in request.POST:
                services.save_text(
                    office_id, about, way, language, form.text(), form.cleaned_data["seen"], actor
                )
            if "packaged" in request.POST or "save" in request.POST:
                messages.success(request, _("Saved. Messages from now on have this text."))
                return HttpResponseRedirect(request.path)
            shown = checked_text(form.text(), way, office, language)
        except Refusal as refusal:
            problem, status = say(refusal), refusal.status
    elif request.method == "POST":
        status = _UNPROCESSABLE
    context = {
        "office": office,
        "title": _(TITLES[about]),
        "channel": queries.channel_name(way),
        "language": LANGUAGE_NAMES[language],
        "form": form,
        "problem": problem,
        "own": chosen.version_id is not None,
        "places": [(f"{{{{ {name} }}}}", _(PLACES[name])) for name in places_of(way)],
        "versions": queries.versions_of(office_id, about, way, language),
        "packaged": packaged()[about, way, language],
        **_preview(shown, way, office, language),
    }
    if request.headers.get("HX-Target") == "preview":
        return render(request, "notices/parts/preview.html", context, status=status)
    return render(request, "notices/text.html", context, status=status)


def _preview(shown: Text, channel: Channel, office: Office, language: str) -> dict[str, Any]:
    sample = rendered(shown, writing.sample_values(office, language))
    if channel == Channel.EMAIL:
        return {"sample": sample, "measure": None}
    body = sample.body if writing.practice_of(office.pk).sms_with_marks else sms.without_marks(sample.body)
    return {"sample": Text(body), "measure": sms.measure(body)}


def _known(moment: str, channel: str, language: str) -> tuple[Moment, Channel]:
    if moment not in set(Moment) or channel not in set(SENT) or language not in LANGUAGES:
        raise Http404
    return Moment(moment), Channel(channel)
