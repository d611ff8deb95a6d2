"""Files that spreadsheets open: complete, and never calculating what a person wrote."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.oversight.csv_table import csv_rows, safe


@pytest.mark.parametrize("text", ["=1+1", "+84900", "-2", "@SUM(A1)", "\t=1", "  =1", "\r=1", "|x", "%x"])
def test_what_a_spreadsheet_would_calculate_gets_an_apostrophe(text: str) -> None:
    assert safe(text) == f"'{text}"


def test_numbers_and_names_stay_as_they_are() -> None:
    assert [safe(cell) for cell in (-5, 0, "Nguyễn Văn Mẫu", "a=b", "")] == [
        -5,
        0,
        "Nguyễn Văn Mẫu",
        "a=b",
        "",
    ]


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2)))
def test_every_cell_comes_back_as_it_was_written(rows: list[list[str]]) -> None:
    text = "".join(csv_rows(["a", "b"], rows))
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert read == [["a", "b"], *([str(safe(cell)) for cell in row] for row in rows)]
