"""A supplement goes round between officer, desk and applicant, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from motcua.dossiers.models import Dossier
from motcua.dossiers.status import Status
from motcua.kernel import time
from tests.browser.conftest import faults
from tests.township import Township

pytestmark = pytest.mark.browser


@pytest.fixture
def office(live_township: Township) -> Township:
    """One dossier of this morning waits for the case officer."""
    live_township.clock = time.now() - timedelta(hours=1)
    state = live_township.receive(when=live_township.clock).state
    live_township.run_until(state.id, "examine")
    return live_township


def test_a_supplement_goes_round(office: Township, open_as: Callable[..., Page]) -> None:
    dossier = Dossier.objects.get()
    officer = open_as("hotich", f"/desk/dossiers/{dossier.pk}/")
    officer.keyboard.press("m")
    officer.wait_for_url("**/more")
    officer.click("#request_supplement summary")
    assert faults(officer) == []
    officer.fill("#what-1", "Văn bản ủy quyền")
    officer.fill("#why-1", "Không phải chủ hồ sơ")
    with officer.expect_navigation():
        officer.click("#request_supplement .btn")
    officer.wait_for_selector(".notice-good")
    assert faults(officer) == []

    desk = open_as("tiepnhan", f"/counter/dossiers/{dossier.pk}/supplement/", width=390)
    assert faults(desk) == []
    desk.check("#manner-phone")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url("**/supplement/slip/")
    assert faults(desk) == []
    desk.goto(desk.url.replace("slip/", ""))
    desk.check("#brought-0")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url(f"**/counter/dossiers/{dossier.pk}/")
    desk.wait_for_selector(".notice-good")

    dossier.refresh_from_db()
    assert dossier.status == Status.IN_PROCESSING
    officer.goto(f"/desk/dossiers/{dossier.pk}/")
    officer.keyboard.press("Control+Enter")
    officer.wait_for_selector(".notice-good")
