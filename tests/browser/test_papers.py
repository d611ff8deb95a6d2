"""Papers in a real browser: the preview follows the typing, a citizen checks a file, pages are accessible."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from motcua.kernel import time
from motcua.papers import builders, services, styles
from motcua.papers.kinds import Form
from tests.township import Township

pytestmark = pytest.mark.browser


@pytest.fixture
def office(live_township: Township) -> Township:
    return live_township


@pytest.fixture
def paper(office: Township) -> services.Issued:
    state = office.receive().state
    with time.at(office.clock):
        return services.issue_for(
            state.id, Form.RECEIPT, builders.receipt_data(state.id), office.actor("tiepnhan"), uuid4()
        )


def test_the_preview_follows_the_typing_and_publishing_keeps_it(
    office: Township, open_as: Callable[..., Page]
) -> None:
    page = open_as("quantri", f"/papers/setup/{office.office_id}/")
    picture = page.locator("#preview img")
    before = picture.get_attribute("src")
    page.fill("#id_desk", "Trung tâm phục vụ hành chính công")
    expect(picture).not_to_have_attribute("src", before or "")
    second = picture.get_attribute("src")
    page.select_option("#shown", "apology")
    expect(picture).not_to_have_attribute("src", second or "")
    assert styles.style_of(office.office_id).version == 0
    page.keyboard.press("Control+Enter")
    expect(page.locator(".messages, [role=status]").first).to_contain_text("Đã lưu")
    assert styles.style_of(office.office_id).style.desk == "Trung tâm phục vụ hành chính công"


def test_a_citizen_drops_a_file_on_the_page(
    paper: services.Issued, open_as: Callable[..., Page], tmp_path: Path
) -> None:
    file = tmp_path / "giay.pdf"
    file.write_bytes(services.reprint(paper.id))
    page = open_as("tiepnhan", f"/papers/verify/{paper.token}/", width=390)
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Đối chiếu").click()
    expect(page.get_by_role("status").first).to_contain_text("Tệp đúng là giấy này")
