"""Accounts: made, unlocked, closed."""

from __future__ import annotations

import re

from django.contrib.auth import authenticate

from motcua.offices import lockout
from motcua.offices.models import Person
from tests.setup.conftest import Admin, text_of


def shown_password(page: str) -> str:
    found = re.search(r'id="password">([^<]+)<', page)
    assert found
    return found[1]


def test_a_new_person_signs_in_with_the_password_shown_once(admin: Admin) -> None:
    made = admin.sends("person-new", username="moi.den", full_name="Ngô Thị Mẫu Oanh", phone="0900 000 099")
    password = shown_password(text_of(made))
    assert "no-store" in made["Cache-Control"]
    assert authenticate(username="moi.den", password=password) is not None
    person = Person.objects.get(username="moi.den")
    assert password not in admin.opens("person", person.pk)
    assert "moi.den" in admin.opens("people", q="mau oanh")
    assert "Ngô Thị Mẫu Oanh is posted nowhere" in admin.opens("home")


def test_the_same_account_name_twice_is_refused_beside_the_form(admin: Admin) -> None:
    refused = admin.sends("person-new", username="tiepnhan", full_name="Ai Đó Khác")
    assert refused.status_code == 422
    page = text_of(refused)
    assert "is taken" in page
    assert "Ai Đó Khác" in page


def test_a_list_is_searched_without_accents_and_by_role(admin: Admin) -> None:
    assert "Bùi Thị Mẫu Khanh" in admin.opens("people", q="bui khanh")
    assert "Bùi Thị Mẫu Khanh" in admin.opens("people", q="clerk")
    assert "Nguyễn Thị Mẫu An" not in admin.opens("people", q="clerk")
    assert "Nobody found" in admin.opens("people", q="khong co ai")


def test_a_locked_account_is_unlocked(admin: Admin) -> None:
    for _ in range(lockout.ACCOUNT_LIMIT):
        lockout.begin("vanthu", "")
    person = Person.objects.get(username="vanthu")
    assert "locked until" in admin.opens("person", person.pk)
    admin.sends("person-unlock", person.pk)
    assert lockout.locked_until("vanthu") is None


def test_a_forgotten_password_is_set_anew(admin: Admin) -> None:
    person = Person.objects.get(username="vanthu")
    shown = admin.sends("person-password", person.pk, password="")
    assert authenticate(username="vanthu", password=shown_password(text_of(shown))) == person
    weak = admin.sends("person-password", person.pk, password="12345")
    assert weak.status_code == 422


def test_a_closed_account_stays_in_the_books(admin: Admin) -> None:
    person = Person.objects.get(username="vanthu")
    assert admin.sends("person-close", person.pk).status_code == 302
    person.refresh_from_db()
    assert not person.is_active
    assert "Bùi Thị Mẫu Khanh" in admin.opens("people", closed="1")


def test_nobody_closes_their_own_account(admin: Admin) -> None:
    own = Person.objects.get(username="quantri")
    assert admin.sends("person-close", own.pk).status_code == 422
