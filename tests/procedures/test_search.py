"""A receptionist types a few letters and sees the procedure she means first."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.search import sort_key
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import catalogue, fields, procedure_sheet, search
from motcua.procedures.search import read_words, search_text

pytestmark = pytest.mark.usefixtures("catalogue_at_hand")

DAY = date(2026, 3, 2)
BIRTH = "Đăng ký khai sinh"
COPY = "Chứng thực bản sao từ bản chính"


def names(text: str, **options: object) -> list[str]:
    return [hit.name for hit in search(text, on=DAY, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("khai sinh", BIRTH),
        ("KHAI SINH", BIRTH),
        ("khai sinh đăng ký", BIRTH),
        ("dang ky khai", BIRTH),
        ("Đăng ký khai", BIRTH),
        ("đk khai sinh", BIRTH),
        ("dkks", BIRTH),
        ("ks", BIRTH),
        ("1.001193", BIRTH),
        ("1001193", BIRTH),
        ("1.001193.000.00.00.H49", BIRTH),
        ("  1.001 193 ", BIRTH),
        ("khai sihn", BIRTH),
        ("dang ki khai sin", BIRTH),
        ("chung thuc ban sao", COPY),
        ("ban sao chung thuc", COPY),
        ("chứng thực bản", COPY),
        ("ctbs", COPY),
        ("2.000815", COPY),
        ("ket hon", "Đăng ký kết hôn"),
        ("tình trạng hôn", "Cấp Giấy xác nhận tình trạng hôn nhân"),
        ("marriage", "Đăng ký kết hôn"),
        ("karaoke", "Liên thông đăng ký hộ kinh doanh - an ninh trật tự - giấy phép karaoke"),
        ("LOCAL-DATDAI-DOITEN", "Đăng ký biến động: đổi tên, thông tin, địa chỉ"),
    ],
)
def test_the_procedure_meant_comes_first(typed: str, first: str) -> None:
    assert names(typed)[0] == first


def test_each_further_letter_only_narrows_the_list() -> None:
    shown = [set(names("khai sinh"[:length], limit=100)) for length in range(1, 10)]
    assert all(later <= earlier for earlier, later in pairwise(shown[4:]))
    assert BIRTH in set.intersection(*shown)


def test_diacritics_decide_between_words_that_fold_alike() -> None:
    assert "tử" in names("tử")[0]
    assert "từ" in names("từ")[0]


def test_typing_errors_are_forgiven_only_when_nothing_matches() -> None:
    assert not any(hit.guessed for hit in search("khai sinh", on=DAY))
    assert all(hit.guessed for hit in search("khai sihn", on=DAY))


def test_what_an_office_often_does_comes_before_what_it_seldom_does() -> None:
    plain = names("chứng thực chữ ký")
    often = names("chứng thực chữ ký", usage={"2.001008": 500})
    assert plain[0] == "Chứng thực chữ ký trong các giấy tờ, văn bản"
    assert often[0] == "Chứng thực chữ ký người dịch không phải là cộng tác viên"


def test_before_anything_is_typed_the_most_used_stand_first() -> None:
    assert names("", usage={"1.000894": 7, "1.001193": 9})[:2] == [BIRTH, "Đăng ký kết hôn"]


def test_a_commune_finds_only_what_a_commune_does() -> None:
    assert names("xét tuyển công chức") != []
    assert names("xét tuyển công chức", office_levels=["xa"]) == []


def test_nothing_is_found_outside_its_time() -> None:
    assert search("khai sinh", on=date(2025, 12, 31)) == []


@pytest.mark.parametrize(
    "text", ["%", "_", "'", '"', "\\", "a" * 5000, "% %", "\x00", "()", "🙂", "=", "|", "1" * 300]
)
def test_odd_input_is_only_a_search_that_finds_little(text: str) -> None:
    search(text, on=DAY)


@pytest.mark.parametrize("text", ["khai sinh", "khai sihn", "1.0011", "", "dkks"])
def test_a_search_is_one_statement(text: str, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        search(text, on=DAY)


def test_the_posted_list_holds_every_procedure_of_the_level(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        listed = catalogue(on=DAY)
    assert len(listed) == 82
    assert {hit.field_code for hit in catalogue(field="HOTICH", on=DAY)} == {"HOTICH"}
    assert catalogue(field="HOTICH", text="kết hôn", on=DAY)[0].name == "Đăng ký kết hôn"
    assert sum(count for _, _, count in fields(on=DAY)) == 82


def test_a_sheet_shows_everything_in_few_statements(django_assert_num_queries: object) -> None:
    (hit,) = search("1.012796", on=DAY, limit=1)
    with django_assert_num_queries(5):  # type: ignore[operator]
        sheet = procedure_sheet(hit.version_id)
    assert sheet.legal is not None
    assert (sheet.legal.number, sheet.legal.unit) == ("8", "wd")
    assert [len(case.documents) for case in sheet.cases] == [4, 0]
    assert sheet.cases[1].legal is not None
    assert sheet.cases[1].legal.number == "18"
    assert sheet.steps[0].role == "receptionist"
    assert sheet.fees == ()


def test_the_stored_text_is_the_one_the_search_reads() -> None:
    row = ProcedureVersion.objects.get(procedure__code="1.001193")
    assert row.search_text == search_text("1.001193", BIRTH, "Birth registration")
    assert row.search_text.endswith("=dkks")


@given(st.text(max_size=200))
def test_any_typed_text_can_be_read(text: str) -> None:
    words = read_words(text)
    assert all(word.isalnum() for word in words.words)


def test_lists_stand_in_the_order_of_a_vietnamese_dictionary() -> None:
    listed = [name for _code, name, _count in fields(on=DAY)]
    assert listed == sorted(listed, key=sort_key)
    at = [listed.index(name) for name in ("Dân số, Bà mẹ - Trẻ em", "Đất đai", "Giáo dục và đào tạo")]
    assert at == sorted(at)
    posted = catalogue(on=DAY)
    assert [hit.code for hit in posted] == [
        hit.code
        for hit in sorted(posted, key=lambda hit: (sort_key(hit.field_name), sort_key(hit.name), hit.code))
    ]
