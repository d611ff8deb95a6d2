"""The leader's and the clerk's queue and the register book in a real browser."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from motcua.dossiers import commands as cmd
from motcua.kernel import time
from motcua.papers import builders, services
from motcua.papers.kinds import Form
from tests.browser.conftest import faults
from tests.house.world import PDF
from tests.township import Township

pytestmark = pytest.mark.browser


@pytest.fixture
def office(live_township: Township) -> Township:
    """Three dossiers of this morning wait for the leader, two for the clerk; last year one came in."""
    live_township.clock = time.now() - timedelta(days=370)
    live_township.receive()
    live_township.clock = time.now() - timedelta(hours=1)
    for number, step in enumerate(("sign", "sign", "sign", "clerk", "clerk")):
        state = _taken_in(live_township, number)
        live_township.run_until(state.id, "examine")
        live_township.step(state.id, note=f"Đủ điều kiện, đề nghị ký ({number + 1})")
        live_township.run_until(state.id, step)
    return live_township


def _taken_in(office: Township, number: int) -> Any:
    from motcua.files import services as files

    kept = files.store(io.BytesIO(PDF + str(number).encode()), "to-khai.pdf")
    scan = cmd.Paper(uuid4(), "Tờ khai đã ký", sha256=kept.sha256, file_name=kept.file_name)
    state = office.receive(
        when=office.clock + timedelta(minutes=1), papers=(*office.intake().papers, scan)
    ).state
    with time.at(office.clock):
        services.issue_for(
            state.id, Form.RECEIPT, builders.receipt_data(state.id), office.actor("tiepnhan"), uuid4()
        )
    return state


def _decisions(office: Township) -> list[str | None]:
    from motcua.dossiers.models import Dossier

    rows = Dossier.objects.filter(received_at__gt=time.now() - timedelta(days=1)).order_by("received_at")
    return list(rows.values_list("decision", flat=True))


@pytest.mark.parametrize("width", [1366, 390])
def test_the_queues_and_the_book_are_usable_by_everybody(
    office: Township, open_as: Callable[..., Page], width: int
) -> None:
    assert faults(open_as("chutich", "/desk/signing/", width)) == []
    assert faults(open_as("vanthu", "/desk/numbering/", width)) == []
    page = open_as("tiepnhan", "/papers/books/", width)
    assert faults(page) == []
    with page.expect_navigation():
        page.get_by_role("link", name=f"Hành chính - Tư pháp, {time.today().year}").click()
    assert page.locator("td b").first.inner_text() == "1"
    assert faults(page) == []


def test_a_leader_reviews_a_batch_with_the_papers_beside_and_signs_it_once(
    office: Township, open_as: Callable[..., Page]
) -> None:
    page = open_as("chutich", "/desk/signing/")
    for _ in range(2):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.locator("[data-tick-count]")).to_have_text("2")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    with page.expect_request(lambda request: "/papers/" in request.url):
        page.locator("a[target=beside]").first.click()
    page.keyboard.press("Control+Enter")
    assert page.locator("input[name=reviewed]").count() == 2, "the browser itself asks for the ticks"
    assert _decisions(office)[:3] == [None, None, None]
    for box in page.locator("input[name=reviewed]").all():
        box.check()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert page.locator(".results .tag-good").count() == 2
    assert sorted(map(str, _decisions(office)[:3])) == ["None", "approved", "approved"]


def test_a_clerk_numbers_what_is_ticked_after_one_question(
    office: Township, open_as: Callable[..., Page]
) -> None:
    page = open_as("vanthu", "/desk/numbering/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "ket-qua.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.locator("[data-tick-all]").check()
    page.keyboard.press("Control+Enter")
    with page.expect_navigation():
        page.locator("dialog[open] button[value=yes]").click()
    text = page.locator(".results").inner_text()
    assert "01/KQ" in text
    assert "02/KQ" in text


def test_the_head_of_the_desk_closes_last_year_s_book(office: Township, open_as: Callable[..., Page]) -> None:
    page = open_as("tiepnhan", "/counter/")
    page.locator(".notice-warn a").first.click()
    page.wait_for_url("**/close/")
    assert "1" in page.locator("h2").first.inner_text()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".notice-good")
    page.locator(".results a").first.click()
    page.wait_for_selector("iframe.paper-frame")
