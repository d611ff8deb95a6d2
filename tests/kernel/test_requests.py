"""What every request goes through."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.translation import get_language
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import pages
from motcua.kernel.errors import Refusal, Stale
from motcua.kernel.health import healthz
from motcua.kernel.middleware import BadInputMiddleware, inline_style
from motcua.offices.access import public_view, staff_view


def refusing(request: HttpRequest) -> HttpResponse:
    raise Stale(
        "already_decided",
        "%(leader)s has already decided this dossier.",
        "Look at the dossier first.",
        params={"leader": "Bà Lê <b>Thị</b> Hoa", "changed": ["Approved at 09:15"]},
    )


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the secret inside")


def cut_off(request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection")


def language(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_language())


def closed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("for the staff")


urlpatterns = [
    path("refusing", public_view(refusing)),
    path("broken", public_view(broken)),
    path("cut-off", public_view(cut_off)),
    path("language", public_view(language)),
    path("drawing", public_view(inline_style(language))),
    path("closed", staff_view()(closed)),
    path("undeclared", closed),
    path("healthz", public_view(healthz)),
    path("sign-in", public_view(language), name="sign-in"),
]
handler404 = "motcua.kernel.pages.not_found"

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def test_a_refusal_says_why_and_what_to_do_and_who_was_faster(client: Client) -> None:
    response = client.get("/refusing")
    assert response.status_code == 409
    text = response.content.decode()
    assert "Bà Lê &lt;b&gt;Thị&lt;/b&gt; Hoa has already decided this dossier." in text
    assert "Look at the dossier first." in text
    assert "Approved at 09:15" in text


def test_htmx_gets_the_refusal_as_a_fragment(client: Client) -> None:
    response = client.get("/refusing", headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert b"<html" not in response.content
    assert b'role="alert"' in response.content


def test_a_program_gets_the_refusal_as_json(client: Client) -> None:
    response = client.get("/refusing", headers={"Accept": "application/json"})
    assert response.json()["code"] == "already_decided"


@pytest.mark.parametrize(("address", "status"), [("/broken", 500), ("/cut-off", 503)])
def test_an_error_of_ours_gets_a_number_and_shows_nothing_inside(
    client: Client, caplog: pytest.LogCaptureFixture, address: str, status: int
) -> None:
    response = client.get(address)
    assert response.status_code == status
    number = response.headers["X-Incident"]
    assert number in response.content.decode()
    assert number in caplog.text
    assert b"Traceback" not in response.content
    assert b"secret inside" not in response.content
    assert "script-src" in response.headers["Content-Security-Policy"] or (
        "default-src 'self'" in response.headers["Content-Security-Policy"]
    )


def test_a_page_for_the_staff_leads_strangers_to_the_sign_in_page(client: Client) -> None:
    response = client.get("/closed")
    assert response.status_code == 302
    assert response.headers["Location"] == "/sign-in?next=/closed"


def test_a_page_that_does_not_say_for_whom_it_is_opens_for_nobody(client: Client) -> None:
    assert client.get("/undeclared").status_code == 403


@pytest.mark.parametrize(
    "bad", ["/language?q=%00", "/language?q=%ff", "/language?" + "q=x&" * 3000, "/langu%00age"]
)
def test_unreadable_addresses_are_refused_not_stumbled_over(client: Client, bad: str) -> None:
    assert client.get(bad).status_code == 400


def test_a_nul_byte_in_a_form_is_refused(client: Client) -> None:
    assert client.post("/language", {"name": "Nguyễn\x00"}).status_code == 400


@given(name=st.text(max_size=30), value=st.text(max_size=80))
def test_no_query_string_makes_it_fail(name: str, value: str) -> None:
    request = RequestFactory().get(
        "/language", {name.encode("utf-8", "replace"): value.encode("utf-8", "replace")}
    )
    answer = BadInputMiddleware(lambda _: HttpResponse("well"))(request)
    assert answer.status_code in {200, 400}


def test_vietnamese_unless_one_asks_and_the_choice_is_kept(client: Client) -> None:
    assert client.get("/language", headers={"Accept-Language": "en"}).content == b"vi"
    assert client.get("/language?lang=en").content == b"en"
    assert client.get("/language").content == b"en"
    assert client.get("/language?lang=xx").content == b"en"
    assert client.get("/language?lang=vi").content == b"vi"


def test_only_the_drawing_may_style_its_elements(client: Client) -> None:
    assert "unsafe-inline" not in client.get("/language").headers["Content-Security-Policy"]
    policy = client.get("/drawing").headers["Content-Security-Policy"]
    assert "style-src-attr 'unsafe-inline'" in policy
    assert "script-src 'unsafe" not in policy


def test_a_watchdog_hears_that_all_is_well(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_a_page_that_is_missing_says_so_in_the_frame_of_the_site(client: Client) -> None:
    response = client.get("/nothing-here")
    assert response.status_code == 404
    assert b"<main" in response.content


def test_going_back_never_leads_to_another_site() -> None:
    request = RequestFactory().get(
        "/refusing", headers={"Referer": "https://elsewhere.example/trap", "Host": "desk"}
    )
    assert b"elsewhere" not in pages.refused(request, Refusal("no", "Not now.")).content


def test_a_wrong_place_in_a_message_does_not_hide_the_refusal() -> None:
    assert Refusal("x", "%(missing)s is 50% done", params={"other": 1}).message != ""
    assert "(missing)" in Refusal("x", "%(missing)s is not there.", params={"other": 1}).message
