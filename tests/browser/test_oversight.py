"""A supervisor in a real browser: from a number to its dossiers to one dossier, on a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from motcua.kernel import time
from tests.township import Township

pytestmark = pytest.mark.browser


@pytest.fixture
def office(live_township: Township) -> Township:
    """Two dossiers of a month ago that nobody went on with, one finished today, one just received."""
    now = time.now()
    for hours in (0, 1):
        live_township.receive(when=now - timedelta(days=30, hours=hours))
    live_township.clock = now - timedelta(minutes=10)
    done = live_township.receive().state.id
    live_township.run_until(done, "return")
    live_township.receive(when=now - timedelta(minutes=5))
    return live_township


def number_of(tile: str) -> int:
    return int(re.sub(r"\D", "", tile.split(maxsplit=1)[0]))


def test_from_a_number_to_its_dossiers_to_one_of_them(office: Township, open_as: Callable[..., Page]) -> None:
    page = open_as("giamsat", "/oversight/")
    late = page.locator("a.tile-bad")
    assert number_of(late.inner_text()) == 2
    with page.expect_navigation():
        late.click()
    rows = page.locator("[data-keylist] tbody tr")
    expect(rows).to_have_count(2)
    expect(page.locator("tr.is-late")).to_have_count(2)
    code = rows.first.locator("a.code").inner_text()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/dossiers/**")
    expect(page.locator("main")).to_contain_text(code)


def test_every_tile_opens_as_many_dossiers_as_it_says(office: Township, open_as: Callable[..., Page]) -> None:
    page = open_as("giamsat", "/oversight/")
    tiles = [
        (number_of(tile.inner_text()), tile.get_attribute("href")) for tile in page.locator("a.tile").all()
    ]
    assert len(tiles) == 7
    for number, href in tiles:
        assert href is not None
        page.goto(href)
        expect(page.locator("[data-keylist] tbody tr")).to_have_count(number)


def test_a_table_is_taken_home_as_a_file(office: Township, open_as: Callable[..., Page]) -> None:
    page = open_as("giamsat", "/oversight/figures/")
    with page.expect_download() as download:
        page.locator('a[href*="file=lines"]').click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert download.value.suggested_filename.endswith(".csv")


def test_asking_for_a_check_needs_one_press(office: Township, open_as: Callable[..., Page]) -> None:
    page = open_as("giamsat", "/oversight/records/")
    page.locator("main form button").click()
    page.wait_for_selector(".notice-good")
    expect(page.locator("main form button")).to_be_disabled()
