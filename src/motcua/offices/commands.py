"""The first office of a new installation, from the command line: afterwards everything is done on pages."""

from __future__ import annotations

import getpass
import os
import sys

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.offices import services
from motcua.offices.actors import SYSTEM
from motcua.offices.models import Membership, Person
from motcua.offices.roles import Role, UnitKind

PASSWORD = "MOTCUA_FIRST_PASSWORD"  # noqa: S105 (the name of a variable)


def first_administrator(username: str, full_name: str, office_name: str) -> int:
    """Make the topmost office and its administrator; refused as soon as anybody administers. Ends with 0 or 1.

    The password is asked for on the terminal, or taken from MOTCUA_FIRST_PASSWORD where there is none.
    """
    if Membership.objects.filter(roles__contains=[Role.ADMINISTRATOR]).exists():
        print("Somebody administers this installation already; ask them for an account.", file=sys.stderr)
        return 1
    password = os.environ.get(PASSWORD, "")
    if not password:
        if not sys.stdin.isatty():
            print(f"There is no terminal to ask for a password: set {PASSWORD}.", file=sys.stderr)
            return 1
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("Once more: "):
            print("The two passwords differ; nothing was made.", file=sys.stderr)
            return 1
    try:
        person = _make(username, full_name, office_name, password)
    except Refusal as refusal:
        print(f"motcua first-administrator: {refusal}", file=sys.stderr)
        return 1
    print(
        f"“{office_name}” is there, and {person.username} administers it. Sign in and open the set-up pages."
    )
    return 0


@transaction.atomic
def _make(username: str, full_name: str, office_name: str, password: str) -> Person:
    today = time.today()
    data = services.OfficeData(name=office_name, short_name=office_name[:100], level=2, level_name="province")
    office = services.create_office(SYSTEM, None, data, today)
    unit = services.create_unit(SYSTEM, office.pk, _("Leadership"), UnitKind.LEADERSHIP, valid_from=today)
    person = services.create_person(SYSTEM, username, services.PersonData(full_name=full_name), password)
    services.create_membership(SYSTEM, person.pk, unit.pk, [Role.ADMINISTRATOR], today)
    return person
