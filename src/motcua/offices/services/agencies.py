"""Agencies: made, changed, abolished with a successor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.calendars.models import Calendar
from motcua.kernel.errors import Refusal
from motcua.offices import checks
from motcua.offices.actors import Actor
from motcua.offices.models import Delegation, Membership, Office, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeData:
    """What an administrator writes about an office."""

    name: str
    short_name: str
    level: int
    level_name: str
    superior_name: str = ""
    place: str = ""
    code_old: str = ""
    code_new: str = ""


@transaction.atomic
def create_office(actor: Actor, parent_id: int | None, data: OfficeData, valid_from: date) -> Office:
    """Make an office below another, for its administrators; the topmost one only the program makes."""
    parent = checks.office_of(parent_id) if parent_id is not None else None
    checks.check_administers(actor, parent.path if parent else "")
    _check_level(parent, data.level)
    if parent is not None and (
        parent.valid_from > valid_from or (parent.valid_to or valid_from) < valid_from
    ):
        raise Refusal(
            "parent_not_in_force",
            _("“%(parent)s” does not exist on %(day)s."),
            _("Choose another office above, or another first day."),
            params={"parent": parent.name, "day": checks.vn(valid_from)},
        )
    office = Office.objects.create(parent=parent, valid_from=valid_from, **_columns(data, None))
    office.path = f"{parent.path}.{office.pk}" if parent else str(office.pk)
    office.save(update_fields=["path"])
    return office


@transaction.atomic
def edit_office(actor: Actor, office_id: int, seen: int, data: OfficeData) -> Office:
    """Rename or correct an office. `seen` is the version that was shown. For its administrators."""
    office = _opened(actor, office_id, seen)
    _check_level(office.parent, data.level)
    if Office.objects.filter(parent=office, level__lte=data.level).exists():
        raise Refusal(
            "level_wrong",
            _("An office below “%(name)s” would no longer be below it."),
            _("Choose a smaller number for the level."),
            params={"name": office.name},
        )
    return _saved(office, _columns(data, office))


@transaction.atomic
def edit_public_notice(
    actor: Actor,
    office_id: int,
    seen: int,
    *,
    address: str,
    hours: str,
    hotline: str,
    email: str = "",
    notice: str = "",
) -> Office:
    """Change what must be posted about the desk: address, hours, hotline (R-98). For administrators."""
    office = _opened(actor, office_id, seen)
    return _saved(
        office,
        {
            "address": checks.text(address, _("The address"), 300),
            "hours": checks.text(hours, _("Opening hours"), 300),
            "hotline": checks.text(hotline, _("The hotline"), 50),
            "email": checks.check_email(email),
            "notice": notice.strip()[:5000],
        },
    )


@transaction.atomic
def set_calendar(actor: Actor, office_id: int, seen: int, calendar_id: int | None) -> Office:
    """Give the office a calendar of its own, or none: then the one above applies. For administrators."""
    office = _opened(actor, office_id, seen)
    if calendar_id is not None and not Calendar.objects.filter(pk=calendar_id).exists():
        raise checks.missing(_("There is no such calendar."))
    return _saved(office, {"calendar_id": calendar_id})


@transaction.atomic
def abolish_office(actor: Actor, office_id: int, seen: int, last_day: date, successor_id: int) -> Office:
    """End an office; it stays readable, and its successor answers for its open dossiers.

    Its units, memberships and delegations end on the same day. Refused while an office below it would
    outlive it. For administrators of the office above.
    """
    office = checks.office_of(office_id)
    checks.check_administers(actor, office.parent.path if office.parent else "")
    checks.check_seen(seen, office, office.version)
    checks.check_period(office.valid_from, last_day)
    if office.valid_to is not None:
        raise Refusal(
            "abolished_already",
            _("“%(name)s” was abolished on %(day)s."),
            params={"name": office.name, "day": checks.vn(office.valid_to)},
        )
    outliving = (
        Office.objects.filter(parent=office).filter(Q(valid_to=None) | Q(valid_to__gt=last_day)).first()
    )
    if outliving is not None:
        raise Refusal(
            "children_outlive",
            _("“%(child)s” still belongs to this office."),
            _("First abolish it or put it below another office."),
            params={"child": outliving.name},
        )
    _check_successor(office, successor_id, last_day)
    outlives = Q(valid_to=None) | Q(valid_to__gt=last_day)
    for model in (Membership, Delegation):
        rows = model.objects.filter(unit__office=office).filter(outlives)
        # What would only have begun afterwards never comes into force.
        rows.filter(valid_from__gt=last_day).delete()
        rows.update(valid_to=last_day)
    Unit.objects.filter(outlives, office=office).update(valid_to=last_day, version=F("version") + 1)
    return _saved(office, {"valid_to": last_day, "successor_id": successor_id})


def _check_successor(office: Office, successor_id: int, last_day: date) -> None:
    successor = checks.office_of(successor_id)
    next_day = last_day + timedelta(days=1)
    exists = successor.valid_from <= next_day and (
        successor.valid_to is None or successor.valid_to >= next_day
    )
    if successor.pk == office.pk or not exists:
        raise Refusal(
            "successor_wrong",
            _("“%(name)s” does not exist on the day after, so it cannot take over."),
            _("Choose another successor."),
            params={"name": successor.name},
        )


def _opened(actor: Actor, office_id: int, seen: int) -> Office:
    office = checks.office_of(office_id)
    checks.check_administers(actor, office.path)
    checks.check_seen(seen, office, office.version)
    return office


def _saved(office: Office, columns: dict[str, object]) -> Office:
    for name, value in columns.items():
        setattr(office, name, value)
    office.version += 1
    office.save(update_fields=[*(name.removesuffix("_id") for name in columns), "version"])
    return office


def _check_level(parent: Office | None, level: int) -> None:
    least = parent.level + 1 if parent else 1
    if not least <= level <= 20:
        raise Refusal(
            "level_wrong",
            _("The level must be a number from %(least)d to 20, larger than that of the office above."),
            _("Correct the level."),
            params={"least": least},
        )


def _columns(data: OfficeData, office: Office | None) -> dict[str, object]:
    columns: dict[str, object] = {
        "name": checks.text(data.name, _("The name"), 300),
        "short_name": checks.text(data.short_name, _("The short name"), 100),
        "level": data.level,
        "level_name": checks.text(data.level_name, _("The name of the level"), 50),
        "superior_name": checks.text(data.superior_name, _("The superior body"), 300, required=False),
        "place": checks.text(data.place, _("The place"), 100, required=False),
        "code_old": checks.check_identifier(data.code_old, checks.OLD_IDENTIFIER, "000.00.00.H49"),
        "code_new": checks.check_identifier(data.code_new, checks.NEW_IDENTIFIER, "H49.20.5"),
    }
    # Two offices that count with the same identifier would give the same dossier code twice.
    for column in ("code_old", "code_new"):
        value = columns[column]
        others = Office.objects.filter(**{column: value}, valid_to=None).exclude(
            pk=office.pk if office else 0
        )
        if value and (other := others.first()):
            raise Refusal(
                "identifier_taken",
                _("The identifier %(value)s already belongs to “%(name)s”."),
                _("Every office needs its own."),
                params={"value": value, "name": other.name},
            )
    return columns
