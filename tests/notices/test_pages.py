"""The pages: calls of the desk, messages of a dossier, texts and practice of the office, the gateway's reports."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from motcua.kernel import time
from motcua.notices.models import Practice, TextVersion
from tests.notices.conftest import EMAIL, Desk


class Browser:
    """Somebody at a browser, at the township's clock, in English."""

    def __init__(self, desk: Desk, username: str) -> None:
        from motcua.offices.models import Person

        self.desk = desk
        self.client = Client()
        self.client.force_login(Person.objects.get(username=username))
        self.client.cookies["motcua_language"] = "en"

    def get(self, url: str, **more: Any) -> Any:
        with time.at(self.desk.place.clock):
            return self.client.get(url, **more)

    def post(self, url: str, /, **values: Any) -> Any:
        with time.at(self.desk.place.clock):
            return self.client.post(url, values)


@pytest.fixture
def receptionist(desk: Desk) -> Browser:
    return Browser(desk, "tiepnhan")


@pytest.fixture
def admin(desk: Desk) -> Browser:
    return Browser(desk, "quantri")


def text_url(desk: Desk, moment: str = "received", channel: str = "sms", language: str = "vi") -> str:
    return f"/notices/texts/{desk.place.office_id}/{moment}/{channel}/{language}/"


def test_the_desk_sees_whom_to_call_and_notes_that_it_was_told(desk: Desk, receptionist: Browser) -> None:
    desk.gateway.answer = "400"
    dossier = desk.receive()
    desk.ready(dossier)
    assert "Nobody to call" in receptionist.get("/notices/calls/").content.decode()
    desk.minute()
    page = receptionist.get("/notices/calls/").content.decode()
    for said in ("Nguyễn Thị Mẫu Đào", "tel:0912 345 678", "The result is ready", "số không tồn tại"):
        assert said in page
    told = re.search(r'action="(/notices/calls/[^"]+/told/)"', page)
    assert told is not None
    for _ in range(2):
        assert receptionist.post(told[1], note="Đã nói chuyện").status_code == 302
    assert "Nobody to call" in receptionist.get("/notices/calls/").content.decode()
    listed = receptionist.get(f"/notices/dossiers/{dossier}/").content.decode()
    assert "Told by phone" in listed
    assert "Đã nói chuyện" in listed


def test_messages_of_a_dossier_show_the_text_as_sent_and_every_try(desk: Desk, receptionist: Browser) -> None:
    dossier = desk.receive(email=EMAIL)
    desk.minute()
    page = receptionist.get(f"/notices/dossiers/{dossier}/").content.decode()
    for said in ("+84912345678", EMAIL, "Da tiep nhan ho so", "Kính gửi", "accepted", "Sent"):
        assert said in page


def test_a_strange_dossier_has_no_messages(receptionist: Browser) -> None:
    assert receptionist.get("/notices/dossiers/018f0000-0000-7000-8000-000000000001/").status_code == 404


@pytest.mark.parametrize(
    ("who", "opens", "closed"),
    [
        ("tiepnhan", ["/notices/calls/"], ["/notices/texts/"]),
        ("quantri", ["/notices/texts/"], ["/notices/calls/"]),
        ("vanthu", [], ["/notices/calls/", "/notices/texts/"]),
    ],
)
def test_every_page_is_for_whom_it_is_meant(
    desk: Desk, who: str, opens: list[str], closed: list[str]
) -> None:
    browser = Browser(desk, who)
    for url in opens:
        assert browser.get(url, follow=True).status_code == 200
    for url in closed:
        assert browser.get(url, follow=True).status_code == 403
    assert Client().get("/notices/calls/").status_code == 302


def test_an_own_text_is_previewed_saved_used_and_given_up_again(desk: Desk, admin: Browser) -> None:
    url = text_url(desk)
    assert "Đã tiếp nhận hồ sơ" in admin.get(url).content.decode()
    new = "Hồ sơ {{ code }} đã nhận, hẹn {{ due }}"
    shown = admin.post(url, body=new, seen="0", preview="yes").content.decode()
    assert "Ho so H99.20.1-260302-0042 da nhan, hen 17:00, 09/03/2026" in shown
    assert "1 part" in shown
    assert TextVersion.objects.count() == 0
    assert admin.post(url, body=new, seen="0", save="yes").status_code == 302
    desk.receive()
    desk.minute()
    assert desk.gateway.phones[-1].text.startswith("Ho so H99.20.1-260302-")
    assert admin.post(url, body=new, seen="1", packaged="yes").status_code == 302
    desk.receive(id_number="099190000015")
    desk.minute()
    assert "Da tiep nhan ho so" in desk.gateway.phones[-1].text
    assert "Earlier versions" in admin.get(url).content.decode()
    assert [row.version for row in TextVersion.objects.order_by("version")] == [1, 2]


def test_a_wrong_place_is_refused_with_the_known_ones_and_nothing_typed_is_lost(
    desk: Desk, admin: Browser
) -> None:
    answer = admin.post(text_url(desk), body="Kính gửi {{ name }}", seen="0", save="yes")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "{{ name }}" in page
    assert "{{ code }}, {{ desk }}, {{ hotline }}" in page
    assert "Kính gửi" in page
    assert TextVersion.objects.count() == 0


def test_an_sms_of_five_parts_is_refused(desk: Desk, admin: Browser) -> None:
    answer = admin.post(text_url(desk), body="{{ link }} " * 40, seen="0", save="yes")
    assert answer.status_code == 422
    assert "parts" in answer.content.decode()


def test_who_comes_second_is_told_so(desk: Desk, admin: Browser) -> None:
    assert admin.post(text_url(desk), body="Một {{ code }}", seen="0", save="yes").status_code == 302
    assert admin.post(text_url(desk), body="Hai {{ code }}", seen="0", save="yes").status_code == 409
    assert [row.body for row in TextVersion.objects.all()] == ["Một {{ code }}"]


def test_a_letter_has_a_subject_and_shows_it_in_the_preview(desk: Desk, admin: Browser) -> None:
    url = text_url(desk, "extended", "email", "en")
    assert admin.post(url, subject="", body="x", seen="0", save="yes").status_code == 422
    page = admin.post(url, subject="Late: {{ code }}", body="Until {{ date }}", seen="0", preview="yes")
    assert "Late: H99.20.1-260302-0042" in page.content.decode()


@pytest.mark.parametrize("parts", ["nothing/sms/vi", "received/phone/vi", "received/sms/fr"])
def test_a_text_that_does_not_exist_is_not_found(desk: Desk, admin: Browser, parts: str) -> None:
    assert admin.get(f"/notices/texts/{desk.place.office_id}/{parts}/").status_code == 404


def test_an_administrator_changes_only_their_own_offices(desk: Desk, admin: Browser) -> None:
    from motcua.offices.models import Office

    above = Office.objects.get(code_new="H99.20")
    assert admin.get(f"/notices/texts/{above.pk}/").status_code == 404
    assert admin.get("/notices/texts/99999999999999999999/").status_code == 404


def test_quiet_hours_and_what_is_sent_are_changed_in_the_browser(desk: Desk, admin: Browser) -> None:
    url = f"/notices/texts/{desk.place.office_id}/practice/"
    page = admin.get(url).content.decode()
    assert page.count('name="send"') == 28
    values = {
        "quiet_from": "20:00",
        "quiet_to": "06:30",
        "language": "vi",
        "send": "result_ready:sms",
        "seen": "0",
    }
    assert admin.post(url, **values).status_code == 302
    practice = Practice.objects.get(pk=desk.place.office_id)
    assert "result_ready:sms" not in practice.silent
    assert len(practice.silent) == 27
    assert admin.post(url, **values).status_code == 409
    assert admin.post(url, **values | {"quiet_from": "soon", "seen": "1"}).status_code == 422
    assert (
        "Quiet from 20:00 until 06:30"
        in admin.get(f"/notices/texts/{desk.place.office_id}/").content.decode()
    )


def test_the_gateway_reports_with_its_token_and_only_with_it(desk: Desk, settings: Any) -> None:
    dossier = desk.receive()
    desk.minute()
    key = desk.messages(dossier)[0].key
    client = Client(enforce_csrf_checks=True)

    def report(said: object, token: str = "Bearer geheim") -> int:
        body = said if isinstance(said, str) else json.dumps(said)
        answer = client.post("/notices/reports/", body, "application/json", headers={"Authorization": token})
        return answer.status_code

    delivered = {"id": key, "status": "delivered"}
    assert report(delivered, "Bearer ") == 401  # no token is configured: nothing is taken
    settings.SMS_REPORT_TOKEN = "geheim"
    assert report(delivered, "Bearer falsch") == 401
    assert report(delivered, "Bearer gehéim") == 401
    for nonsense in ("", "[]", "{", "5", "null", {"id": key}, {"id": key, "status": "maybe"}):
        assert report(nonsense) == 400, nonsense
    assert report({"id": "nobody", "status": "failed"}) == 404
    assert [report(delivered), report(delivered)] == [200, 200]
    assert desk.states(dossier) == [("received", "sms", "delivered")]
    assert client.get("/notices/reports/", headers={"Authorization": "Bearer geheim"}).status_code == 405
