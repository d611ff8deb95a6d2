"""Calendars: the year in one look, weekly hours, single days, announced years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.calendars import services
from motcua.calendars.models import CalendarVersion
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.offices.access import actor_of
from motcua.setup.forms import calendars as forms
from motcua.setup.queries import calendars as queries
from motcua.setup.queries import effect
from motcua.setup.queries.offices import calendar_choices
from motcua.setup.writing import FormPage, done_before, form_page, refuse, setup_view, show_form, typed

_SECTION = {"section": "calendars"}


@setup_view
def calendars(request: HttpRequest) -> HttpResponse:
    """Every calendar."""
    return render(request, "setup/calendars.html", {"lines": queries.lines(), **_SECTION})


@setup_view
def calendar(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """One calendar through a year."""
    asked = request.GET.get("year", "")
    year = (
        int(asked)
        if asked.isascii() and asked.isdigit() and 1995 <= int(asked[:5]) <= 2100
        else time.today().year
    )
    context = {
        "page": queries.page(actor_of(request), calendar_id, year),
        "weekdays": forms.WEEKDAYS,
        "today": time.today(),
        "years": (year - 1, year + 1),
        **_SECTION,
    }
    return render(request, "setup/calendar.html", context)


@setup_view
def create(request: HttpRequest) -> HttpResponse:
    """A calendar of an office's own."""
    form = forms.NewCalendarForm(typed(request), calendars=calendar_choices())

    def act(data: Mapping[str, Any]) -> str:
        parent = int(data["parent"]) if data["parent"] else None
        made = services.create_calendar(data["code"], data["name"], parent)
        return reverse("setup:calendar", args=[made.pk])

    page = FormPage(
        title=_("New calendar"),
        lead=_("For an office whose hours differ. National holidays come from the calendar above."),
        submit=_("Make the calendar"),
        back=reverse("setup:calendars"),
        done=_("The calendar is there. Next: publish its weekly hours, then give it to an office."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def hours(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """Weekly hours from a day on."""
    actor = actor_of(request)
    row = queries.calendar_of(calendar_id)
    last = CalendarVersion.objects.filter(calendar=row).order_by("valid_from").last()
    initial: dict[str, object] = {"nominal_day_minutes": last.nominal_day_minutes if last else 480}
    if last is not None:
        initial |= {f"day_{day}": ", ".join(shifts) for day, shifts in last.weekly.items()}
    form = forms.VersionForm(typed(request), initial=initial)

    def act(data: Mapping[str, Any]) -> str:
        queries.check_may_change(actor, calendar_id)
        services.publish_version(
            calendar_id,
            data["valid_from"],
            form.week(),
            data["decision_number"],
            nominal_day_minutes=data["nominal_day_minutes"],
            count_in_days={int(day): value for day, value in last.count_in_days.items()} if last else None,
        )
        return _page(calendar_id)

    page = FormPage(
        title=_("New weekly hours"),
        eyebrow=row.name,
        lead=_("Published hours are never edited: new ones begin on their first day."),
        submit=_("Publish"),
        back=_page(calendar_id),
        will=(
            _("From the first day on, due dates of offices with this calendar are counted by these hours."),
            _("The hours until then stay as they are."),
        ),
        confirm=_("Publish these hours?"),
        done=_("The new hours are published."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


@setup_view
def override(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """One day that differs: first its effect, then the publication."""
    actor = actor_of(request)
    row = queries.calendar_of(calendar_id)
    initial = {"seen": row.revision, "kind": "off", "day": request.GET.get("day", "")}
    form = forms.OverrideForm(typed(request), initial=initial)
    shown: dict[str, object] = {"two_steps": True, **_SECTION}
    page = FormPage(
        title=_("A day that differs"),
        eyebrow=row.name,
        lead=_("A holiday, a swapped day, an early closing: always by a decision."),
        submit=_("Publish the day"),
        back=_page(calendar_id),
        done=_("The day is published."),
        template="setup/calendar_day.html",
        shown=shown,
    )

    def act(data: Mapping[str, Any]) -> str:
        queries.check_may_change(actor, calendar_id)
        services.publish_override(
            calendar_id,
            data["day"],
            data["kind"],
            data["name"],
            data["decision_number"],
            shifts=forms.split_shifts(data["shifts"]),
            seen_revision=data["seen"],
        )
        return f"{_page(calendar_id)}?year={data['day'].year}"

    if request.method == "POST" and request.POST.get("act") == "publish":
        return form_page(request, page, form, act)
    if request.method == "POST" and done_before(request) is None and form.is_valid():
        data = form.cleaned_data
        try:
            day = effect.override_of_form(
                data["day"], data["kind"], forms.split_shifts(data["shifts"]), data["name"]
            )
            shown["effect"] = effect.effect_of_day(calendar_id, day)
        except Refusal as refusal:
            refuse(form, refusal)
    return show_form(request, page, form, status=422 if form.errors else 200)


@setup_view
def announce(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """The table of days off of a year is complete."""
    actor = actor_of(request)
    row = queries.calendar_of(calendar_id)
    waiting = effect.provisional_dossiers(calendar_id)
    form = forms.AnnounceForm(
        typed(request), initial={"year": request.GET.get("year") or time.today().year + 1}
    )

    def act(data: Mapping[str, Any]) -> str:
        queries.check_may_change(actor, calendar_id)
        services.announce_year(calendar_id, data["year"], data["decision_number"])
        return f"{_page(calendar_id)}?year={data['year']}"

    count = ngettext(
        "%(n)d open dossier has a provisional date now.",
        "%(n)d open dossiers have a provisional date now.",
        waiting,
    )
    page = FormPage(
        title=_("Announce a year"),
        eyebrow=row.name,
        lead=_("Enter all days off and make-up days of the year first; then say that its table is complete."),
        submit=_("Announce the year"),
        back=_page(calendar_id),
        will=(
            _("Due dates that touch this year are no longer shown as provisional."),
            count % {"n": waiting},
            _("Days can still be changed later by a further decision."),
        ),
        confirm=_("Is the table of this year complete?"),
        done=_("The year is announced."),
        shown=_SECTION,
    )
    return form_page(request, page, form, act)


def _page(calendar_id: int) -> str:
    return reverse("setup:calendar", args=[calendar_id])
