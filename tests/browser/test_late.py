"""A supervisor and a head with late dossiers, in a real browser: the board, the draft, the register, the portal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from motcua.dossiers import commands as cmd
from motcua.dossiers import services
from motcua.kernel import time
from motcua.offices.actors import SYSTEM
from tests.browser.conftest import faults
from tests.dossiers.saying import known, state
from tests.township import Township

pytestmark = pytest.mark.browser


@pytest.fixture
def office(live_township: Township) -> Township:
    """Two dossiers late for weeks: an apology in public for one, a draft for the other; and a new one."""
    now = time.now()
    old = examined(live_township, now - timedelta(days=30))
    live_township.clock = now - timedelta(hours=1)
    sorry = cmd.Apologise(
        **known(old),
        kind="late",
        manner="public",
        text="Chúng tôi đã để chủ hồ sơ này phải chờ.",
        medium="Đài xã",
    )
    live_township.execute(sorry, "chutich")
    silent = examined(live_township, now - timedelta(days=30))
    live_township.receive(when=now - timedelta(minutes=5))
    services.execute(cmd.DraftExtension(**known(silent), reason="Hồ sơ đang ở bước thẩm định."), SYSTEM)
    return live_township


def examined(township: Township, when: object) -> UUID:
    dossier: UUID = township.receive(when=when).dossier_id
    township.step(dossier, assignee_id=township.actor("hotich").person_id)
    return dossier


def test_from_the_board_to_the_signature_of_the_drafted_apology(
    office: Township, open_as: Callable[..., Page]
) -> None:
    page = open_as("chutich", "/oversight/late/")
    rows = page.locator("[data-keylist] tbody tr")
    expect(rows).to_have_count(2)
    expect(page.locator("tr.is-late")).to_have_count(2)
    with page.expect_navigation():
        page.locator('nav a[href*="show=unsigned"]').click()
    expect(rows).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/dossiers/**")
    with page.expect_navigation():
        page.locator('a[href*="act=sign_extension"]').click()
    with page.expect_navigation(url="**/desk/dossiers/**"):
        page.locator("#sign_extension button").click()
    page.goto("/oversight/late/?show=silent")
    expect(rows).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1366])
def test_the_pages_of_lateness_can_be_used_by_everybody(
    office: Township, open_as: Callable[..., Page], width: int
) -> None:
    page = open_as("chutich", "/oversight/late/", width)
    assert faults(page) == []
    page.goto("/oversight/apologies/")
    assert faults(page) == []
    page.locator("a[data-primary]").first.click()
    page.wait_for_url("**/oversight/apologies/**-**")
    assert faults(page) == []
    page.goto(f"{page.url}?print=1")
    assert faults(page) == []
    page.goto("/desk/?scope=office")
    assert faults(page) == []
    page.goto("/apologies/")
    assert faults(page) == []


def test_the_proof_of_an_apology_is_noted_with_the_keyboard(
    office: Township, open_as: Callable[..., Page]
) -> None:
    page = open_as("phochutich", "/oversight/apologies/?unproved=1")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("#proof").fill("Phát thanh hai buổi")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notice-good")).to_be_visible()
    expect(page.locator("dl.facts").first).to_contain_text("Phát thanh hai buổi")


def test_the_list_of_tasks_says_which_are_late_without_apology(
    office: Township, open_as: Callable[..., Page]
) -> None:
    from motcua.dossiers.models import Dossier

    page = open_as("hotich", "/desk/?scope=mine")
    silent = page.get_by_text("Quá hạn, chưa xin lỗi")
    expect(silent).to_have_count(1)
    late = [
        dossier.pk for dossier in Dossier.objects.all() if state(dossier.pk).late_without_apology(time.now())
    ]
    page.goto(f"/desk/dossiers/{late[0]}/")
    expect(page.locator("main")).to_contain_text("Quá hạn, chưa xin lỗi")
