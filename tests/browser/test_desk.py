"""An officer at the desk in a real browser: keys, one screen, no way to lose what was written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from motcua.dossiers import ledger
from motcua.kernel import time
from tests.township import Township

pytestmark = pytest.mark.browser


@pytest.fixture
def office(live_township: Township) -> Township:
    """Three dossiers of this morning wait for the case officer."""
    live_township.clock = time.now() - timedelta(hours=1)
    for number in range(3):
        state = live_township.receive(when=live_township.clock + timedelta(minutes=number)).state
        live_township.run_until(state.id, "examine")
    return live_township


def _versions(office: Township) -> list[int]:
    from motcua.dossiers.models import Dossier

    return list(Dossier.objects.order_by("received_at").values_list("version", flat=True))


def test_three_dossiers_are_worked_off_with_keys_alone(
    office: Township, open_as: Callable[..., Page]
) -> None:
    before = _versions(office)
    page = open_as("hotich", "/desk/?scope=mine")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/dossiers/**")
    for _ in range(2):
        here = page.url
        page.keyboard.press("Control+Shift+Enter")
        page.wait_for_url(lambda url, here=here: url != here)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".notice-good")
    assert _versions(office) == [version + 1 for version in before]


def test_a_leaders_approval_is_asked_about_before_it_is_final(
    office: Township, open_as: Callable[..., Page]
) -> None:
    from motcua.dossiers.models import Dossier

    dossier = Dossier.objects.order_by("received_at").first()
    assert dossier is not None
    office.run_until(dossier.pk, "sign")
    page = open_as("chutich", f"/desk/dossiers/{dossier.pk}/")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    assert ledger.load_folded(dossier.pk, uuid4()).state.decision is None
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("dialog[open]")
    # Asked again before the browser has told of the closing: the later answer counts, once.
    page.evaluate(
        "() => { const box = document.querySelector('dialog[open]'); box.close();"
        " document.querySelector(`[data-confirm='${box.id}']`).click(); }"
    )
    page.locator("dialog[open] button[value=yes]").click()
    page.wait_for_selector(".notice-good")
    assert ledger.load_folded(dossier.pk, uuid4()).state.decision == "approved"


def test_the_drawing_shows_where_the_dossier_is(office: Township, open_as: Callable[..., Page]) -> None:
    page = open_as("hotich", "/desk/?scope=mine")
    page.locator("a[data-primary]").first.click()
    page.wait_for_selector('[data-bpmn-state="ready"]')
    expect(page.locator(".djs-element.is-current")).to_have_count(1)
    expect(page.locator(".djs-element.is-done").first).to_be_visible()


def test_everything_but_the_drawing_works_without_scripts(
    office: Township, chromium: Browser, address: str, open_as: Callable[..., Page]
) -> None:
    signed_in = open_as("hotich", "/desk/?scope=mine")
    context = chromium.new_context(java_script_enabled=False, base_url=address)
    context.add_cookies(signed_in.context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/desk/?scope=mine")
    page.locator("input[name=task]").nth(0).check()
    page.locator("input[name=task]").nth(1).check()
    with page.expect_navigation():
        page.locator("button[value=complete]").click()
    expect(page.locator(".results .tag-good")).to_have_count(2)
    page.goto("/desk/?scope=mine")
    page.locator("a[data-primary]").first.click()
    with page.expect_navigation():
        page.locator("form:has(input[value=complete]) button.btn-primary").click()
    expect(page.locator(".notice-good")).to_have_count(1)
    context.close()
