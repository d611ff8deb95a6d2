"""People who have been here before are found again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from motcua.kernel.errors import Refusal
from motcua.parties import queries
from motcua.parties.models import Party
from motcua.parties.services import upsert

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Told:
    """What somebody tells at the counter."""

    name: str
    id_number: str
    id_kind: str = "citizen_id"
    kind: str = "citizen"
    address: str = ""
    phone: str = ""
    email: str = ""


DAO = Told("Nguyễn Thị Đào", "002185001234", address="Tổ 3, thị trấn Vĩnh Tuy", phone="0912 345 678")


def test_a_person_is_found_by_number_phone_and_name_without_diacritics() -> None:
    upsert(DAO)
    for text in ("0021850", "0912345", "nguyen thi dao", "ĐÀO nguyễn", "dao thi"):
        assert [hit.name for hit in queries.find(text)] == ["Nguyễn Thị Đào"], text


def test_the_list_shows_no_whole_number() -> None:
    upsert(DAO, birth_date=date(1985, 3, 5))
    (hit,) = queries.find("nguyen thi dao")
    assert (hit.masked_number, hit.masked_phone, hit.birth_year) == ("•••234", "•••678", 1985)
    assert hit.place == "thị trấn Vĩnh Tuy"


def test_too_little_typed_finds_nobody() -> None:
    upsert(DAO)
    for text in ("", "  ", "002", "da", "%", "_", "thi d'", "|"):
        found = queries.find(text)
        assert found == [] or text == "thi d'", text


def test_the_second_visit_updates_and_forgets_nothing() -> None:
    first = upsert(DAO, birth_date=date(1985, 3, 5), sex="female")
    second = upsert(replace(DAO, address="Thôn Tân Tạo, xã Vĩnh Tuy", phone="", email="dao@example.vn"))
    assert first == second
    known = queries.by_id_number("citizen_id", DAO.id_number)
    assert known is not None
    assert known.address == "Thôn Tân Tạo, xã Vĩnh Tuy"
    assert (known.phone, known.email, known.sex, known.birth_date) == (
        "0912345678",
        "dao@example.vn",
        "female",
        date(1985, 3, 5),
    )
    assert Party.objects.count() == 1


def test_remembering_somebody_is_one_statement(django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        upsert(DAO)


def test_a_number_with_blanks_is_sent_back_to_be_written_plainly() -> None:
    with pytest.raises(Refusal) as refused:
        upsert(replace(DAO, id_number="002 185 001 234"))
    assert refused.value.code == "id_not_plain"
    assert not Party.objects.exists()


def test_names_come_in_the_order_of_a_vietnamese_list() -> None:
    for place, name in enumerate(["Trần Văn Ấn", "Trần Văn An", "Trần Văn Đạt", "Trần Văn Dũng"]):
        upsert(Told(name, f"00208500000{place}"))
    names = [hit.name for hit in queries.find("tran van")]
    assert names == ["Trần Văn An", "Trần Văn Ấn", "Trần Văn Dũng", "Trần Văn Đạt"]
    assert len(queries.find("tran van", limit=2)) == 2
