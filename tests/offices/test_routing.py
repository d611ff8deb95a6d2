"""Where a dossier goes inside an office, and what is said when that is not set up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from motcua.kernel.errors import Refusal
from motcua.offices import routing, services
from motcua.offices.actors import SYSTEM
from tests.offices.conftest import SINCE, TODAY, House, office_data


def test_one_statement_says_who_does_what_for_a_field(house: House, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        found = routing.routing(house.commune.pk, "ho-tich", TODAY)
    assert (found.desk, found.division) == (house.desk.pk, house.justice.pk)
    assert (found.leadership, found.clerk) == (house.leadership.pk, house.clerk.pk)
    assert found.calendar_id == house.calendar.pk
    assert found.agency_code("old") == "000.16.32.H22"
    assert found.agency_code("new") == "H22.32.16"


def test_a_field_without_a_unit_is_named_with_where_to_set_it(house: House) -> None:
    with pytest.raises(Refusal) as refused:
        routing.routing(house.commune.pk, "dat-dai", TODAY)
    assert refused.value.code == "field_without_group"
    assert "dat-dai" in refused.value.message
    assert "group of fields" in refused.value.hint


def test_a_missing_part_is_named(house: House) -> None:
    services.close_unit(SYSTEM, house.clerk.pk, house.clerk.version, date(2026, 1, 31))
    with pytest.raises(Refusal) as refused:
        routing.routing(house.commune.pk, "ho-tich", TODAY)
    assert refused.value.code == "unit_missing"


def test_an_abolished_office_names_its_successor(house: House) -> None:
    successor = services.create_office(
        SYSTEM, house.province.pk, office_data("UBND xã Vĩnh Tuy", 3), date(2025, 7, 1)
    )
    house.commune.refresh_from_db()
    services.abolish_office(SYSTEM, house.commune.pk, house.commune.version, date(2025, 6, 30), successor.pk)
    assert routing.routing(house.commune.pk, "ho-tich", date(2025, 6, 30)).desk == house.desk.pk
    with pytest.raises(Refusal) as refused:
        routing.routing(house.commune.pk, "ho-tich", date(2025, 7, 1))
    assert "UBND xã Vĩnh Tuy" in refused.value.hint


def test_an_office_without_identifier_cannot_give_codes(house: House) -> None:
    house.commune.refresh_from_db()
    services.edit_office(SYSTEM, house.commune.pk, house.commune.version, office_data("Vĩnh Tuy", 4))
    with pytest.raises(Refusal) as refused:
        routing.routing(house.commune.pk, "ho-tich", TODAY).agency_code("new")
    assert refused.value.code == "agency_code_missing"


def test_the_calendar_is_that_of_the_nearest_office_above(house: House) -> None:
    assert routing.calendar_of_office(house.commune.pk) == house.calendar.pk
    services.set_calendar(SYSTEM, house.province.pk, house.province.version, None)
    with pytest.raises(Refusal, match="no working calendar"):
        routing.calendar_of_office(house.commune.pk)


def test_an_unknown_office_is_said_so(house: House) -> None:
    for ask in (lambda: routing.routing(0, "ho-tich"), lambda: routing.calendar_of_office(0)):
        with pytest.raises(Refusal, match="no such office"):
            ask()
    assert routing.routing(house.commune.pk, "chung-thuc", SINCE).field_group_id
