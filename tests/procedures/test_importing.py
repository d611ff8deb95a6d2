"""A catalogue file is taken over whole or not at all, and every error is named with its line."""

from __future__ import annotations

import contextlib
from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.calendars.worktime import LAST_HOUR, Unit
from motcua.procedures.importing import CatalogueRefused, parse_catalogue
from motcua.procedures.records import Catalogue, ProcedureRecord

FILE = Path(__file__).parents[2] / "scenarios" / "procedures.yaml"
TEXT = FILE.read_text(encoding="utf-8")

SMALL = """\
schema: motcua-procedures/1
fields:
  HOTICH: Hộ tịch
count: 1
procedures:
  - code: '1.001193'
    name: Đăng ký khai sinh
    field: HOTICH
    level: [xa]
    legal: {value: 3, unit: wd, trust: law, source: LHT}
    committed: {value: 2, unit: wd}
    fees:
      - {kind: fee, amount: 8000, per: copy}
    components:
      complete: true
      items:
        - {name: Tờ khai, original: 1, copy: 0}
    steps:
      time_unit: wh
      total_hours: 16
      items:
        - {seq: 1, role: reception, unit: desk, hours: 4}
        - {seq: 2, role: sign, unit: leader, hours: 12}
        - {seq: 3, role: return, unit: desk, hours: null}
    channels: {items: [counter, online]}
"""


def problems(text: str | bytes) -> list[str]:
    with pytest.raises(CatalogueRefused) as refused:
        parse_catalogue(text)
    return [str(problem) for problem in refused.value.problems]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return parse_catalogue(FILE.read_bytes())


def one(catalogue: Catalogue, code: str) -> ProcedureRecord:
    return next(record for record in catalogue.procedures if record.code == code)


def test_the_82_procedures_of_the_sample_are_read(catalogue: Catalogue) -> None:
    assert len(catalogue.procedures) == 82
    assert len(catalogue.fields) == 21
    assert sum(record.steps is not None for record in catalogue.procedures) == 37


def test_a_record_keeps_what_the_office_needs(catalogue: Catalogue) -> None:
    birth = one(catalogue, "1.001193")
    assert birth.legal.unit is Unit.SAME_DAY
    assert birth.legal.cutoff == time(15, 0)
    assert [document.only_if != "" for document in birth.documents] == [False, False, True]
    assert birth.fees[1].amount is None
    assert "Luật Hộ tịch 60/2014/QH13" in birth.legal_bases
    karaoke = one(catalogue, "LOCAL-LT-KARAOKE")
    assert karaoke.legal.cutoff is LAST_HOUR
    youth = one(catalogue, "2.001717")
    assert youth.legal.value == Decimal("10.5")
    health = one(catalogue, "LOCAL-YTE-CHUNGSINH")
    assert [(v.limit and v.limit.value, len(v.documents)) for v in health.variants] == [(5, 2), (3, 2)]


def test_a_promise_about_one_part_is_no_committed_time_of_the_whole(catalogue: Catalogue) -> None:
    admission = one(catalogue, "2.000286")
    assert admission.committed is not None
    assert admission.committed.value == 9
    assert admission.whole_committed is None
    assert one(catalogue, "1.001653").whole_committed is not None


def test_the_small_file_is_right() -> None:
    record = parse_catalogue(SMALL).procedures[0]
    assert record.committed is not None
    assert record.committed.value == 2


def test_blanks_inside_a_code_are_put_right() -> None:
    text = SMALL.replace("'1.001193'", '"2.000815.00 0.00.\n        00.H61"')
    assert parse_catalogue(text).procedures[0].code == "2.000815.000.00.00.H61"


def test_parts_of_a_group_stand_in_an_order_that_can_be_gone() -> None:
    parts = """    interconnection: group
    parts:
      - {seq: 1, authority: UBND, procedure: '1.001193'}
      - {seq: 2, authority: Công an, procedure: '1.004845', after: AFTER}
"""
    group = SMALL.replace("'1.001193'", "LOCAL-NHOM").replace("    fees:\n", parts + "    fees:\n")
    group = group.replace("      - {kind: fee, amount: 8000, per: copy}", "      - {kind: none, amount: 0}")
    record = parse_catalogue(group.replace("AFTER", "1")).procedures[0]
    assert [(part.code, part.after) for part in record.parts] == [("1.001193", None), ("1.004845", 1)]
    for wrong in ("2", "3"):
        assert "can only follow a part that stands before it" in problems(group.replace("AFTER", wrong))[0]
    assert "Only a group" in problems(group.replace("AFTER", "1").replace(": group", ": none"))[0]


BAD = [
    ("a dot too many", "'1.001193'", "'1.001.193'", 6, "is no procedure code"),
    ("a code without quotes", "'1.001193'", "1.001193", 6, "in quotes"),
    ("a code of small letters", "'1.001193'", "local-abc", 6, "is no procedure code"),
    ("no code", "code: '1.001193'", "code_trust: law", 6, '"code" is missing'),
    ("no name", "name: Đăng ký khai sinh", "name: ''", 7, "empty"),
    ("name is a number", "name: Đăng ký khai sinh", "name: 15", 7, "Expected text"),
    ("unknown field of law", "field: HOTICH", "field: HOTICHH", 8, 'did you mean "HOTICH"'),
    ("unknown level", "level: [xa]", "level: [huyen]", 9, "is unknown"),
    ("level is no list", "level: [xa]", "level: xa", 9, "Expected a list"),
    ("level twice", "level: [xa]", "level: [xa, xa]", 9, "stands here twice"),
    ("unknown unit", "{value: 3, unit: wd,", "{value: 3, unit: days,", 10, '"days" is unknown'),
    ("negative time", "{value: 3, unit: wd,", "{value: -3, unit: wd,", 10, "must be positive"),
    ("no time at all", "{value: 3, unit: wd,", "{value: 0, unit: wd,", 10, "must be positive"),
    ("time in words", "{value: 3, unit: wd,", "{value: three, unit: wd,", 10, "Expected a number"),
    ("value without unit", "{value: 3, unit: wd,", "{value: 3, unit: null,", 10, "belong together"),
    ("half a calendar day", "{value: 3, unit: wd,", "{value: 3.5, unit: cd,", 10, "cannot be counted"),
    ("cut-off as a word", "trust: law, source", "cutoff: noon, source", 10, "is not a time of day"),
    ("cut-off at 25 o'clock", "trust: law, source", "cutoff: '25:00', source", 10, "is not a time of day"),
    ("unknown trust mark", "trust: law", "trust: laws", 10, 'did you mean "law"'),
    ("misspelt field", "source: LHT}", "sorce: LHT}", 10, 'did you mean "source"'),
    (
        "committed longer than legal",
        "{value: 2, unit: wd}",
        "{value: 4, unit: wd}",
        11,
        "longer than the legal",
    ),
    ("negative fee", "amount: 8000", "amount: -1", 13, "is not between"),
    ("fee in words", "amount: 8000", "amount: free", 13, "whole number"),
    ("fee without amount", "amount: 8000, ", "", 13, "Give an amount"),
    ("document without name", "name: Tờ khai, ", "", 17, '"name" is missing'),
    ("half a copy", "copy: 0}", "copy: 0.5}", 17, "whole number"),
    ("steps do not add up", "total_hours: 16", "total_hours: 15", 22, "add up to 16"),
    (
        "steps longer than promised",
        "{value: 2, unit: wd}",
        "{value: 1, unit: wd}",
        19,
        "longer than the limit",
    ),
    ("unknown role", "role: sign", "role: sing", 23, 'did you mean "sign"'),
    ("step numbers jump", "seq: 2", "seq: 4", 23, "number the steps"),
    ("beside the reception", "hours: 12}", "hours: 12, beside: true}", 23, "Only steps that examine"),
    ("negative step", "hours: 4}", "hours: -4}", 22, "must be positive"),
    ("days among hours", "hours: 4}", "days: 4}", 22, "measured in hours"),
    ("unknown channel", "[counter, online]", "[counter, fax]", 25, '"fax" is unknown'),
    ("count is wrong", "count: 1", "count: 2", 4, "holds 1"),
    ("other schema", "motcua-procedures/1", "motcua-procedures/9", 1, "this program reads"),
    ("field code in small letters", "  HOTICH: Hộ", "  hotich: Hộ", 3, "is no field code"),
    ("doubled field", "    field: HOTICH\n", "    field: HOTICH\n    field: HOTICH\n", 9, "twice"),
    (
        "unknown field",
        "    field: HOTICH\n",
        "    field: HOTICH\n    colour: red\n",
        9,
        'Unknown field "colour"',
    ),
    ("an alias", "count: 1", "count: &a 1", 4, "Anchors and aliases"),
    ("a tag", "count: 1", "count: !!python/name:os.system 1", 4, "Tags"),
    ("a NUL character", "name: Tờ khai", 'name: "Tờ\\0khai"', 17, "control character"),
    ("broken YAML", "fields:", "fields: [", 3, "not valid YAML"),
]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "reason"), [row[1:] for row in BAD], ids=[r[0] for r in BAD]
)
def test_a_bad_file_is_refused_with_line_and_reason(right: str, wrong: str, line: int, reason: str) -> None:
    assert right in SMALL
    found = problems(SMALL.replace(right, wrong, 1))
    assert any(reason in problem for problem in found), found
    near = [problem for problem in found if reason in problem]
    assert any(abs(int(problem.split(":")[0].removeprefix("line ")) - line) <= 1 for problem in near), near


def test_of_steps_at_the_same_time_the_longest_counts_against_the_limit() -> None:
    asked = "{seq: 2, role: examine, unit: officer, hours: 8}"
    beside = "{seq: 3, role: consult, unit: another, hours: 8, beside: true}"
    text = (
        SMALL.replace("total_hours: 16", "total_hours: 20")
        .replace("{seq: 2, role: sign, unit: leader, hours: 12}", f"{asked}\n        - {beside}")
        .replace("{seq: 3, role: return", "{seq: 4, role: return")
    )
    (record,) = parse_catalogue(text).procedures
    assert record.steps is not None
    assert (record.steps.total, record.steps.longest) == (20, 12)
    found = problems(text.replace(", beside: true", ""))
    assert any("The steps take 20" in problem for problem in found), found


def test_every_error_of_a_file_is_reported_at_once() -> None:
    text = (
        SMALL.replace("'1.001193'", "'1.1'")
        .replace("unit: wd,", "unit: xx,")
        .replace("role: sign", "role: s")
    )
    found = problems(text)
    assert [problem.split(":")[0] for problem in found] == ["line 6", "line 10", "line 23"]


def test_the_same_code_twice_names_both_lines() -> None:
    record = SMALL[SMALL.index("  - code") :]
    found = problems(SMALL.replace("count: 1", "count: 2") + record)
    assert found == ["line 26: procedures[2].code: The code 1.001193 stands in line 6 already."]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a: [" * 50, "nested"),
        (b"x" * 4_000_001, "larger than"),
        (b"- 1\n- 2", "Expected a group of fields"),
        (b"schema: motcua-procedures/1\n---\nfields: {}", "more than one document"),
        ("name: \ud800".encode("utf-8", "surrogatepass"), "UTF-8"),
        (b"{a: 1}: b", "must be text"),
    ],
)
def test_what_is_no_catalogue_at_all_is_refused(data: bytes, reason: str) -> None:
    assert any(reason in problem for problem in problems(data))


def test_text_that_cannot_be_encoded_is_refused() -> None:
    assert problems("schema: \ud800")


LINES = SMALL.splitlines()
SCRAPS = st.sampled_from(
    [
        "null",
        "[]",
        "{}",
        "-1",
        "1e9",
        ".nan",
        "'",
        '"',
        "&a",
        "*a",
        "!!set",
        "|",
        "\t",
        "🙂",
        "99999999999999999999",
        "? ",
        ": ",
    ]
)


@settings(max_examples=300)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_but_never_breaks(data: st.DataObject) -> None:
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        cut = data.draw(st.integers(0, len(line)))
        end = data.draw(st.integers(cut, len(line)))
        filler = data.draw(st.one_of(SCRAPS, st.text(max_size=8), st.sampled_from(LINES)))
        lines[at] = line[:cut] + filler + line[end:]
    with contextlib.suppress(CatalogueRefused):
        parse_catalogue("\n".join(lines))


@settings(max_examples=200)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_any_bytes_are_refused_politely(data: bytes | str) -> None:
    with pytest.raises(CatalogueRefused):
        parse_catalogue(data)
