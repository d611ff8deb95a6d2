"""The table of steps and its drawing, both ways."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from motcua.processes.bpmn import read
from motcua.processes.errors import StepsError
from motcua.processes.net import compile_net
from motcua.processes.publication import longest, publication_problems
from motcua.processes.soundness import check_soundness
from motcua.processes.steps import (
    END,
    Next,
    Split,
    StepRow,
    from_steps,
    printed,
    revise,
    standard_seven,
    to_steps,
    with_drawing,
)
from motcua.processes.sums import running_sums

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


@settings(max_examples=60)
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


RICH = """<?xml version="1.0" encoding="UTF-8"?>
<!-- drawn elsewhere --><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
 xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:motcua="http://motcua.org/bpmn" targetNamespace="x">
<bpmn:process id="p" isExecutable="true"><bpmn:documentation>Theo QĐ 12</bpmn:documentation>
<bpmn:startEvent id="s"/>
<bpmn:userTask id="Activity_a" name="Tiếp nhận" motcua:role="receptionist" motcua:action="receive" motcua:minutes="30"
 camunda:formKey="mau-01"><bpmn:documentation>Xem kỹ giấy tờ</bpmn:documentation>
<bpmn:extensionElements><camunda:properties><camunda:property name="k" value="v"/></camunda:properties>
</bpmn:extensionElements>
</bpmn:userTask>
<bpmn:userTask id="Activity_b" name="Ký" motcua:role="signing_leader" motcua:action="sign" motcua:time="2wh"/>
<bpmn:endEvent id="e"/>
<bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="Activity_a"/>
<bpmn:sequenceFlow id="f2" name="đủ giấy tờ" sourceRef="Activity_a" targetRef="Activity_b"/>
<bpmn:sequenceFlow id="f3" sourceRef="Activity_b" targetRef="e"/>
<bpmn:textAnnotation id="note"><bpmn:text>Giờ hành chính</bpmn:text></bpmn:textAnnotation>
<bpmn:association id="tie" sourceRef="Activity_a" targetRef="note"/></bpmn:process>
<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="pl" bpmnElement="p">
<bpmndi:BPMNShape id="note_di" bpmnElement="note"><dc:Bounds x="7" y="9" width="100" height="30"/></bpmndi:BPMNShape>
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>""".encode()


def test_an_unchanged_table_leaves_the_file_as_it_came() -> None:
    assert revise(RICH, to_steps(read(RICH)), "qt", "Quy trình") == RICH


def test_new_words_and_times_change_nothing_else_in_the_file() -> None:
    first, second = to_steps(read(RICH))
    revised = revise(RICH, (replace(first, name="Nhận", time="1wh"), second), "qt", "Quy trình")
    assert to_steps(read(revised))[0].time == "1wh"
    assert b"motcua:minutes" not in revised
    for kept in (
        "drawn elsewhere",
        "Theo QĐ 12",
        "mau-01",
        "Giờ hành chính",
        'id="Activity_a"',
        'x="7"',
        "đủ giấy tờ",
    ):
        assert kept in revised.decode(), kept


def test_a_new_step_keeps_what_a_table_cannot_say() -> None:
    first, second = to_steps(read(RICH))
    rows = (
        replace(first, number=1),
        StepRow(2, "Thẩm định", "case_officer", "division", "1wd", "examine", (then(3),)),
        replace(second, number=3),
    )
    revised = revise(RICH, rows, "qt", "Quy trình")
    assert [(step.element, step.name) for step in to_steps(read(revised))] == [
        ("Activity_a", "Tiếp nhận"), ("Step_2", "Thẩm định"), ("Activity_b", "Ký"),
    ]  # fmt: skip
    for kept in (
        "Theo QĐ 12",
        "Xem kỹ giấy tờ",
        "mau-01",
        'value="v"',
        "Giờ hành chính",
        'x="7"',
        'id="tie"',
    ):
        assert kept in revised.decode(), kept


def test_a_note_goes_with_the_step_it_was_tied_to() -> None:
    (_first, second) = to_steps(read(RICH))
    revised = revise(RICH, (replace(second, number=1, next=(then(END),)),), "qt", "Quy trình").decode()
    assert 'id="tie"' not in revised
    assert "Giờ hành chính" in revised


def test_moved_rows_stay_the_same_steps() -> None:
    rows = standard_seven(960)
    source = from_steps(rows, "p", "P")
    table = to_steps(read(source))
    swapped = [replace(table[0], next=(then(3),)), replace(table[2], number=3, next=(then(2),)),
               replace(table[1], number=2, next=(then(4),)), *table[3:]]  # fmt: skip
    again = to_steps(read(revise(source, swapped, "p", "P")))
    assert {row.name: row.element for row in again} == {row.name: row.element for row in table}


def test_the_running_sum_ends_where_the_longest_way_ends() -> None:
    net = compile_net(read(from_steps(standard_seven(4800), "p", "P")))
    sums = running_sums(net)
    assert list(sums.values()) == sorted(sums.values())
    assert sums["Step_1"] == 240
    assert sums["Step_7"] == 4800 == longest(net)[0]


def test_parallel_branches_and_loops_count_once_in_the_running_sum() -> None:
    rows = (
        row(1, then(2), then(3), split=Split.ALL, time="1wh"),
        row(2, then(4), time="2wh"),
        row(3, then(4), time="5wh"),
        row(4, then(1, "again"), then(END), join=Split.ALL, time="1wh"),
    )
    net = compile_net(read(from_steps(rows, "p", "P")))
    assert running_sums(net) == {"Step_1": 60, "Step_2": 180, "Step_3": 360, "Step_4": 420}
    assert longest(net)[0] == 420


def test_a_file_without_a_picture_gets_one_and_nothing_else() -> None:
    bare = definitions(ENDS + users("a", "b") + flows("s>a; a>b; b>e"))
    drawn = with_drawing(bare)
    assert read(drawn).main == read(bare).main
    shapes = etree.fromstring(drawn).iter("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNShape")
    assert {shape.get("bpmnElement") for shape in shapes} == {"s", "a", "b", "e"}
    assert with_drawing(drawn) == drawn
    assert with_drawing(RICH) == RICH
