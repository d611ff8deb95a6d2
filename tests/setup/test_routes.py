"""What an imported procedure of several levels lacks is told before a citizen stands at the desk."""

from __future__ import annotations

from datetime import date

from motcua.kernel import time
from motcua.procedures.services import import_catalogue
from tests.dossiers import along
from tests.dossiers.along import step
from tests.procedures.conftest import few
from tests.setup.conftest import Admin
from tests.township import Township


def take_over(code: str, under: str) -> None:
    import_catalogue(few(code).replace(code, under), valid_from=date(2026, 1, 1))


def test_the_office_that_cannot_be_found_is_named_with_its_procedures(admin: Admin) -> None:
    take_over("2.002755", "2.992755")
    take_over("2.002757", "2.992757")
    page = admin.opens("home")
    assert "“Ủy ban nhân dân tỉnh Hà Giang” has no unit that plays the part: one-stop desk." in page
    assert "2.992755, 2.992757" in page


def test_where_every_level_can_do_its_part_nothing_is_told(admin: Admin, township: Township) -> None:
    along.build(township)
    take_over("2.002755", "2.992755")
    with time.at(along.START):
        assert "2.992755" not in admin.opens("home")
        take_over("2.000286", "2.990286")
        page = admin.opens("home")
    assert "No office of the level “facility” lies on the way" in page
    assert "2.990286" in page


def test_an_office_named_by_its_code_is_looked_for_whatever_the_catalogue_says(
    admin: Admin, township: Township
) -> None:
    """The procedure is not said to be interconnected, and no step names a level."""
    road = along.build(township)
    road.go_by(
        "1.004873",
        (
            step(1, "receive"),
            step(2, "examine", "office:H49.99"),
            step(3, "sign"),
            step(4, "return", hours=0, to=0),
        ),
    )
    with time.at(along.START):
        page = admin.opens("home")
    assert "The process sends this dossier to an office that does not exist here: office:H49.99." in page
    assert "1.004873" in page
