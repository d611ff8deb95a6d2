"""The table of steps and its drawing, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from motcua.processes.bpmn import read
from motcua.processes.errors import StepsError
from motcua.processes.net import compile_net
from motcua.processes.publication import longest, publication_problems
from motcua.processes.soundness import check_soundness
from motcua.processes.steps import END, Next, Split, StepRow, from_steps, printed, standard_seven, to_steps

from .building import ENDS, Case, definitions, flows, gateway, users


def row(number: int, *ways: Next, split: Split = Split.ONE, join: Split = Split.ONE, **told: str) -> StepRow:
    given_ = {"role": "case_officer", "unit": "division", "time": "1wd", "action": "examine", **told}
    return StepRow(number, f"Bước {number}", next=ways, split=split, join=join, **given_)


def then(to: int, condition: str | None = None) -> Next:
    return Next(condition, to)


@pytest.mark.parametrize("total", [16, 60, 240, 480, 960, 4800, 9600, 24_000])
def test_the_standard_seven_take_exactly_the_time_they_are_given(total: int) -> None:
    net = compile_net(read(from_steps(standard_seven(total), "chuan", "Quy trình chuẩn")))
    assert longest(net)[0] == total
    assert publication_problems(net, total) == ()
    assert [p.code for p in publication_problems(net, total - 1)] == ["time"]
    assert check_soundness(net).sound


def test_the_standard_seven_are_the_ones_the_office_knows() -> None:
    rows = standard_seven(4800)
    assert [r.name for r in rows] == ["Tiếp nhận hồ sơ", "Phân công thụ lý", "Thẩm định hồ sơ", "Xem xét, trình ký",
                                      "Ký duyệt", "Vào sổ, đóng dấu", "Trả kết quả"]  # fmt: skip
    assert [r.action for r in rows] == ["receive", "assign", "examine", "review", "sign", "clerk", "return"]
    assert rows[-1].time == ""
    assert to_steps(read(from_steps(rows, "chuan", "Quy trình chuẩn"))) == rows
    case = Case(compile_net(read(from_steps(rows, "chuan", "Quy trình chuẩn"))))
    for number in range(1, 8):
        case.do(f"Step_{number}")
    assert case.marking.finished


def test_branches_loops_and_parallel_steps_survive_the_round_trip() -> None:
    rows = (
        row(1, then(2, "so_tien > 5"), then(3, "loai == 'B'"), then(4)),
        row(2, then(5), then(6), split=Split.ALL),
        row(3, then(END)),
        row(4, then(3, "x"), then(7, "y"), split=Split.ANY),
        row(5, then(8)),
        row(6, then(8)),
        row(7, then(1, "sai"), then(END)),
        row(8, then(END), join=Split.ALL),
    )
    source = from_steps(rows, "p", "Quy trình")
    assert to_steps(read(source)) == rows
    assert from_steps(to_steps(read(source)), "p", "Quy trình") == source


def test_the_drawing_has_a_place_for_everything() -> None:
    rows = (row(1, then(2, "x"), then(3)), row(2, then(4)), row(3, then(1, "y"), then(4)), row(4, then(END)))
    root = etree.fromstring(from_steps(rows, "p", "Q"))
    di = "{http://www.omg.org/spec/BPMN/20100524/DI}"
    shapes = {s.get("bpmnElement"): s[0].attrib for s in root.iter(di + "BPMNShape")}
    edges = {e.get("bpmnElement"): len(e) for e in root.iter(di + "BPMNEdge")}
    nodes = {n.id for n in read(from_steps(rows, "p", "Q")).main.nodes}
    assert set(shapes) == nodes
    assert set(edges) == {f.id for f in read(from_steps(rows, "p", "Q")).main.flows}
    assert min(edges.values()) >= 2
    places = [(b["x"], b["y"]) for b in shapes.values()]
    assert len(places) == len(set(places))
    assert all(int(b["x"]) > 0 and int(b["y"]) > 0 for b in shapes.values())


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((), "no step"),
        ((row(1, then(2)),), "not in the table"),
        ((row(1),), "what comes next"),
        ((row(0, then(END)),), "1 or more"),
        ((row(1, then(1)), row(1, then(END))), "different"),
        ((row(1, then(END), role="king"),), "role"),
        ((row(1, then(END), time="soon"),), "not a time"),
        ((row(1, then(END), status="happy"),), "status"),
        ((row(1, then(END, "x")),), "needs no condition"),
        ((row(1, then(END), then(1)),), "only one way"),
        ((row(1, then(END, "(("), then(1)),), "condition"),
        ((row(1, then(END, "x"), then(1), split=Split.ALL),), "at once"),
        ((row(1, then(2)), row(2, then(END), join=Split.ALL)), "only one comes"),
        ((row(1, then(END)), row(2, then(END))), "no incoming"),
        ((StepRow(1, "  ", "", "", "", "", (then(END),)),), "no name"),
        ((StepRow(1, "a\x01", "", "", "", "", (then(END),)),), "control"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(rows: tuple[StepRow, ...], words: str) -> None:
    with pytest.raises(StepsError, match=words):
        from_steps(rows, "p", "Q")


def test_a_key_that_is_no_name_is_refused() -> None:
    with pytest.raises(StepsError, match="key"):
        from_steps(standard_seven(), "1 2", "Q")


def test_gateways_of_other_drawings_are_folded_into_what_comes_next() -> None:
    process = (
        ENDS
        + users("a", "b", "c")
        + gateway("exclusive", "x", default="x-y")
        + gateway("exclusive", "y", default="y-e")
    )
    rows = to_steps(
        read(definitions(process + flows("s>a; a>x; x>b[k > 5]; x>y; y>c[k > 2]; y>e; b>e; c>e")))
    )
    assert [r.name for r in rows] == ["A", "B", "C"]
    assert rows[0].next == (Next("k > 5", 2), Next("k > 2", 3), Next(None, END))


def test_what_cannot_be_a_table_is_named() -> None:
    process = ENDS + users("a") + '<serviceTask id="b" name="Gửi"/>' + flows("s>a; a>b; b>e")
    with pytest.raises(StepsError, match="Gửi"):
        to_steps(read(definitions(process)))


@pytest.mark.parametrize(
    ("told", "text"),
    [(None, ""), (480, "1wd"), (240, "0.5wd"), (720, "1.5wd"), (60, "1wh"), (50, "50min"), (0, "0min")],
)
def test_minutes_are_printed_as_the_decisions_print_them(told: int | None, text: str) -> None:
    assert printed(told) == text


@st.composite
def tables(draw: st.DrawFn) -> tuple[StepRow, ...]:
    """Tables where every step follows from an earlier one; some ways go back, some end."""
    size = draw(st.integers(1, 8))
    after: list[list[int]] = [[] for _ in range(size + 1)]
    for number in range(2, size + 1):
        after[draw(st.integers(1, number - 1))].append(number)
    rows = []
    for number in range(1, size + 1):
        extra = draw(st.lists(st.integers(0, number), max_size=2))
        last = [END] if number == size else []
        targets = list(dict.fromkeys(after[number] + extra + last)) or [END]
        split = draw(st.sampled_from([Split.ONE, Split.ANY, Split.ALL])) if len(targets) > 1 else Split.ONE
        ways = [
            Next(None if i == len(targets) - 1 or split is Split.ALL else f"k == {number * 10 + i}", to)
            for i, to in enumerate(targets)
        ]
        name = draw(st.text("aăâđêôơư \"'<>&", min_size=1).filter(str.strip))
        role = draw(st.sampled_from(["", "clerk", "tax", "case_officer"]))
        time = draw(st.sampled_from(["", "4wh", "0.5wd", "3cd", "20"]))
        action = draw(st.sampled_from(["", "examine", "return", "own"]))
        rows.append(StepRow(number, name, role, "", time, action, tuple(ways), split))
    return tuple(rows)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_any_table_survives_the_round_trip(rows: tuple[StepRow, ...]) -> None:
    assert to_steps(read(from_steps(rows, "p", "Quy trình"))) == rows


@pytest.mark.parametrize("office", ["", "receiving", "competent", "level:province", "office:H49.20.5"])
def test_the_office_of_a_step_survives_the_round_trip(office: str) -> None:
    rows = (row(1, then(2)), row(2, then(END), office=office))
    source = from_steps(rows, "duong", "Liên thông")
    assert to_steps(read(source)) == rows
    net = compile_net(read(source))
    assert [node.work.office for node in type(net).from_json(net.to_json()).nodes if node.work.role] == [
        "",
        office,
    ]
    assert (b"motcua:office" in source) == bool(office)


@pytest.mark.parametrize("office", ["province", "level:", "office:", "level:Tỉnh", "receiving competent"])
def test_an_office_that_nobody_can_resolve_is_refused(office: str) -> None:
    with pytest.raises(StepsError, match="office"):
        from_steps((row(1, then(END), office=office),), "duong", "Liên thông")
