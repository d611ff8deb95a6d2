# ruff: noqa: E501 - drawings in one line
"""Files of other tools: their words are understood, and what is not understood survives a round trip."""

from __future__ import annotations

import pytest

from motcua.processes.bpmn import Kind, Trigger, patch, problems, read, to_xml
from motcua.processes.net import compile_net
from motcua.processes.timers import Timer, TimerKind

from .building import (
    ENDS,
    MESSAGE,
    MESSAGE_DEFINITION,
    Case,
    boundary,
    definitions,
    flows,
    gateway,
    timer,
    users,
)

BPMN_IO = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
 xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
 xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn"
 exporter="Camunda Modeler" modeler:executionPlatform="Camunda Cloud">
  <bpmn:collaboration id="Collaboration_1">
    <bpmn:participant id="Pool_1" name="UBND" processRef="Process_1" />
    <bpmn:participant id="Pool_2" name="Citizen" />
    <bpmn:messageFlow id="MF_1" sourceRef="Pool_2" targetRef="Task_1" />
    <bpmn:group id="Group_1" />
  </bpmn:collaboration>
  <bpmn:process id="Process_1" isExecutable="false">
    <bpmn:documentation>How we work</bpmn:documentation>
    <bpmn:laneSet id="LaneSet_1">
      <bpmn:lane id="Lane_1" name="Bộ phận Một cửa"><bpmn:flowNodeRef>Task_1</bpmn:flowNodeRef></bpmn:lane>
      <bpmn:lane id="Lane_2" name="Văn thư"><bpmn:flowNodeRef>Task_2</bpmn:flowNodeRef></bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="Start_1"><bpmn:outgoing>Flow_1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="Task_1" name="Tiếp nhận">
      <bpmn:extensionElements>
        <zeebe:formDefinition formId="f" /><zeebe:assignmentDefinition candidateGroups="head_of_unit" />
        <zeebe:ioMapping><zeebe:input source="=a" target="b" /></zeebe:ioMapping>
      </bpmn:extensionElements>
      <bpmn:incoming>Flow_1</bpmn:incoming><bpmn:outgoing>Flow_2</bpmn:outgoing>
      <bpmn:property id="Property_1" name="__targetRef_placeholder" />
      <bpmn:dataInputAssociation id="DIA_1"><bpmn:sourceRef>Data_1</bpmn:sourceRef><bpmn:targetRef>Property_1</bpmn:targetRef></bpmn:dataInputAssociation>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="Flow_1" sourceRef="Start_1" targetRef="Task_1" />
    <bpmn:userTask id="Task_2" name="Vào sổ"><bpmn:incoming>Flow_2</bpmn:incoming><bpmn:outgoing>Flow_3</bpmn:outgoing></bpmn:userTask>
    <bpmn:sequenceFlow id="Flow_2" sourceRef="Task_1" targetRef="Task_2" />
    <bpmn:endEvent id="End_1"><bpmn:incoming>Flow_3</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="Flow_3" sourceRef="Task_2" targetRef="End_1" />
    <bpmn:dataObjectReference id="Data_1" name="Paper" dataObjectRef="DataObject_1" /><bpmn:dataObject id="DataObject_1" />
    <bpmn:dataStoreReference id="Store_1" name="Archive" />
    <bpmn:textAnnotation id="Note_1"><bpmn:text>hello</bpmn:text></bpmn:textAnnotation>
    <bpmn:association id="Assoc_1" sourceRef="Task_1" targetRef="Note_1" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="D_1"><bpmndi:BPMNPlane id="P_1" bpmnElement="Collaboration_1">
    <bpmndi:BPMNShape id="Task_1_di" bpmnElement="Task_1"><dc:Bounds x="1" y="2" width="100" height="80" /></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>""".encode()  # fmt: skip


def test_a_drawing_of_bpmn_io_with_pools_lanes_data_and_notes_is_read() -> None:
    model = read(BPMN_IO)
    assert model.primary == "Process_1"
    works = {n.id: (n.work.role, n.work.unit) for n in model.main.nodes if n.kind is Kind.USER}
    assert works == {"Task_1": ("receptionist", "desk"), "Task_2": ("clerk", "clerk")}


def test_what_others_wrote_survives_the_round_trip() -> None:
    changed = patch(to_xml(read(BPMN_IO)), {"Task_1": {"role": "desk_head", "minutes": "30", "name": "Nhận"}})
    for kept in (
        b"zeebe:formDefinition",
        b"zeebe:ioMapping",
        b"executionPlatform",
        b"How we work",
        b"BPMNShape",
    ):
        assert kept in changed
    node = next(n for n in read(changed).main.nodes if n.id == "Task_1")
    assert (node.name, node.work.role, node.work.minutes) == ("Nhận", "desk_head", 30)
    again = patch(changed, {"Task_1": {"role": None, "minutes": None}})
    assert b"desk_head" not in again


def test_comments_instructions_and_raw_texts_survive_too() -> None:
    kept = [
        b"<!-- before -->",
        b'<?xml-stylesheet href="x.css"?>',
        b"<!-- inside -->",
        b"<![CDATA[<b>why</b>]]>",
        b"<?tool y?>",
        b"<!-- after -->",
    ]
    inside = "<documentation><![CDATA[<b>why</b>]]></documentation><!-- inside --><?tool y?>"
    source = definitions(inside + ENDS + users("a") + flows("s>a; a>e"))
    head, _, rest = source.partition(b"?>")
    source = head + b'?><!-- before --><?xml-stylesheet href="x.css"?>' + rest + b"<!-- after -->"
    changed = patch(to_xml(read(source)), {"a": {"role": "clerk", "name": "Vào sổ"}})
    assert [part for part in kept if part not in changed] == []
    assert patch(changed, {"a": {"role": None, "name": "A"}}) == to_xml(read(source))


def test_a_change_of_what_is_not_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="calledElement"):
        patch(BPMN_IO, {"Task_1": {"calledElement": "x"}})
    with pytest.raises(KeyError):
        patch(BPMN_IO, {"ghost": {"role": "clerk"}})


@pytest.mark.parametrize(
    ("attributes", "role", "unit"),
    [
        ('motcua:role="tax"', "tax", ""),
        ('motcua:role="clerk" motcua:unit="desk"', "clerk", "desk"),
        ('camunda:candidateGroups="xyz, signing_leader"', "signing_leader", "leadership"),
        ('camunda:assignee="head-of-unit"', "head_of_unit", "division"),
        ('flowable:candidateGroups="Văn thư UBND"', "clerk", "clerk"),
        ('flowable:assignee="${initiator}"', "", ""),
        ("", "", ""),
    ],
)
def test_who_does_a_step_is_read_from_any_tool(attributes: str, role: str, unit: str) -> None:
    source = definitions(ENDS + f'<userTask id="a" {attributes}/>' + flows("s>a; a>e"))
    work = read(source).main.nodes[2].work
    assert (work.role, work.unit) == (role, unit)


def test_a_step_inside_a_sub_process_takes_the_lane_around() -> None:
    lanes = '<laneSet id="ls"><lane id="l" name="x" motcua:role="case_officer" motcua:unit="Phòng Tư pháp"><flowNodeRef>u</flowNodeRef></lane></laneSet>'
    sub = f'<subProcess id="u"><startEvent id="us"/><endEvent id="ue"/>{users("i")}{flows("us>i; i>ue")}</subProcess>'
    nodes = {n.id: n for n in read(definitions(lanes + ENDS + sub + flows("s>u; u>e"))).main.nodes}
    assert (nodes["i"].work.role, nodes["i"].work.unit) == ("case_officer", "Phòng Tư pháp")


@pytest.mark.parametrize(
    ("action", "status"),
    [("receive", "received"), ("examine", "in_processing"), ("consult", "in_consultation"),
     ("tax", "waiting_financial_duty"), ("return", "result_ready"), ("", "")],
)  # fmt: skip
def test_the_status_follows_from_the_action(action: str, status: str) -> None:
    source = definitions(ENDS + f'<userTask id="a" motcua:action="{action}"/>' + flows("s>a; a>e"))
    assert read(source).main.nodes[2].work.status == status


@pytest.mark.parametrize(
    ("told", "minutes"), [("30", 30), ("4wh", 240), ("0.5wd", 240), ("3cd", 1440), ("15min", 15), ("0", 0)]
)
def test_the_time_of_a_step_is_working_minutes(told: str, minutes: int) -> None:
    source = definitions(ENDS + f'<userTask id="a" motcua:time="{told}"/>' + flows("s>a; a>e"))
    assert read(source).main.nodes[2].work.minutes == minutes


def test_a_file_without_lists_of_flows_as_flowable_writes_it() -> None:
    source = definitions(
        '<startEvent id="s" flowable:initiator="x"/><userTask id="a" flowable:assignee="${x}"><extensionElements>'
        '<flowable:formProperty id="a" name="A"/><flowable:taskListener event="create" class="x.Y"/></extensionElements></userTask>'
        '<dataObject id="d" name="D" itemSubjectRef="xsd:string"/><endEvent id="e"/>' + flows("s>a; a>e")
    )  # fmt: skip
    assert problems(source) == ()


def test_a_signavio_like_file_with_empty_names_and_extensions() -> None:
    source = definitions(
        '<extensionElements><signavio:meta xmlns:signavio="http://www.signavio.com" metaKey="x" metaValue=""/></extensionElements>'
        '<ioSpecification><inputSet name="" id="is"/><outputSet name="" id="os"/></ioSpecification>'
        '<startEvent id="sid-1" name="" isInterrupting="true" parallelMultiple="false"><outgoing>sid-1-sid-2</outgoing></startEvent>'
        '<task completionQuantity="1" id="sid-2" isForCompensation="false" name="Prüfen" startQuantity="1"><incoming>sid-1-sid-2</incoming><outgoing>sid-2-sid-3</outgoing></task>'
        '<endEvent id="sid-3" name=""><incoming>sid-2-sid-3</incoming></endEvent>' + flows("sid-1>sid-2; sid-2>sid-3")
    )  # fmt: skip
    assert problems(source) == ()


def test_an_event_definition_can_be_referred_to_from_the_top() -> None:
    roots = MESSAGE + '<messageEventDefinition id="d" messageRef="m1"/>'
    start = '<startEvent id="s"><eventDefinitionRef>d</eventDefinitionRef></startEvent><endEvent id="e"/>'
    node = read(definitions(start + flows("s>e"), roots)).main.nodes[0]
    assert (node.trigger, node.event) == (Trigger.MESSAGE, "bổ sung")


def test_timers_keep_their_kind_and_text() -> None:
    process = (
        ENDS + users("a") + boundary("t", "a", timer("R3/PT1H", "timeCycle"), False) + flows("s>a; a>e; t>e")
    )
    node = next(n for n in read(definitions(process)).main.nodes if n.id == "t")
    assert node.timer == Timer(TimerKind.CYCLE, "R3/PT1H")
    assert not node.interrupting


def test_the_executable_process_is_the_primary_one() -> None:
    other = f'<process id="q"><startEvent id="qs"/><endEvent id="qe"/>{flows("qs>qe")}</process>'
    source = definitions(ENDS + flows("s>e"), other)
    assert read(source).primary == "p"


def test_a_called_process_can_come_from_another_file() -> None:
    library = read(
        definitions(ENDS.replace('"s"', '"ls"').replace('"e"', '"le"') + users("t") + flows("ls>t; t>le"))
    )
    source = definitions(ENDS + '<callActivity id="c" calledElement="thue"/>' + flows("s>c; c>e"))
    net = compile_net(read(source), lambda key: library if key == "thue" else None)
    assert Case(net).open() == ["t"]


def test_zeebe_words_for_calls_and_instances_are_understood() -> None:
    called = (
        f'<process id="q"><startEvent id="qs"/><endEvent id="qe"/>{users("t")}{flows("qs>t; t>qe")}</process>'
    )
    call = (
        '<callActivity id="c"><extensionElements><zeebe:calledElement processId="q"/></extensionElements>'
        "<multiInstanceLoopCharacteristics><extensionElements>"
        '<zeebe:loopCharacteristics inputCollection="=items" inputElement="item"/></extensionElements>'
        "</multiInstanceLoopCharacteristics></callActivity>"
    )
    net = compile_net(read(definitions(ENDS + call + flows("s>c; c>e"), "", called)))
    assert Case(net, items=[1, 2, 3]).open() == ["t", "t", "t"]


def test_conditions_of_other_tools_are_understood() -> None:
    process = ENDS + users("a", "b", "c") + gateway("exclusive", "x", default="x-c")
    process += flows("s>x; x>a[${so > 5 && loai == 'A'}]; x>b[=so > 5 and loai = \"B\"]; x>c; a>e; b>e; c>e")
    net = compile_net(read(definitions(process)))
    assert Case(net, so=6, loai="A").open() == ["a"]
    assert Case(net, so=6, loai="B").open() == ["b"]


def test_a_message_flow_between_two_pools_is_fine() -> None:
    other = f'<process id="q"><startEvent id="qs">{MESSAGE_DEFINITION}</startEvent><endEvent id="qe"/>{flows("qs>qe")}</process>'
    pools = '<collaboration id="c"><participant id="o" processRef="p"/><participant id="o2" processRef="q"/>'
    pools += '<messageFlow id="mf" sourceRef="a" targetRef="qs"/><messageFlow id="mg" sourceRef="o2" targetRef="a"/></collaboration>'
    assert problems(definitions(ENDS + users("a") + flows("s>a; a>e"), MESSAGE, other + pools)) == ()
