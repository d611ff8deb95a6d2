"""Fees, the cash of a day and the post in a real browser: by keys, without scripts, accessible, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page

from motcua.kernel import time
from tests.township import Township

pytestmark = pytest.mark.browser
SIGNATURE = "2.000884"


@pytest.fixture
def office(live_township: Township) -> Township:
    """An office with an account; one signature to be paid, one result that waits, one parcel in the post."""
    from motcua.delivery import commands as post
    from motcua.delivery import services as delivery
    from motcua.payments import commands as money
    from motcua.payments import services as till

    place = live_township
    place.clock = time.now() - timedelta(hours=2)
    here, desk = place.office_id, place.actor("tiepnhan")
    till.set_bank_account(
        money.SetBankAccount(
            office_id=here,
            bank="970415",
            number="113366668888",
            holder="UBND THI TRAN VINH TUY",
            bank_name="ICB",
        ),
        place.actor("quantri"),
    )
    owing, sent, packed, waiting = (place.receive(SIGNATURE).state.id for _ in range(4))
    till.assess_fee(money.Assess(command_id=uuid4(), dossier_id=owing), desk)
    for dossier in (sent, packed, waiting):
        place.run_until(dossier, "return")
    for dossier in (sent, packed):
        wish = post.AskForPost(
            command_id=uuid4(),
            dossier_id=dossier,
            recipient="Nguyễn Thị Mẫu Đào",
            address="Tổ 3",
            phone="0900000007",
        )
        shipment = delivery.ask_for_post(wish, desk)
        number = f"EB{dossier.int % 10**9:09}VN"
        delivery.pack(post.Pack(command_id=uuid4(), shipment_id=shipment.pk, parcel_number=number), desk)
        if dossier == sent:
            given = post.HandToPost(
                command_id=uuid4(), office_id=here, shipment_ids=(shipment.pk,), receiver="Bưu tá Mẫu"
            )
            delivery.hand_to_post(given, desk)
    return place


def _owing() -> Any:
    from motcua.payments.models import Charge

    return Charge.objects.get().dossier_id


def test_a_fee_is_collected_and_the_day_signed_with_keys_alone(
    office: Township, open_as: Callable[..., Page]
) -> None:
    from motcua.payments.models import DayClosing, Payment

    page = open_as("tiepnhan", f"/counter/dossiers/{_owing()}/")
    page.keyboard.press("Alt+l")
    page.wait_for_url("**/fees/")
    assert page.locator(".qr svg").count() == 1
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/fees/receipts/**")
    assert page.locator("iframe#paper").is_visible()
    assert Payment.objects.get().amount == 10_000
    page.goto("/counter/cash/")
    page.keyboard.press("F4")
    page.keyboard.type("10.000")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".notice-good")
    assert DayClosing.objects.get().difference == 0


def test_packed_parcels_are_given_out_with_a_list(office: Township, open_as: Callable[..., Page]) -> None:
    page = open_as("tiepnhan", "/counter/post/")
    page.fill("#receiver", "Bưu tá Mẫu")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/lists/**")
    assert "PHIẾU BÀN GIAO KẾT QUẢ" in page.inner_text("main")
    assert page.locator("tbody tr").count() == 1
