"""Dossier codes: what the two families allow, and that a code made is a code read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.codes import (
    CodeFamily,
    DossierCode,
    is_valid_code,
    make_code,
    normalise_typed,
    parse_code,
)

OLD, NEW = CodeFamily.OLD, CodeFamily.NEW


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("000.00.00.H49-260105-0001", OLD),
        ("000.16.32.H49-220810-0417", OLD),
        ("H49.20.5-260105-0001", NEW),
        ("H49.020.05-260302-0012", NEW),
        ("G01.099-260302-123456", NEW),
        ("H49-260302-10001", NEW),
        ("H49-260302-001", None),
        ("h49-260302-0001", None),
        ("000.00.00.H49-26010-0001", None),
    ],
)
def test_every_code_of_the_published_table_is_judged_as_there(text: str, family: CodeFamily | None) -> None:
    found = parse_code(text)
    assert (found.family if found else None) == family
    assert is_valid_code(text) == (family is not None)
    if found:
        assert str(found) == text
        assert make_code(found.family, found.agency, found.day, found.sequence) == text


@pytest.mark.parametrize("day", ["260230", "261301", "260001", "260100", "250229", "261131", "000000"])
def test_a_date_that_does_not_exist_makes_no_code(day: str) -> None:
    assert parse_code(f"H49-{day}-0001") is None
    assert parse_code(f"000.00.00.H49-{day}-0001") is None


def test_a_leap_day_is_a_date() -> None:
    assert parse_code("H49-240229-0001") == DossierCode(NEW, "H49", date(2024, 2, 29), 1)


def test_the_day_may_have_more_than_9999_dossiers() -> None:
    assert make_code(NEW, "H49.20.5", date(2026, 3, 2), 9999) == "H49.20.5-260302-9999"
    assert make_code(NEW, "H49.20.5", date(2026, 3, 2), 10000) == "H49.20.5-260302-10000"


@pytest.mark.parametrize(
    ("family", "agency"),
    [
        (OLD, "H49.20.5"),
        (NEW, "000.00.00.H49"),
        (NEW, ""),
        (NEW, "h49"),
        (NEW, "H49.20.5.1.1"),
        (NEW, "H49-260302-0001"),
        (OLD, "000.00.00.h49"),
        (NEW, "H٤٩"),
        (NEW, "H49\n"),
    ],
)
def test_an_identifier_of_the_other_family_is_refused(family: CodeFamily, agency: str) -> None:
    with pytest.raises(ValueError, match="identifier"):
        make_code(family, agency, date(2026, 3, 2), 1)


@pytest.mark.parametrize("sequence", [0, -1])
def test_the_first_dossier_of_a_day_has_the_number_one(sequence: int) -> None:
    with pytest.raises(ValueError, match="starts at 1"):
        make_code(NEW, "H49", date(2026, 3, 2), sequence)


@pytest.mark.parametrize(
    "text",
    [
        "H49-260302-٠٠٠١",
        "H49-260302-0001\n",
        " H49-260302-0001",
        "H49-260302-" + "1" * 100,
        "H49–260302–0001",
        "",
        "\x00",
    ],
)
def test_what_only_looks_like_a_code_is_none(text: str) -> None:
    assert parse_code(text) is None


def test_a_code_typed_carelessly_is_understood() -> None:
    assert normalise_typed(" h49.20.5 – 260302 —0012\t") == "H49.20.5-260302-0012"


group = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=3)
letter = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXY")
two = st.integers(0, 99).map("{:02d}".format)
top = st.builds("{}{}".format, letter, two)
new_agency = st.builds(lambda first, more: ".".join([first, *more]), top, st.lists(group, max_size=3))
old_agency = st.builds("{:03d}.{}.{}.{}".format, st.integers(0, 999), two, two, top)
families = st.one_of(st.tuples(st.just(NEW), new_agency), st.tuples(st.just(OLD), old_agency))
days = st.dates(date(2018, 1, 1), date(2068, 12, 31))


@given(families, days, st.integers(1, 10**9))
def test_a_code_made_is_the_code_read(agency: tuple[CodeFamily, str], day: date, sequence: int) -> None:
    code = make_code(*agency, day, sequence)
    assert parse_code(code) == DossierCode(*agency, day, sequence)
    assert parse_code(normalise_typed(code.lower().replace("-", " – "))) == DossierCode(
        *agency, day, sequence
    )


@given(days, st.lists(st.integers(1, 10**6), min_size=2, max_size=2, unique=True))
def test_two_dossiers_of_a_day_never_share_a_code(day: date, pair: list[int]) -> None:
    first, second = (make_code(NEW, "H49", day, number) for number in pair)
    assert first != second


@given(st.text(max_size=80))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    found = parse_code(text)
    assert is_valid_code(text) == (found is not None)
    assert found is None or parse_code(str(found)) == found
    assert " " not in normalise_typed(text)


@given(st.from_regex(r"\A[0-9A-Za-z.]{0,15}-[0-9]{5,7}-[0-9]{3,8}\Z"))
def test_text_close_to_a_code_is_judged_without_an_error(text: str) -> None:
    found = parse_code(text)
    assert found is None or text.startswith(found.agency)
