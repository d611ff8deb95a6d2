"""Whatever is sent to whatever address: never an error of ours, and a refusal has written nothing."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.offices.access import Address, addresses
from tests.house import forms, odd
from tests.house.addresses import ROLES, STRANGER, browser, url
from tests.house.books import books, written
from tests.house.forms import Form
from tests.house.world import World

pytestmark = pytest.mark.slow
FORM = "application/x-www-form-urlencoded"
ROOMS = sorted({address.name.partition(":")[0] for address in addresses() if ":" in address.name} | {""})
many = settings(
    max_examples=200,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


@pytest.fixture
def house(world: World) -> House:
    return House(world)


class House:
    """Browsers of everybody, and what the pages show; gathered when first asked for."""

    gathered: forms.Gathered | None = None

    def __init__(self, world: World) -> None:
        self.world = world
        self._clients: dict[str, Client] = {}
        self._before: dict[str, str] | None = None

    def ask(
        self,
        role: str,
        method: str,
        path: str,
        body: bytes = b"",
        kind: str = "",
        *,
        for_good: bool = False,
        **more: Any,
    ) -> Any:
        """Send this as somebody: no error of ours comes back, and what was refused has written nothing.

        What a form did is undone again, unless it was sent `for_good`.
        """
        if role not in self._clients:
            self._clients[role] = browser(self.world, role)
        self._before = self._before or books()
        with incidents() as told, transaction.atomic():
            response = self._clients[role].generic(method, path, body, kind, **more)
            list(getattr(response, "streaming_content", ()))
            assert told == [], f"{method} {path}: {told[0][-3000:]}"
            assert response.status_code < 500, (method, path)
            if not for_good and response.status_code >= 400:
                assert self.written() == set(), (method, path, response.status_code)
            if not for_good:
                transaction.set_rollback(True)

        return response

    def written(self) -> set[str]:
        """The tables that have changed."""
        return written(self._before or books())

    @property
    def shown(self) -> forms.Gathered:
        """Forms and query strings of all pages."""
        House.gathered = House.gathered or forms.gather(self.world)
        return House.gathered

    def forms(self, room: str) -> list[Form]:
        """The forms that write, of one room."""
        return [
            form
            for form in self.shown.forms
            if form.method == "post" and form.path != "/sign-out/" and _room(form.path) == room
        ]


def _room(path: str) -> str:
    first = path.strip("/").partition("/")[0]
    return first if first in ROOMS else ""


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(self.format(record))


@contextmanager
def incidents() -> Iterator[list[str]]:
    """What the log is told of errors of ours, and of input that only the database stopped."""
    ear, log = _Ear(), logging.getLogger("motcua.incident")
    log.addHandler(ear)
    try:
        yield ear.told
    finally:
        log.removeHandler(ear)


def _anybody(address: Address) -> str:
    assert address.access is not None
    if address.access.public:
        return STRANGER
    return next(role for role in ROLES if address.access.roles is None or role in address.access.roles)


def test_the_gathering_finds_the_forms_of_every_room(house: House) -> None:
    found = {room for room in ROOMS if house.forms(room)}
    assert found >= {"counter", "desk", "notices", "oversight", "papers", "setup", ""}
    assert len(house.shown.queries) > 40


PATHS: dict[str, list[str]] = {
    "int": ["0", "1", "00", "2147483648", "9223372036854775807", "9223372036854775808", "9" * 60],
    "uuid": ["00000000-0000-0000-0000-000000000000", "0190b7a0-0000-7000-8000-000000000001"],
    "slug": ["received", "x", "-", "_" * 300],
    "str": [
        *(piece for piece in odd.ENCODED if piece and "%2e" not in piece),
        *map(quote, odd.IDS),
        "." * 90,
    ],
}


def test_ids_in_addresses_that_mean_nothing(house: House) -> None:
    for address in addresses():
        kinds = set(re.findall(r"<(\w+):\w+>", address.pattern))
        for piece in (piece for kind in kinds for piece in PATHS[kind]):
            path = "/" + re.sub(r"<\w+:\w+>", piece.replace("\\", r"\\"), address.pattern)
            for method in ("GET", "POST"):
                house.ask(_anybody(address), method, path, b"act=x", FORM, for_good=method == "GET")
    assert house.written() == set()


def test_query_strings_that_mean_nothing(house: House) -> None:
    """Every name our links and forms put into an address, with odd values; each value meets many names."""
    strange = [*odd.ENCODED, *map(quote, [*odd.NUMBERS, *odd.DATES, *odd.IDS, *odd.CURSORS])]
    for number, (role, path, name) in enumerate(house.shown.queries):
        for value in strange[number % 9 :: 9]:
            house.ask(role, "GET", path, QUERY_STRING=f"{name}={value}&{name}={value}", for_good=True)
    assert house.written() == set()


@many
@given(data=st.data())
def test_any_query_string_anywhere(house: House, data: st.DataObject) -> None:
    known = house.shown.queries
    role, path, _name = data.draw(st.sampled_from(known))
    names = st.sampled_from(sorted({name for _role, where, name in known if where == path})) | odd.values
    pairs = data.draw(st.lists(st.tuples(names, odd.values), max_size=6))
    query = "&".join(f"{name}={value}" for name, value in pairs)
    headers = data.draw(st.sampled_from([{}, {"HX-Request": "true"}, {"Accept": "application/json"}]))
    house.ask(role, "GET", path, QUERY_STRING=query, headers=headers, for_good=True)


def _mutated(data: st.DataObject, form: Form) -> list[tuple[str, str]]:
    """The form as filled in, with up to three fields made odd, doubled, or left out."""
    fields = [(quote(name), quote(value)) for name, value in form.fields]
    for _ in range(data.draw(st.integers(0, 3))):
        if not fields:
            break
        at = data.draw(st.integers(0, len(fields) - 1))
        match data.draw(st.sampled_from(["odd", "odd", "double", "drop", "swap"])):
            case "odd":
                fields[at] = (fields[at][0], data.draw(odd.values))
            case "double":
                fields.append((fields[at][0], data.draw(odd.values)))
            case "drop":
                fields.pop(at)
            case "swap":
                other = data.draw(st.integers(0, len(fields) - 1))
                fields[at] = (fields[at][0], fields[other][1])
    return fields


@pytest.mark.parametrize("room", ROOMS)
@many
@given(data=st.data())
def test_any_form_of_the_room(house: House, room: str, data: st.DataObject) -> None:
    known = house.forms(room)
    if not known:
        return
    form = data.draw(st.sampled_from(known))
    body = "&".join(f"{name}={value}" for name, value in _mutated(data, form))
    kind = data.draw(st.sampled_from([FORM] * 12 + odd.CONTENT_TYPES))
    headers = data.draw(st.sampled_from([{}, {"HX-Request": "true"}]))
    house.ask(form.role, "POST", form.path, body.encode(), kind, headers=headers)


def _with_files(house: House) -> list[Form]:
    return [form for room in ROOMS for form in house.forms(room) if form.files]


def _multipart(data: st.DataObject, fields: list[tuple[str, str]], files: tuple[str, ...]) -> bytes:
    """The form as a browser encodes it, written by hand: no library of ours would send such file names."""
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode("utf-8", "surrogatepass")
        for name, value in fields
    ]
    for name in files:
        odd_one = data.draw(st.sampled_from(sorted(odd.FILES)) | st.none())
        content = odd.FILES[odd_one] if odd_one else data.draw(st.binary(max_size=400))
        called = data.draw(st.sampled_from(odd.FILE_NAMES))
        kind = data.draw(st.sampled_from(["application/pdf", "text/html", "", "image/svg+xml; charset=x"]))
        head = f'Content-Disposition: form-data; name="{name}"; filename="{called}"\r\nContent-Type: {kind}'
        parts.append(head.encode() + b"\r\n\r\n" + content)
    return b"".join(b"--edge\r\n" + part + b"\r\n" for part in parts) + b"--edge--\r\n"


@settings(many, max_examples=250)
@given(data=st.data())
def test_any_file_in_any_form_that_takes_one(house: House, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(_with_files(house)))
    fields = list(form.fields)
    if data.draw(st.booleans()) and fields:
        at = data.draw(st.integers(0, len(fields) - 1))
        fields[at] = (fields[at][0], data.draw(st.sampled_from(odd.PLAIN)))
    body = _multipart(data, fields, form.files)
    match data.draw(st.sampled_from(["whole", "whole", "whole", "whole", "cut", "doubled", "noise"])):
        case "cut":
            body = body[: data.draw(st.integers(0, len(body)))]
        case "doubled":
            body += body
        case "noise":
            at = data.draw(st.integers(0, len(body)))
            body = body[:at] + data.draw(st.binary(max_size=20)) + body[at:]
    house.ask(form.role, "POST", form.path, body, "multipart/form-data; boundary=edge")


def test_a_body_far_too_large_is_refused(house: House) -> None:
    for form in (house.forms("counter")[0], house.forms("")[0]):
        long, wide = b"name=" + b"x" * 6_000_000, b"a=1&" * 3000
        assert house.ask(form.role, "POST", form.path, long, FORM).status_code in {400, 413}
        assert house.ask(form.role, "POST", form.path, wide, FORM).status_code == 400


def test_methods_nobody_uses(house: House) -> None:
    for address in addresses():
        target = url(house.world, address)
        for method in ("PUT", "DELETE", "HEAD", "BREW"):
            if address.name != "sign-out":
                house.ask(_anybody(address), method, target, b"x", "text/plain", for_good=True)
    assert house.written() == set()
