"""Every page of the setup opens for the administrator, and for nobody else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.setup.conftest import Admin
from tests.township import Township

LISTS = ["home", "offices", "people", "calendars", "procedures", "processes", "rules"]
NEW = ["office-new", "person-new", "calendar-new", "procedure-new", "procedure-import", "process-new"]


@pytest.mark.parametrize("name", [*LISTS, *NEW])
def test_opens(admin: Admin, name: str) -> None:
    assert "<h1>" in admin.opens(name)


def test_pages_of_an_office_open(admin: Admin, township: Township) -> None:
    page = admin.opens("office", township.office_id)
    assert "Nguyễn Thị Mẫu An" in page
    for name in (
        "office-edit",
        "office-notice",
        "office-calendar",
        "office-abolish",
        "unit-new",
        "group-new",
    ):
        admin.opens(name, township.office_id)
    for name in ("membership-new", "delegation-new"):
        admin.opens(name, township.office_id)


@pytest.mark.parametrize("username", ["tiepnhan", "hotich", "chutich", "vanthu", "giamsat"])
def test_others_may_not_open_the_setup(township: Township, client: Client, username: str) -> None:
    from motcua.offices.models import Person

    client.force_login(Person.objects.get(username=username))
    for name in (*LISTS, *NEW):
        assert client.get(reverse(f"setup:{name}")).status_code == 403


def test_a_stranger_is_led_to_the_sign_in(township: Township, client: Client) -> None:
    assert client.get(reverse("setup:home")).status_code == 302


def test_an_office_above_stays_closed(admin: Admin, township: Township) -> None:
    from motcua.offices.models import Office

    above = Office.objects.get(code_new="H99.20")
    assert admin.client.get(reverse("setup:office", args=[above.pk])).status_code == 404
