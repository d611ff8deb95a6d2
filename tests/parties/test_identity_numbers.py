"""Numbers on cards and papers, typed or scanned at the counter."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.errors import Refusal
from motcua.parties.cards import looks_like_card, read_card
from motcua.parties.ids import IdKind, Sex, check, guess_kind, mask, mask_phone

TODAY = date(2026, 11, 20)
SCAN = (
    "002085001234|073212345|Nguyễn Thị Đào|05031985|Nữ|Tổ 3, thị trấn Vĩnh Tuy, Bắc Quang, Hà Giang|20042021"
)


def test_a_citizen_id_tells_sex_and_year_of_birth() -> None:
    checked = check(IdKind.CITIZEN_ID, "002 185 001 234", TODAY)
    assert checked.number == "002185001234"
    assert (checked.sex, checked.birth_year, checked.warnings) == (Sex.FEMALE, 1985, ())
    assert check(IdKind.CITIZEN_ID, "002207000001", TODAY).sex is Sex.MALE
    assert check(IdKind.CITIZEN_ID, "002207000001", TODAY).birth_year == 2007


def test_an_odd_citizen_id_is_taken_with_a_warning() -> None:
    assert "province" in check(IdKind.CITIZEN_ID, "003085001234", TODAY).warnings[0]
    assert "year of birth" in check(IdKind.CITIZEN_ID, "002299001234", TODAY).warnings[0]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (IdKind.CITIZEN_ID, "00208500123"),
        (IdKind.CITIZEN_ID, "00208500123O"),
        (IdKind.CITIZEN_ID, "٠٠٢٠٨٥٠٠١٢٣٤"),
        (IdKind.OLD_ID, "12345678"),
        (IdKind.TAX_CODE, "0100233489"),
        (IdKind.TAX_CODE, "01002334"),
        (IdKind.PASSPORT, "B1"),
        (IdKind.OTHER, ""),
        (IdKind.OTHER, "<script>"),
    ],
)
def test_a_number_that_cannot_be_right_is_refused_with_a_hint(kind: IdKind, text: str) -> None:
    with pytest.raises(Refusal) as refused:
        check(kind, text, TODAY)
    assert refused.value.hint


def test_tax_codes_are_checked_by_their_check_digit() -> None:
    assert check(IdKind.TAX_CODE, "0100233488", TODAY).number == "0100233488"
    assert check(IdKind.TAX_CODE, "0100233488-001", TODAY).number == "0100233488001"


def test_the_kind_follows_from_the_length() -> None:
    kinds = {text: guess_kind(text) for text in ("002085001234", "073212345", "0100233488", "B1234567")}
    assert list(kinds.values()) == [IdKind.CITIZEN_ID, IdKind.OLD_ID, IdKind.TAX_CODE, IdKind.PASSPORT]


def test_one_scan_of_the_card_gives_everything_on_it() -> None:
    assert looks_like_card(SCAN)
    card = read_card(SCAN, TODAY)
    assert card.number == "002085001234"
    assert card.full_name == "Nguyễn Thị Đào"
    assert card.birth_date == date(1985, 3, 5)
    assert card.sex is Sex.FEMALE
    assert card.address.endswith("Hà Giang")
    assert card.issued_on == date(2021, 4, 20)


def test_a_card_with_an_impossible_date_leaves_the_date_empty() -> None:
    assert read_card(SCAN.replace("05031985", "31021985"), TODAY).birth_date is None
    assert read_card(SCAN.replace("|073212345|", "||"), TODAY).old_number == ""


@given(st.text(max_size=300))
def test_whatever_is_scanned_gives_a_card_or_a_refusal(text: str) -> None:
    try:
        card = read_card(text, TODAY)
    except Refusal:
        return
    assert len(card.number) == 12


@given(st.sampled_from(list(IdKind)), st.text(max_size=40))
def test_checking_twice_changes_nothing(kind: IdKind, text: str) -> None:
    try:
        number = check(kind, text, TODAY).number
    except Refusal:
        return
    assert check(kind, number, TODAY).number == number


def test_lists_show_only_the_end_of_a_number() -> None:
    assert mask("002085001234") == "•••234"
    assert mask("1234") == "•••"
    assert mask_phone("0912 345 678") == "•••678"
    assert mask_phone("") == ""
