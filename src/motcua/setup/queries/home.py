"""What is set up and what is missing, each with the page where it is mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.calendars.models import AnnouncedYear, Calendar, CalendarVersion
from motcua.kernel import formats, time
from motcua.offices.actors import Actor
from motcua.offices.models import Delegation, Membership, Office, Unit
from motcua.offices.pages import people
from motcua.offices.queries import in_force
from motcua.offices.roles import UnitKind
from motcua.procedures.queries import drafts, to_post
from motcua.processes.queries import processes
from motcua.setup.queries import calendars, effect
from motcua.setup.queries.missing import Finding, of_office
from motcua.setup.queries.on_the_spot import unsigned
from motcua.setup.queries.procedures import procedures
from motcua.setup.queries.routes import unreachable

POSTING_SOON = timedelta(days=30)
DELEGATION_SOON = timedelta(days=14)
NEXT_YEAR_FROM_MONTH = 10  # by then the Ministry has mostly announced the next year's days off


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that leads to its list."""

    number: int
    label: str
    url: str
    tone: str = "plain"
    note: str = ""


def tiles(actor: Actor) -> list[Tile]:
    """How much there is of everything."""
    every = procedures()
    return [
        Tile(len(administered(actor)), _("offices"), reverse("setup:offices")),
        Tile(len(people(actor)), _("people"), reverse("setup:people")),
        Tile(Calendar.objects.count(), _("calendars"), reverse("setup:calendars")),
        Tile(
            sum(line.state == "in_force" for line in every),
            _("procedures in force"),
            f"{reverse('setup:procedures')}?state=in_force",
            "good",
        ),
        Tile(
            len({line.key for line in processes("published")}),
            _("published processes"),
            reverse("setup:processes"),
        ),
    ]


def findings(actor: Actor) -> list[Finding]:
    """Everything that is missing, what stops work first."""
    today = time.today()
    offices = administered(actor)
    found = [
        *(finding for office in offices for finding in of_office(office, today)),
        *unreachable(offices, today),
        *unsigned(offices, today),
        *_of_calendars(offices, today),
        *_of_postings(actor, today),
        *_of_catalogue(),
    ]
    order = {"bad": 0, "warn": 1, "accent": 2}
    return sorted(found, key=lambda finding: order[finding.tone])


def administered(actor: Actor) -> list[Office]:
    """Offices in force that the person administers."""
    rows = Office.objects.filter(in_force(time.today())).select_related("calendar")
    return [row for row in rows if actor.administers(row.path)]


def _of_calendars(offices: list[Office], today: date) -> Iterator[Finding]:
    with_desk = set(
        Unit.objects.filter(in_force(today), kind=UnitKind.DESK, office__in=offices).values_list(
            "office_id", flat=True
        )
    )
    used = calendars.used_by_office()
    working: dict[int, Office] = {}
    for office in offices:
        if office.pk not in with_desk:
            continue
        calendar_id = used.get(office.pk)
        if calendar_id is None:
            yield Finding(
                "bad",
                _("“%(office)s” has no working calendar, so no due date can be promised.")
                % {"office": office.name},
                reverse("setup:office-calendar", args=[office.pk]),
                _("Choose a calendar"),
            )
        else:
            working.setdefault(calendar_id, office)
    for calendar_id in working:
        yield from _of_calendar(calendars.calendar_of(calendar_id), today)


def _of_calendar(calendar: Calendar, today: date) -> Iterator[Finding]:
    line = calendars.line_of(calendar)
    page = reverse("setup:calendar", args=[calendar.pk])
    if not CalendarVersion.objects.filter(calendar__in=line).exists():
        yield Finding(
            "bad",
            _("The calendar “%(name)s” has no working hours.") % {"name": calendar.name},
            reverse("setup:calendar-hours", args=[calendar.pk]),
            _("Publish the hours"),
        )
    known = set(AnnouncedYear.objects.filter(calendar__in=line).values_list("year", flat=True))
    wanted = [today.year] + ([today.year + 1] if today.month >= NEXT_YEAR_FROM_MONTH else [])
    for year in wanted:
        if year not in known:
            waiting = effect.provisional_dossiers(calendar.pk)
            note = ngettext(
                "%(n)d open dossier has a provisional due date.",
                "%(n)d open dossiers have a provisional due date.",
                waiting,
            )
            yield Finding(
                "warn",
                _("The days off of %(year)d are not announced (%(name)s): due dates in it are provisional.")
                % {"year": year, "name": calendar.name},
                f"{page}?year={year}",
                _("Enter and announce"),
                note=note % {"n": waiting} if waiting else "",
            )


def _of_postings(actor: Actor, today: date) -> Iterator[Finding]:
    ending = Membership.objects.filter(
        valid_to__gte=today, valid_to__lte=today + POSTING_SOON, person__is_active=True
    ).select_related("person", "unit__office")
    for row in ending.order_by("valid_to"):
        if actor.administers(row.unit.office.path):
            yield Finding(
                "warn",
                _("The posting of %(person)s in “%(unit)s” ends on %(day)s.")
                % {
                    "person": row.person.full_name,
                    "unit": row.unit.name,
                    "day": formats.day(row.valid_to),
                },
                f"{reverse('setup:office', args=[row.unit.office_id])}#unit-{row.unit_id}",
                _("Look at the unit"),
            )
    soon = Delegation.objects.filter(
        valid_to__gte=today, valid_to__lte=today + DELEGATION_SOON
    ).select_related("receiver", "giver", "unit__office")
    for delegation in soon.order_by("valid_to"):
        if actor.administers(delegation.unit.office.path):
            yield Finding(
                "accent",
                _("%(receiver)s acts for %(giver)s until %(day)s only.")
                % {
                    "receiver": delegation.receiver.full_name,
                    "giver": delegation.giver.full_name,
                    "day": formats.day(delegation.valid_to),
                },
                f"{reverse('setup:office', args=[delegation.unit.office_id])}#delegations",
                _("Look at the delegations"),
            )
    posted = set(
        Membership.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today)).values_list(
            "person_id", flat=True
        )
    )
    for person in people(actor):
        if person.pk not in posted:
            yield Finding(
                "accent",
                _("%(person)s is posted nowhere and may do nothing.") % {"person": person.full_name},
                reverse("setup:person", args=[person.pk]),
                _("Post the person"),
            )


def _of_catalogue() -> Iterator[Finding]:
    lacking = procedures(state="lacking")
    if lacking:
        count = ngettext(
            "%(n)d procedure has no time limit or no process.",
            "%(n)d procedures have no time limit or no process.",
            len(lacking),
        )
        yield Finding(
            "warn",
            count % {"n": len(lacking)},
            f"{reverse('setup:procedures')}?state=lacking",
            _("See them"),
            note=_("Dossiers of a procedure without time limit get no due date."),
        )
    for due in to_post(time.now()):
        yield Finding(
            "bad" if due.standing == "overdue" else "warn",
            _("To be posted by %(day)s: %(name)s") % {"day": formats.instant(due.due_at), "name": due.name},
            reverse("setup:draft-publish", args=[due.version_id]),
            _("Publish"),
            note=due.code,
        )
    for line in drafts():
        yield Finding(
            "accent",
            _("Draft: %(name)s") % {"name": line.name},
            reverse("setup:draft", args=[line.version_id]),
            _("Go on"),
            note=line.code,
        )
    for process in processes("draft"):
        yield Finding(
            "accent",
            _("Draft of a process: %(name)s") % {"name": process.name},
            reverse("setup:process", args=[process.version_id]),
            _("Go on"),
            note=f"{process.key}, v{process.number}",
        )
