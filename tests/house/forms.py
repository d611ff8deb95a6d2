"""The forms our pages really show, gathered from the pages, filled in as a person would."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from motcua.kernel import time
from motcua.procedures.queries import version_in_force
from tests.house.addresses import ROLES, browser, every
from tests.house.world import FATES, PROCEDURE, World

Fields = tuple[tuple[str, str], ...]
_USUAL = {"date": "2026-03-02", "time": "09:00", "number": "1", "email": "a@mau.example", "tel": "0900000000"}
_UNSENT = {"submit", "button", "image", "reset"}


@dataclass(frozen=True)
class Form:
    """One form as somebody of that role sends it: `fields` with what was filled in, `files` by field name."""

    role: str
    method: str
    path: str
    fields: Fields
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gathered:
    """What the pages show: forms; and role, path and name of everything that stands in query strings."""

    forms: list[Form]
    queries: list[tuple[str, str, str]]


@dataclass
class _Open:
    method: str
    path: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class _Page(HTMLParser):
    """Collects forms, and the names that links put into query strings."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.forms, self.queries = url, list[_Open](), set[tuple[str, str]]()
        self._form: _Open | None = None
        self._by_id: dict[str, _Open] = {}
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for link in ("href", "hx-get"):
            self._link(given.get(link, ""))
        if "hx-post" in given and tag != "form":
            self.forms.append(_Open("post", self._path(given["hx-post"])))
        if tag == "form":
            self._form = _Open(given.get("method", "get").lower(), self._path(given.get("action", "")))
            self.forms.append(self._form)
            if "id" in given:
                self._by_id[given["id"]] = self._form
        name, form = given.get("name", ""), self._by_id.get(given.get("form", ""), self._form)
        if form is not None and name:
            self._field(form, tag, name, given)
        if tag == "option" and self._select and form is not None and given.get("value"):
            form.fields = [pair for pair in form.fields if pair[0] != self._select]
            form.fields.append((self._select, given["value"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = None

    def _field(self, form: _Open, tag: str, name: str, given: dict[str, str]) -> None:
        if tag == "textarea":
            form.fields.append((name, "Lời giải thích mẫu"))
        elif tag == "select":
            self._select = name
            form.fields.append((name, ""))
        elif tag == "input" and given.get("type") == "file":
            form.files.append(name)
        elif tag == "button" or given.get("type") in _UNSENT:
            form.fields.append((name, given.get("value", "")))
        elif tag == "input":
            usual = given.get("value") or _USUAL.get(given.get("type", ""), "Mẫu")
            form.fields.append((name, usual))

    def _path(self, address: str) -> str:
        return urlsplit(urljoin(self.url, address)).path

    def _link(self, address: str) -> None:
        parts = urlsplit(urljoin(self.url, address))
        if not parts.netloc:
            self.queries |= {(parts.path, name) for name, _value in parse_qsl(parts.query)}


def gather(world: World) -> Gathered:
    """Every form of the house with who sees it, and every query string met."""
    forms: dict[tuple[str, str, frozenset[str]], Form] = {}
    queries: dict[tuple[str, str], str] = {}
    seen: set[str] = set()  # whole pages that look the same to everybody; a dossier's does not
    for role in (*ROLES, "stranger"):
        client = browser(world, role)
        for path in (path for path in _paths(world) if path not in seen):
            response: Any = client.get(path)
            if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
                continue
            seen |= set() if path.startswith("/desk/") else {path}
            page = _Page(path)
            page.feed(response.content.decode())
            for found in page.forms:
                names = frozenset(name for name, _value in found.fields)
                made = Form(role, found.method, found.path, tuple(found.fields), tuple(found.files))
                forms.setdefault((found.method, found.path, names), made)
            asked = {(f.path, name) for f in page.forms if f.method == "get" for name, _ in f.fields}
            for where, name in page.queries | asked:
                queries.setdefault((where, name), role)
    return Gathered(list(forms.values()), [(role, path, name) for (path, name), role in queries.items()])


def _paths(world: World) -> list[str]:
    paths = [target for address, target in every(world) if address.name != "sign-out"]
    for fate in FATES:
        dossier = world.dossiers["township", fate]
        paths += [f"/desk/dossiers/{dossier}/", f"/counter/dossiers/{dossier}/"]
    version = version_in_force(PROCEDURE, time.today())
    paths.append(f"/counter/receive/?procedure={version}")
    paths.append(f"/counter/receive/?draft={world.dossiers['township', 'draft']}")
    return [*paths, "/desk/?scope=office", "/oversight/dossiers/?measure=open"]
