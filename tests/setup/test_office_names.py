"""A step at one certain office names that office; its identifier stands behind."""

from __future__ import annotations

from motcua.offices.models import Office
from motcua.setup.words import place_choices, place_words
from tests.setup.conftest import Admin
from tests.township import Township


def test_an_office_is_called_by_its_name(admin: Admin, township: Township) -> None:
    office = Office.objects.get(pk=township.office_id)
    for code in filter(None, (office.code_new, office.code_old)):
        assert place_words(f"office:{code}") == f"{office.name} ({code})"
    assert place_words("office:H00.0") == "H00.0"
    assert place_words("") == ""


def test_the_pick_list_offers_the_offices_by_name_and_keeps_what_is_chosen(
    admin: Admin, township: Township
) -> None:
    office = Office.objects.get(pk=township.office_id)
    offered = dict(place_choices(["office:H00.0", "competent"]))
    code = office.code_new or office.code_old
    assert offered[f"office:{code}"] == f"{office.name} ({code})"
    assert offered["office:H00.0"] == "H00.0"
    assert "" in offered
