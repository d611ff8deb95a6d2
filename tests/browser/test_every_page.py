"""Every page of the house as everybody who may open it sees it: whole, accessible, on a phone, in both languages."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django import DjangoDbBlocker

from motcua.kernel import time
from motcua.procedures.queries import version_in_force
from tests.browser.conftest import faults
from tests.house import world as worlds
from tests.house.addresses import ROLES, STRANGER, browser, every, may_open
from tests.house.conftest import PROVINCE
from tests.house.world import FATES, PROCEDURE, World
from tests.township import copied

pytestmark = pytest.mark.browser
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
OLD_PHONE, PHONE, DESK = ({"width": width, "height": 768} for width in (360, 390, 1366))
LOOKING = (STRANGER, *ROLES)
LOOK = """() => ({
  over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  title: document.title.trim(), lang: document.documentElement.lang,
  headings: [...document.querySelectorAll('h1')].map(h => h.textContent.trim()),
  sheet: !!document.querySelector('main.sheet'),
})"""


@pytest.fixture
def office(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The province with dossiers of every fate; what is done there is done for good."""
    with django_db_blocker.unblock(), copied(PROVINCE, f"pages_{_WORKER}", fresh=True):
        yield worlds.read()


@dataclass
class Visit:
    """One browser window of somebody, and everything that was wrong on the pages it saw."""

    page: Page
    role: str
    wrong: dict[str, Any] = field(default_factory=dict)
    noise: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.noise.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.noise.append(message.text)

    def look(self, path: str, language: str, *, thorough: bool) -> None:
        """Open the page and note what is not as it should be."""
        self.noise.clear()
        joint = "&" if "?" in path else "?"
        self.page.goto(f"{path}{joint}lang={language}")
        seen = self.page.evaluate(LOOK)
        wrong = []
        if seen["over"] > 0:
            wrong.append(f"wider than the screen by {seen['over']}")
        if not seen["title"] or len(seen["headings"]) != 1 or not seen["headings"][0]:
            wrong.append(f"title {seen['title']!r}, headings {seen['headings']}")
        if seen["lang"] != language and not (seen["sheet"] and seen["lang"] == "vi"):
            wrong.append(f"says it speaks {seen['lang']}")
        if thorough:
            wrong += faults(self.page)
        if wrong + self.noise:
            self.wrong[f"{self.role} {path} {language}"] = wrong + self.noise


@pytest.fixture
def visit(chromium: Browser, address: str, office: World) -> Iterator[Callable[[str], Visit]]:
    """Open a window as somebody of that role at the township."""
    contexts = []

    def open_window(role: str) -> Visit:
        client = browser(office, role)
        context = chromium.new_context(viewport=PHONE, base_url=address, reduced_motion="reduce")  # type: ignore[arg-type]
        context.add_cookies(
            [{"name": name, "value": morsel.value, "url": address} for name, morsel in client.cookies.items()]
        )
        contexts.append(context)
        made = Visit(context.new_page(), role)
        made.listen()
        return made

    yield open_window
    for context in contexts:
        context.close()


def pages_of(world: World, role: str) -> dict[str, bool]:
    """Every address that shows this person a page, and the important ones in every state.

    True where to look thoroughly: the first of `LOOKING` who may open an address does.
    """
    first = {
        target: next((one for one in LOOKING if may_open(address, one)), "")
        for address, target in every(world)
        if may_open(address, role) and address.name != "sign-out"
    }
    for path in _in_other_states(world):
        first.setdefault(path, first.get(path.partition("?")[0], LOOKING[1]))
    client = browser(world, role)
    return {path: one == role for path, one in first.items() if _is_page(client.get(path))}


def _in_other_states(world: World) -> Iterator[str]:
    version = version_in_force(PROCEDURE, time.today())
    yield f"/counter/receive/?procedure={version}&same={world.dossiers['township', 'ready']}"
    yield from ("/procedures/?q=khai sinh", "/procedures/?q=zzzz", "/desk/?scope=office")
    yield from ("/oversight/dossiers/?measure=late", "/oversight/figures/?by=officer&period=month")
    yield from ("/oversight/times/?by=office", "/oversight/times/procedures/?show=shortened")
    yield "/oversight/dossiers/?measure=late&from=2001-01-01&to=2001-01-02"
    for fate in FATES:
        dossier = world.dossiers["township", fate]
        yield from (f"/desk/dossiers/{dossier}/", f"/counter/dossiers/{dossier}/")


def _is_page(response: Any) -> bool:
    kind = response.headers.get("Content-Type", "")
    return response.status_code == 200 and "html" in kind and b"<html" in response.content[:300]


@pytest.mark.parametrize("role", LOOKING)
def test_every_page_is_whole_accessible_and_fits(
    office: World, visit: Callable[[str], Visit], role: str
) -> None:
    window = visit(role)
    found = pages_of(office, role)
    assert len(found) >= 5
    phone = OLD_PHONE if role == STRANGER else PHONE
    for size, language in ((phone, "vi"), (DESK, "en")):
        window.page.set_viewport_size(size)  # type: ignore[arg-type]
        for path, thorough in found.items():
            if language == "vi" or thorough:
                window.look(path, language, thorough=thorough)
    assert window.wrong == {}


REACHABLE = """() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
  const radios = new Set();
  return all.filter(e => !e.disabled && !e.dataset.seen && e.type !== 'hidden' && e.tabIndex >= 0)
    .filter(e => e.checkVisibility())
    .filter(e => e.type !== 'radio' || !(radios.has(e.name) || !radios.add(e.name))).length;
}"""
FOCUSED = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  if (e === document.body) return null;
  e.dataset.seen = '1';
  const near = [e, e.closest('label'), e.parentElement].filter(Boolean).map(n => getComputedStyle(n));
  return {what: e.outerHTML.slice(0, 120), visible: box.width > 0 && box.height > 0,
    marked: near.some(s => s.outlineStyle !== 'none' || s.boxShadow !== 'none')};
}"""
KEY_PAGES = {
    "receptionist": ["/counter/", "/counter/receive/"],
    "case_officer": ["/desk/?scope=office"],
    "supervisor": ["/oversight/", "/oversight/figures/"],
    "administrator": ["/setup/", "/setup/people/new/"],
    STRANGER: ["/", "/look-up/", "/sign-in/"],
}


@pytest.mark.parametrize("role", KEY_PAGES)
def test_tab_reaches_everything_and_shows_where_it_is(visit: Callable[[str], Visit], role: str) -> None:
    window = visit(role)
    window.page.set_viewport_size(DESK)  # type: ignore[arg-type]
    for path in KEY_PAGES[role]:
        window.page.goto(path)
        wanted: int = window.page.evaluate(REACHABLE)
        # Some fields take the focus at once, so the round begins in the middle; dates have three stops.
        for _ in range(2 * wanted + 20):
            window.page.keyboard.press("Tab")
            focus = window.page.evaluate(FOCUSED)
            assert focus is None or focus["visible"], (path, focus)
            assert focus is None or focus["marked"], (path, focus)
            if (left := window.page.evaluate(REACHABLE)) == 0:
                break
        assert left == 0, (path, left, wanted)


def test_signing_in_and_finding_the_work_needs_no_mouse(visit: Callable[[str], Visit]) -> None:
    page = visit(STRANGER).page
    page.goto("/sign-in/")
    page.keyboard.type("case_officer-township")
    page.keyboard.press("Tab")
    page.keyboard.type("mot-cua-mau")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: urlsplit(url).path not in {"/sign-in/"})
    page.goto("/desk/?scope=office")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/dossiers/**")


def test_a_citizen_finds_a_dossier_with_keys_alone(office: World, visit: Callable[[str], Visit]) -> None:
    from motcua.dossiers.models import Dossier

    code = Dossier.objects.get(pk=office.dossiers["township", "ready"]).code
    page = visit(STRANGER).page
    page.goto("/look-up/")
    page.locator("main input:visible").first.focus()
    page.keyboard.type(str(code))
    page.keyboard.press("Tab")
    page.keyboard.type("0007")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(str(code))


def test_an_office_gets_a_unit_with_keys_alone(office: World, visit: Callable[[str], Visit]) -> None:
    from motcua.offices.models import Unit

    page = visit("administrator").page
    page.goto(f"/setup/offices/{office.office['township']}/units/new/")
    page.locator("main input:visible").first.focus()
    page.keyboard.type("Đội quản lý chợ")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/setup/offices/{office.office['township']}/")
    assert Unit.objects.filter(name="Đội quản lý chợ", office_id=office.office["township"]).exists()
