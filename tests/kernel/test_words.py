"""Folding for search and the order of a Vietnamese dictionary."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.search import fold, sort_key


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đăng ký  khai sinh", "dang ky khai sinh"),
        ("ĐƯỜNG Nguyễn Huệ", "duong nguyen hue"),
        ("  (cấp lại) – bản chính ", "cap lai ban chinh"),
        ("Thừa Thiên-Huế_2017", "thua thien hue 2017"),
        ("", ""),
    ],
)
def test_words_are_found_without_marks_case_or_punctuation(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_both_ways_of_writing_a_letter_fold_alike() -> None:
    composed = "Đặng Thị Ngọc Ánh"
    assert fold(unicodedata.normalize("NFD", composed)) == fold(composed)
    assert sort_key(unicodedata.normalize("NFD", composed)) == sort_key(composed)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_the_tones_come_in_dictionary_order() -> None:
    assert sorted(["bạ", "bá", "bã", "bả", "bà", "ba"], key=sort_key) == ["ba", "bà", "bả", "bã", "bá", "bạ"]


def test_letters_of_their_own_come_after_every_word_with_the_plain_letter() -> None:
    names = ["Ân", "Ấn", "Ăn", "Azz", "An", "Đạt", "Duy", "Dũng", "Ơn", "Ông", "Oanh", "Ưng", "Uyên"]
    wanted = ["An", "Azz", "Ăn", "Ân", "Ấn", "Dũng", "Duy", "Đạt", "Oanh", "Ông", "Ơn", "Uyên", "Ưng"]
    assert sorted(names, key=sort_key) == wanted


def test_a_tone_decides_only_between_words_with_the_same_letters() -> None:
    assert sorted(["Lê Bình", "Lế An", "Le Cường"], key=sort_key) == ["Le Cường", "Lế An", "Lê Bình"]


def test_a_shorter_name_comes_first_and_spaces_count_once() -> None:
    assert sort_key("Nguyễn  Văn") == sort_key("Nguyễn Văn")
    assert sorted(["Nguyễn Văn A", "Nguyễn Văn"], key=sort_key) == ["Nguyễn Văn", "Nguyễn Văn A"]


@given(st.text(max_size=40))
def test_every_text_has_a_key_that_a_database_can_hold(text: str) -> None:
    assert "\x00" not in sort_key(text.replace("\x00", ""))
