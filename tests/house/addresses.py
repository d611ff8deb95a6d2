"""Every address of the house with ids in it that exist at an office, and a browser of anybody there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.test import Client
from django.urls import reverse

from motcua.kernel import time
from motcua.offices.access import Address, addresses
from motcua.offices.roles import Role
from tests.house.world import PROCEDURE, World

# Who asks: the eight roles at the township, somebody without any, somebody not signed in.
ROLES = (
    "receptionist",
    "case_officer",
    "head_of_unit",
    "signing_leader",
    "clerk",
    "desk_head",
    "supervisor",
    "administrator",
)
NOBODY, STRANGER = "nobody", "stranger"
VISITORS = (*ROLES, NOBODY, STRANGER)
# What somebody may do in another's place as well (house.staff).
DELEGATED = {"head_of_unit": (Role.SIGNING_LEADER,)}

# Ids that belong to an office: somebody of another office must never get at what they stand for.
OF_AN_OFFICE = {
    "dossier_id", "paper_id", "unit_id", "post_id", "group_id", "membership_id", "delegation_id", "person_id",
    "spot_id", "payment_id", "list_id", "message_id", "apology_id", "partner_id", "key_id", "letter_id", "hand_over_id",
}  # fmt: skip
_SHOWN = {"counter:cash-sheet": "receptionist"}
# Pages whose dossier must have come to a certain point.
FATE = {
    "counter:refusal-slip": "refused",
    "counter:hand-over-slip": "returned",
    "counter:supplement": "supplement",
    "counter:supplement-slip": "supplement",
    "counter:stop-notice": "withdrawn",
    "portal:own-result": "returned",
}
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def parameters(address: Address) -> list[str]:
    """The names of the ids in an address."""
    return _PARAMETER.findall(address.pattern)


def may_open(address: Address, visitor: str) -> bool:
    """What the address declares for that visitor."""
    assert address.access is not None
    if address.access.public:
        return True
    if visitor in {NOBODY, STRANGER}:
        return visitor == NOBODY and address.access.roles is None
    held = {Role(visitor), *DELEGATED.get(visitor, ())}
    return address.access.roles is None or not held.isdisjoint(address.access.roles)


def is_of_an_office(address: Address) -> bool:
    """Whether the address shows or changes what belongs to one office."""
    names = set(parameters(address))
    public = address.access is not None and address.access.public
    if public and "token" in names:
        return False  # whoever has the secret is of the right office
    return (
        bool(names & OF_AN_OFFICE) or address.name == "desk:by-code" or ("office_id" in names and not public)
    )


def url(world: World, address: Address, office: str = "township") -> str:
    """The address with ids of that office. Fails for an id nobody taught this function."""
    unknown = set(parameters(address)) - set(VALUES)
    assert not unknown, f"say in VALUES what {unknown} of {address.pattern} can be"
    values = {name: VALUES[name](world, address.name, office) for name in parameters(address)}
    return reverse(address.name, kwargs=values)


def every(world: World, office: str = "township") -> Iterator[tuple[Address, str]]:
    """All addresses, ready to be asked for."""
    for address in addresses():
        yield address, url(world, address, office)


def browser(world: World, visitor: str, office: str = "township", **options: Any) -> Client:
    """A browser in which somebody of that role at that office is signed in."""
    from motcua.offices.models import Person

    client = Client(raise_request_exception=False, **options)
    if visitor != STRANGER:
        person = world.nobody if visitor == NOBODY else world.people[office, visitor]
        client.force_login(Person.objects.get(pk=person))
    return client


def _dossier(world: World, name: str, office: str) -> Any:
    return world.dossiers[office, FATE.get(name, "ready")]


def _paper(world: World, name: str, office: str) -> Any:
    from motcua.dossiers.models import Document

    if name.startswith("papers:") or name == "portal:own-paper":
        return _issued(world, name, office).pk
    files = Document.objects.filter(dossier_id=_dossier(world, name, office), file__isnull=False)
    return files.get(kind="result" if name == "portal:own-result" else "submitted").pk


def _issued(world: World, name: str, office: str) -> Any:
    from motcua.papers.models import IssuedPaper

    return IssuedPaper.objects.get(dossier_id=_dossier(world, name, office))


def _token(world: World, name: str, office: str) -> str:
    from motcua.papers.models import OwnLink

    if name.startswith("portal:own"):
        return OwnLink.objects.get(pk=_dossier(world, name, office)).token
    return str(_issued(world, name, office).token)


def _version(world: World, name: str, _office: str) -> int:
    from motcua.procedures.queries import terms, version_in_force

    if name == "setup:process-document":  # of a version that is in force
        used = version_in_force(PROCEDURE, time.today())
        assert used is not None
        return int(terms(used).process_version_id)

    if name.startswith("setup:process"):
        return world.draft_process
    if name.startswith("setup:draft") and name != "setup:draft-start":
        return world.draft_procedure
    found = version_in_force(PROCEDURE, time.today())
    assert found is not None
    return found


def _code(world: World, name: str, office: str) -> str:
    from motcua.dossiers.models import Dossier

    return (
        PROCEDURE
        if name.startswith("portal:procedure")
        else str(Dossier.objects.get(pk=_dossier(world, name, office)).code)
    )


def _row(model: str, **where: Any) -> Any:
    from django.apps import apps

    return apps.get_model(model).objects.filter(**where).earliest("pk").pk


def _first(model: str, where: str) -> Callable[[World, str, str], int]:
    def find(world: World, _name: str, office: str) -> int:
        from django.apps import apps

        rows = apps.get_model("offices", model).objects.filter(**{where: world.office[office]})
        return int(rows.earliest("pk").pk)

    return find


def _requirement(_world: World, _name: str, _office: str) -> int:
    from motcua.procedures.queries import terms, version_in_force

    version = version_in_force(PROCEDURE, time.today())
    assert version is not None
    return int(terms(version).documents[0].id)


def _calendar(_world: World, _name: str, _office: str) -> int:
    from motcua.calendars.models import Calendar

    return int(Calendar.objects.get(code="vinh-tuy").pk)


VALUES: dict[str, Callable[[World, str, str], Any]] = {
    "dossier_id": _dossier,
    "paper_id": _paper,
    "code": _code,
    "token": _token,
    "field_code": lambda _world, _name, _office: _row("procedures.Field"),
    "version_id": _version,
    "requirement_id": _requirement,
    "calendar_id": _calendar,
    "office_id": lambda world, _name, office: world.office[office],
    "person_id": lambda world, name, office: world.people[office, _SHOWN.get(name, "clerk")],
    "day": lambda _world, _name, _office: time.today().isoformat(),
    "payment_id": lambda world, _name, office: _row("payments.Payment", office_id=world.office[office]),
    "list_id": lambda world, _name, office: _row("delivery.HandOverList", office_id=world.office[office]),
    "message_id": lambda world, name, office: _row(
        "notices.Message", dossier_id=_dossier(world, name, office)
    ),
    "apology_id": lambda world, _name, office: _row(
        "dossiers.DossierEvent", type="apologised", dossier_id=world.dossiers[office, "returned"]
    ),
    "partner_id": lambda world, _name, office: _row("exchange.Partner", office_id=world.office[office]),
    "key_id": lambda world, _name, office: _row(
        "exchange.PartnerKey", partner__office_id=world.office[office]
    ),
    "letter_id": lambda world, _name, office: _row(
        "exchange.OutMessage", hand_over__office_id=world.office[office]
    ),
    "hand_over_id": lambda world, _name, office: _row(
        "exchange.HandOver", office_id=world.office[office], ended_at=None
    ),
    "sha256": lambda _world, _name, _office: "0" * 64,
    "moment": lambda _world, _name, _office: "received",
    "channel": lambda _world, _name, _office: "sms",
    "language": lambda _world, _name, _office: "vi",
    "unit_id": _first("Unit", "office_id"),
    "post_id": _first("Post", "unit__office_id"),
    "group_id": _first("FieldGroup", "office_id"),
    # A book is closed when its year is over.
    "year": lambda _world, name, _office: time.today().year - (name == "papers:close-book"),
    "membership_id": _first("Membership", "unit__office_id"),
    "delegation_id": _first("Delegation", "unit__office_id"),
    "spot_id": _first("OnTheSpot", "office_id"),
}
