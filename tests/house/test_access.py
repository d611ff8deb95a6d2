"""Who may open which address: every address, every role. What a page declares is what happens."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.shortcuts import resolve_url
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.offices.access import addresses
from motcua.offices.roles import Role
from tests.house.addresses import (
    ROLES,
    STRANGER,
    VISITORS,
    browser,
    every,
    is_of_an_office,
    may_open,
    parameters,
    url,
)
from tests.house.books import books
from tests.house.world import World

OF_DOSSIERS = {"dossier_id", "paper_id", "code", "payment_id", "list_id", "message_id", "apology_id"}
OF_DOSSIERS |= {"partner_id", "key_id", "letter_id", "hand_over_id"}
# They show a token or signature of their own; what a form sent to them gets without it.
PROGRAMS = {
    "notices:reports": 401,
    "exchange:messages": 415,
    "exchange:standing": 415,
    "exchange:file": 405,
}
OVERSEEING = {"supervisor", "administrator", "desk_head"}


def test_every_address_says_who_may_open_it() -> None:
    assert [address.pattern for address in addresses() if address.access is None] == []


def test_every_address_has_a_name_and_names_are_used_once() -> None:
    names = [address.name for address in addresses()]
    assert "" not in {name.rpartition(":")[2] for name in names}
    assert len(names) == len(set(names))


def _leads_to_sign_in(response: Any) -> bool:
    return response.status_code == 302 and urlsplit(response.headers["Location"]).path == resolve_url(
        "sign-in"
    )


@pytest.mark.parametrize("visitor", VISITORS)
def test_what_a_page_declares_is_what_happens(world: World, visitor: str) -> None:
    client = browser(world, visitor)
    wrong = {}
    for address, target in every(world):
        if address.name == "sign-out":
            continue  # asked for below: it would end this visit
        response = client.get(target)
        shut_out = _leads_to_sign_in(response) if visitor == STRANGER else response.status_code == 403
        if response.status_code >= 500 or shut_out is may_open(address, visitor):
            wrong[address.name] = response.status_code
    assert wrong == {}


@pytest.mark.parametrize("visitor", VISITORS)
def test_nobody_writes_where_nobody_may_even_look(world: World, visitor: str) -> None:
    client = browser(world, visitor)
    before = books()
    wrong = {}
    for address, target in every(world):
        if may_open(address, visitor):
            continue
        response = client.post(target, {"act": "receive", "command_id": "x", "version": "1"})
        if not (_leads_to_sign_in(response) if visitor == STRANGER else response.status_code == 403):
            wrong[address.name] = response.status_code
    assert wrong == {}
    assert books() == before


def test_a_page_opens_with_what_belongs_to_it(world: World) -> None:
    """The ids used here are good ones: whoever may open a page sees it, so a 404 elsewhere means something."""
    wrong = {}
    for role in ROLES:
        client = browser(world, role)
        for address, target in every(world):
            if address.name != "sign-out" and may_open(address, role):
                status = client.get(target).status_code
                if status not in {200, 302, 405} and address.name not in PROGRAMS:
                    wrong[role, address.name] = status
    assert wrong == {}


@pytest.mark.parametrize("visitor", ["receptionist", "administrator", STRANGER])
def test_no_form_is_taken_without_its_token(world: World, visitor: str) -> None:
    client = browser(world, visitor, enforce_csrf_checks=True)
    before = books()
    taken = {
        address.name: status
        for address, target in every(world)
        if (status := client.post(target, {"act": "receive"}).status_code) != PROGRAMS.get(address.name, 403)
    }
    assert taken == {}
    assert books() == before


def test_signing_out_is_a_form_not_an_address(world: World) -> None:
    client = browser(world, "clerk")
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/desk/").status_code == 200
    client.post("/sign-out/")
    assert _leads_to_sign_in(client.get("/desk/"))


@pytest.mark.parametrize("office", ["neighbour", "cousin", "district"])
@pytest.mark.parametrize("role", ROLES)
def test_what_belongs_to_another_office_is_not_there(world: World, role: str, office: str) -> None:
    """Seen and changed from the township: the office beside it, one further away, and the one above it."""
    client = browser(world, role)
    before = books()
    wrong = {}
    for address in addresses():
        if not is_of_an_office(address) or not may_open(address, role):
            continue
        if office == "district" and OF_DOSSIERS & set(parameters(address)):
            continue  # the district takes no dossiers in
        target = url(world, address, office)
        known = {"command_id": "0190b7a0-0000-7000-8000-000000000001", "version": "1", "seen": "1"}
        known |= {"name": "Giấy", "originals": "1"}
        for method, response in (("get", client.get(target)), ("post", client.post(target, known))):
            refused = response.status_code in {403, 404, 405} or (method == "get" and _away(response))
            if not refused or f"{office}" in response.content.decode(errors="replace"):
                wrong[method, address.name] = response.status_code
    assert wrong == {}
    assert books() == before


def _away(response: Any) -> bool:
    """Whether the answer only leads to a list: its address names nothing."""
    return response.status_code == 302 and not any(map(str.isdigit, response.headers["Location"]))


def test_a_paper_of_another_dossier_is_not_given_out_through_ones_own(world: World) -> None:
    from motcua.dossiers.models import Document

    paper = (
        Document.objects.filter(dossier_id=world.dossiers["neighbour", "ready"], file__isnull=False).get().pk
    )
    own = world.dossiers["township", "ready"]
    client = browser(world, "receptionist")
    assert client.get(f"/desk/dossiers/{own}/papers/{paper}").status_code == 404
    assert client.get(f"/counter/dossiers/{own}/papers/{paper}/").status_code == 404


def _within(path: str, top: str) -> bool:
    parts, above = path.split("."), top.split(".")
    return parts[: len(above)] == above


def _may_see(grants: list[tuple[str, str]], offices: tuple[str, str, str]) -> bool:
    """The rule in plain words: one's own offices, and everything below those one oversees."""
    return any(
        path == top or (role in OVERSEEING and _within(path, top)) for role, top in grants for path in offices
    )


def test_who_sees_which_dossier_of_the_province(world: World) -> None:
    """Asked over the page itself, everybody of five offices for dossiers of three and one shared by two."""
    from motcua.offices.models import Office

    path = dict(Office.objects.values_list("pk", "path"))
    places = {key: path[pk] for key, pk in world.office.items()}
    shown = {
        world.dossiers[key, "fresh"]: (places[key],) * 3 for key in ("township", "neighbour", "cousin")
    } | {
        world.dossiers["shared", "examining"]: (places["neighbour"], places["district"], places["neighbour"])
    }
    wrong = {}
    for office, role in world.people:
        client = browser(world, role, office)
        for dossier, offices in shown.items():
            status = client.get(f"/desk/dossiers/{dossier}/presence").status_code
            if status != (200 if _may_see([(role, places[office])], offices) else 404):
                wrong[office, role, offices] = status
    assert wrong == {}


GRANTS = st.lists(st.tuples(st.sampled_from(ROLES), st.integers(0, 19)), max_size=3)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=GRANTS)
def test_sight_follows_the_tree_of_offices_whatever_it_looks_like(
    world: World, drawn: list[tuple[str, int]]
) -> None:
    from motcua.dossiers.models import Dossier
    from motcua.dossiers.queries import visible_dossiers
    from motcua.offices.actors import Actor, Grant
    from motcua.offices.models import Office

    offices = list(Office.objects.order_by("pk"))
    chosen = [(role, offices[number % len(offices)]) for role, number in drawn]
    actor = Actor(1, "", tuple(Grant(Role(role), 0, office.pk, office.path) for role, office in chosen))
    grants = [(role, office.path) for role, office in chosen]
    rows = Dossier.objects.values_list(
        "pk", "receiving_office__path", "competent_office__path", "returning_office__path"
    )
    wanted = {pk for pk, *paths in rows if _may_see(grants, (paths[0], paths[1], paths[2]))}
    assert set(visible_dossiers(actor).values_list("pk", flat=True)) == wanted
