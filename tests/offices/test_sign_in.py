"""Signing in: each role begins at its own page, guessing is locked out, and nothing is told to guessers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from motcua.kernel import time
from motcua.offices import access, auth, lockout, services
from motcua.offices.actors import NOBODY, SYSTEM
from motcua.offices.auth import PasswordBackend, SignInLocked
from motcua.offices.roles import Role
from tests.offices.conftest import PASSWORD, House

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.offices.sign_in_urls"
    settings.AUTHENTICATION_BACKENDS = ["motcua.offices.auth.PasswordBackend"]
    settings.LOGIN_URL = "sign-in"


def sign_in(client: Client, username: str, password: str = PASSWORD, **fields: str) -> Any:
    return client.post("/sign-in/", {"username": username, "password": password} | fields)


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.RECEPTIONIST, "/counter/"),
        (Role.DESK_HEAD, "/counter/"),
        (Role.CASE_OFFICER, "/desk/"),
        (Role.HEAD_OF_UNIT, "/desk/"),
        (Role.SIGNING_LEADER, "/desk/"),
        (Role.CLERK, "/desk/"),
        (Role.SUPERVISOR, "/oversight/"),
        (Role.ADMINISTRATOR, "/setup/"),
    ],
)
def test_each_role_begins_at_its_own_page(house: House, client: Client, role: Role, page: str) -> None:
    house.person("dao", house.desk, role)
    response = sign_in(client, " Dao ")
    assert (response.status_code, response.headers["Location"]) == (302, page)


def test_after_signing_in_one_comes_back_to_the_page_one_wanted(house: House, client: Client) -> None:
    house.person("dao", house.desk, Role.RECEPTIONIST)
    asked = client.get("/desk/?filter=late")
    assert asked.headers["Location"] == "/sign-in/?next=/desk/%3Ffilter%3Dlate"
    assert sign_in(client, "dao", next="/desk/?filter=late").headers["Location"] == "/desk/?filter=late"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_signing_in_never_leads_to_another_site(house: House, client: Client, elsewhere: str) -> None:
    house.person("dao", house.desk, Role.RECEPTIONIST)
    assert sign_in(client, "dao", next=elsewhere).headers["Location"] == "/counter/"


def test_wrong_passwords_and_unknown_names_are_told_in_the_same_words(house: House, client: Client) -> None:
    house.person("dao", house.desk, Role.RECEPTIONIST)
    texts = []
    for username in ("dao", "khong-co"):
        response = sign_in(client, username, "sai mật khẩu")
        assert response.status_code == 200
        texts.append(response.context["form"].non_field_errors())
    assert texts[0] == texts[1]


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(house: House, client: Client) -> None:
    house.person("dao", house.desk, Role.RECEPTIONIST)
    with time.at(NOON):
        for _ in range(5):
            assert sign_in(client, "dao", "sai").status_code == 200
        locked = sign_in(client, "dao")
        assert locked.status_code == 429
        assert "12:15 02/03/2026" in str(locked.context["form"].non_field_errors())
    with time.at(NOON + timedelta(minutes=14)):
        assert sign_in(client, "dao").status_code == 429
    with time.at(NOON + timedelta(minutes=16)):
        assert sign_in(client, "dao").status_code == 302
        assert lockout.locked_until("dao") is None


def test_each_further_wrong_password_locks_twice_as_long(house: House) -> None:
    house.person("dao", house.desk, Role.RECEPTIONIST)
    moment, waits = NOON, []
    for _ in range(8):
        with time.at(moment):
            PasswordBackend().authenticate(None, username="dao", password="sai")
            until = lockout.locked_until("dao")
        if until is not None:
            waits.append((until - moment).total_seconds() / 60)
            moment = until + timedelta(seconds=1)
    assert waits == [15, 30, 60, 120]


def test_a_name_that_does_not_exist_is_locked_like_any_other(house: House, client: Client) -> None:
    with time.at(NOON):
        for _ in range(5):
            sign_in(client, "khong-co", "sai")
        assert sign_in(client, "khong-co", "sai").status_code == 429


def test_an_address_that_guesses_many_accounts_is_locked(
    house: House, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lockout, "ADDRESS_LIMIT", 6)
    house.person("dao", house.desk, Role.RECEPTIONIST)
    with time.at(NOON):
        for number in range(6):
            sign_in(client, f"ten{number}", "sai")
        assert sign_in(client, "dao").status_code == 429
        elsewhere = Client(REMOTE_ADDR="10.0.0.9")
        assert sign_in(elsewhere, "dao").status_code == 302


def test_a_right_password_does_not_use_up_the_address(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lockout, "ADDRESS_LIMIT", 3)
    house.person("dao", house.desk, Role.RECEPTIONIST)
    for _ in range(6):
        assert sign_in(Client(), "dao").status_code == 302


def test_an_administrator_unlocks_an_account_and_a_new_password_ends_the_lock(house: House) -> None:
    person = house.person("dao", house.desk, Role.RECEPTIONIST)
    for act in (
        lambda: services.unlock_person(SYSTEM, person.pk),
        lambda: services.set_password(SYSTEM, person.pk, PASSWORD),
    ):
        for _ in range(5):
            PasswordBackend().authenticate(None, username="dao", password="sai")
        with pytest.raises(SignInLocked):
            PasswordBackend().authenticate(None, username="dao", password=PASSWORD)
        act()
        assert PasswordBackend().authenticate(None, username="dao", password=PASSWORD) == person


def test_no_name_or_address_is_kept_in_plain_text(house: House) -> None:
    PasswordBackend().authenticate(None, username="mật khẩu gõ nhầm", password="sai")
    kept = list(lockout.SignInAttempt.objects.values_list("subject", flat=True))
    assert len(kept) == 1
    assert len(kept[0]) == 64
    with time.at(time.now() + timedelta(days=3)):
        assert lockout.sweep() == 1


def test_a_closed_account_ends_its_open_sessions(house: House, client: Client) -> None:
    person = house.person("dao", house.desk, Role.RECEPTIONIST)
    sign_in(client, "dao")
    assert client.get("/counter/").status_code == 200
    services.deactivate_person(SYSTEM, person.pk, person.version)
    assert client.get("/counter/").status_code == 302


def test_a_new_password_ends_open_sessions(house: House, client: Client) -> None:
    person = house.person("dao", house.desk, Role.RECEPTIONIST)
    sign_in(client, "dao")
    services.change_own_password(person.pk, PASSWORD, "bốn từ hoàn toàn khác")
    assert client.get("/counter/").status_code == 302


def test_signing_out_needs_a_button(house: House, client: Client) -> None:
    house.person("dao", house.desk, Role.RECEPTIONIST)
    sign_in(client, "dao")
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/counter/").status_code == 302


def test_a_page_opens_only_for_its_roles(house: House, client: Client) -> None:
    house.person("dao", house.desk, Role.CASE_OFFICER)
    sign_in(client, "dao")
    assert client.get("/counter/").status_code == 403
    assert client.get("/desk/").content == b"staff"
    assert client.get("/").content.decode() == "home Nguyễn Văn Dao"
    assert Client().get("/").content == b"home "


def test_a_fragment_without_session_leads_the_whole_page_to_sign_in(db: None, client: Client) -> None:
    response = client.get(
        "/desk/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/?filter=late"}
    )
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/sign-in/?next=%2Fdesk%2F%3Ffilter%3Dlate"


def test_every_address_says_who_may_open_it(settings: Any) -> None:
    said = {address.pattern: address.access for address in access.addresses()}
    assert said["sign-in/"] == access.PUBLIC
    assert said["forgotten/"] is None
    counter = said["counter/"]
    assert counter is not None
    assert not counter.allows(None)
    assert not counter.allows(NOBODY)
    names = {address.name for address in access.addresses()}
    assert {"sign-in", "sign-out", "counter:home", "desk:inbox"} <= names


def test_a_page_that_says_nothing_opens_for_nobody(house: House, settings: Any, client: Client) -> None:
    settings.MIDDLEWARE = [
        *(name for name in settings.MIDDLEWARE if not name.endswith("LoginRequiredMiddleware")),
        "motcua.offices.access.AccessMiddleware",
    ]
    house.person("dao", house.desk, *Role)
    sign_in(client, "dao")
    assert client.get("/forgotten/").status_code == 403
    assert client.get("/counter/").status_code == 200


def test_passwords_are_kept_with_argon2_outside_of_tests() -> None:
    from motcua import settings as real

    assert real.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert auth.PasswordBackend().authenticate(None, username="", password="x") is None
    assert auth.PasswordBackend().authenticate(None, username="x", password="y" * 2000) is None


def test_the_address_is_what_the_server_in_front_reported(rf: Any) -> None:
    assert auth.address_of(rf.get("/", REMOTE_ADDR="10.1.2.3", HTTP_X_FORWARDED_FOR="1.1.1.1")) == "10.1.2.3"
