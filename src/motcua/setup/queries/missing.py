"""What an office lacks before dossiers can be received and worked through in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.offices.models import FieldGroup, Membership, Office, Unit
from motcua.offices.names import ROLE_NAMES, UNIT_KIND_NAMES
from motcua.offices.pages import office_board
from motcua.offices.queries import in_force
from motcua.offices.roles import Role, UnitKind
from motcua.procedures.queries import catalogue, fields
from motcua.procedures.records import LEVEL_OF_OFFICE

# Without somebody in this role a unit of that kind cannot do its part.
_NEEDED = {
    UnitKind.DESK: Role.RECEPTIONIST,
    UnitKind.DIVISION: Role.HEAD_OF_UNIT,
    UnitKind.LEADERSHIP: Role.SIGNING_LEADER,
    UnitKind.CLERK: Role.CLERK,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is missing. `tone`: bad stops work, warn will soon, accent waits for somebody."""

    tone: str
    text: str
    url: str
    action: str
    note: str = ""


def of_office(office: Office, today: date) -> Iterator[Finding]:
    """Offices without any unit are only there as somebody's superior: nothing is asked of them."""
    units = list(Unit.objects.filter(in_force(today), office=office))
    if not units:
        return
    page = reverse("setup:office", args=[office.pk])
    if not any(unit.kind == UnitKind.DESK for unit in units):
        return
    for kind in (UnitKind.LEADERSHIP, UnitKind.CLERK):
        if not any(unit.kind == kind for unit in units):
            yield Finding(
                "bad",
                _("“%(office)s” has no unit that plays the part: %(part)s.")
                % {"office": office.name, "part": str(UNIT_KIND_NAMES[kind]).lower()},
                reverse("setup:unit-new", args=[office.pk]),
                _("Make the unit"),
            )
    yield from _roles_missing(office, units, today)
    yield from _fields_missing(office)
    if missing := office_board(office.pk, today).missing:
        yield Finding(
            "warn",
            _("The public notice of “%(office)s” is not complete.") % {"office": office.short_name},
            reverse("setup:office-notice", args=[office.pk])
            if set(missing) - {"head", "officers"}
            else f"{page}#units",
            _("Complete it"),
            note=_("The law wants address, hours, hotline and the officers on duty posted."),
        )


def _roles_missing(office: Office, units: list[Unit], today: date) -> Iterator[Finding]:
    held: dict[int, set[str]] = {}
    rows = Membership.objects.filter(in_force(today), unit__office=office, person__is_active=True)
    for unit_id, roles in rows.values_list("unit_id", "roles"):
        held.setdefault(unit_id, set()).update(roles)
    for unit in units:
        role = _NEEDED[UnitKind(unit.kind)]
        if role not in held.get(unit.pk, set()):
            yield Finding(
                "bad",
                _("“%(unit)s” has nobody in the role: %(role)s.")
                % {"unit": unit.name, "role": str(ROLE_NAMES[role]).lower()},
                f"{reverse('setup:membership-new', args=[office.pk])}?{urlencode({'unit': unit.pk})}",
                _("Post somebody"),
            )


def _fields_missing(office: Office) -> Iterator[Finding]:
    grouped = {code for group in FieldGroup.objects.filter(office=office) for code in group.field_codes}
    level = LEVEL_OF_OFFICE.get(office.level_name)
    here = [
        (code, name)
        for code, name, _count in fields()
        if code not in grouped and (level is None or _offered(code, level))
    ]
    if here:
        names = ", ".join(name for _code, name in here[:6]) + (" …" if len(here) > 6 else "")
        count = ngettext(
            "%(n)d field belongs to no group of “%(office)s”: its dossiers cannot be received.",
            "%(n)d fields belong to no group of “%(office)s”: their dossiers cannot be received.",
            len(here),
        )
        query = urlencode([("field", code) for code, _name in here])
        yield Finding(
            "bad" if not grouped else "warn",
            count % {"n": len(here), "office": office.short_name},
            f"{reverse('setup:group-new', args=[office.pk])}?{query}",
            _("Give them to a unit"),
            note=names,
        )


def _offered(field: str, level: str) -> bool:
    return bool(catalogue(field=field, office_levels=[level], limit=1))
