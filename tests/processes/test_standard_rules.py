# ruff: noqa: E501 - one wrong model a line reads like a table
"""Rules of BPMN 2.0 about pools, data, triggers and gateways: one violation a model, and the element is named."""

from __future__ import annotations

import pytest

from motcua.processes.bpmn import problems
from motcua.processes.errors import OUTSIDE

from .building import (
    ENDS,
    MESSAGE,
    MESSAGE_DEFINITION,
    SIGNAL,
    boundary,
    catch,
    definitions,
    flows,
    gateway,
    timer,
    users,
)
from .test_invalid_models import LINE, sub, xor

POOLS = '<collaboration id="c"><participant id="o" processRef="p"/><participant id="o2"/><messageFlow id="mf" {flow}/></collaboration>'
OPERATION = (
    '<itemDefinition id="i1" structureRef="A"/><itemDefinition id="i2" structureRef="B"/><message id="m1" itemRef="i1"/>'
    '<interface id="if" name="X"><operation id="op" name="Y"><inMessageRef>m1</inMessageRef></operation></interface>'
)


def io(inputs: str, *refs: str) -> str:
    """An input/output specification with these inputs in one set."""
    told = "".join(f"<dataInputRefs>{r}</dataInputRefs>" for r in refs)
    return f"<ioSpecification>{inputs}<inputSet>{told}</inputSet><outputSet/></ioSpecification>"


IN_OUT = "IN_OUT"
PLAIN = '<dataInput id="d1"/>'
TYPED = '<dataInput id="d1" itemSubjectRef="i2"/>'


def task(inside: str, more: str = "", refs: str = "") -> str:
    """A line whose step holds data; beside it two data objects and references to them."""
    own = f'<ioSpecification><dataInput id="ai"/>{more}<inputSet><dataInputRefs>ai</dataInputRefs>{refs}</inputSet><outputSet/></ioSpecification>'
    data = '<dataObject id="do"/><dataObjectReference id="r" dataObjectRef="do"/><dataObject id="do2"/><dataObjectReference id="r2" dataObjectRef="do2"/>'
    step = f'<userTask id="a" name="A">{inside.replace(IN_OUT, own)}</userTask>'
    return ENDS + step + data + flows("s>a; a>e")


# element named, words of the reason, the process, and what stands before and after it
CASES: dict[str, tuple[str, str, str, str, str]] = {
    "message that only waits": ("mf", "cannot send", LINE + catch("t", MESSAGE_DEFINITION) + flows("a>t; t>e"), MESSAGE, POOLS.format(flow='sourceRef="t" targetRef="o2"')),
    "message that only leaves": ("mf", "cannot receive", LINE + f'<intermediateThrowEvent id="t">{MESSAGE_DEFINITION}</intermediateThrowEvent>' + flows("a>t; t>e"), MESSAGE, POOLS.format(flow='sourceRef="o2" targetRef="t"')),
    "border that sends": ("mf", "cannot send", LINE + boundary("t", "a", MESSAGE_DEFINITION) + flows("t>e"), MESSAGE, POOLS.format(flow='sourceRef="t" targetRef="o2"')),
    "message flow to a gateway": ("mf", "cannot receive", xor(), "", POOLS.format(flow='sourceRef="o2" targetRef="x"')),
    "message flow to data": ("mf", "cannot receive", LINE + '<dataObject id="d"/>', "", POOLS.format(flow='sourceRef="o2" targetRef="d"')),
    "two pools of one process": ("o3", "already in the pool", LINE, "", '<collaboration id="c"><participant id="o" processRef="p"/><participant id="o3" processRef="p"/></collaboration>'),
    "step in two lanes of a nested set": ("l2", "already stands", '<laneSet id="ls"><lane id="l0"><childLaneSet><lane id="l" name="Một"><flowNodeRef>a</flowNodeRef></lane></childLaneSet></lane><lane id="l2"><flowNodeRef>a</flowNodeRef></lane></laneSet>' + LINE, "", ""),
    "lane of another process": ("l", "another process", '<laneSet id="ls"><lane id="l"><flowNodeRef>b</flowNodeRef></lane></laneSet>' + LINE, "", '<process id="q"><startEvent id="qs"/><endEvent id="qe"/>' + users("b") + flows("qs>b; b>qe") + "</process>"),
    "lane naming data": ("l", "does not fit", '<laneSet id="ls"><lane id="l"><flowNodeRef>d</flowNodeRef></lane></laneSet><dataObject id="d"/>' + LINE, "", ""),
    "public process to be executed": ("p", "not executable", LINE, "", "PUBLIC"),
    "data going to an event": ("d1", "no data", task(IN_OUT + '<dataInputAssociation id="d1"><sourceRef>r</sourceRef><targetRef>s</targetRef></dataInputAssociation>'), "", ""),
    "data coming from a pool": ("d1", "no data", task(IN_OUT + '<dataInputAssociation id="d1"><sourceRef>o</sourceRef><targetRef>ai</targetRef></dataInputAssociation>'), "", '<collaboration id="c"><participant id="o" processRef="p"/></collaboration>'),
    "two sources without a transformation": ("d1", "transformation", task(IN_OUT + '<dataInputAssociation id="d1"><sourceRef>r</sourceRef><sourceRef>r2</sourceRef><targetRef>ai</targetRef></dataInputAssociation>'), "", ""),
    "data without a target": ("d1", "missing", task(IN_OUT + '<dataInputAssociation id="d1"><sourceRef>r</sourceRef></dataInputAssociation>'), "", ""),
    "data of two types": ("d1", "different types", task(IN_OUT + '<dataInputAssociation id="d1"><sourceRef>r3</sourceRef><targetRef>at</targetRef></dataInputAssociation>', '<dataInput id="at" itemSubjectRef="i1"/>', "<dataInputRefs>at</dataInputRefs>") + '<dataObject id="o3" itemSubjectRef="i2"/><dataObjectReference id="r3" dataObjectRef="o3"/>', '<itemDefinition id="i1" structureRef="A"/><itemDefinition id="i2" structureRef="B"/>', ""),
    "operation without data": ("v9", "exactly one inputSet", ENDS + '<serviceTask id="v9" operationRef="op"/>' + flows("s>v9; v9>e"), OPERATION, ""),
    "operation of another type": ("v9", "different types", ENDS + f'<serviceTask id="v9" operationRef="op">{io(TYPED, "d1")}</serviceTask>' + flows("s>v9; v9>e"), OPERATION, ""),
    "operation that is a message": ("v9", "does not fit", ENDS + '<serviceTask id="v9" operationRef="m1"/>' + flows("s>v9; v9>e"), MESSAGE, ""),
    "instances of somebody else's data": ("a", "of the task itself", task("<multiInstanceLoopCharacteristics><loopDataInputRef>r</loopDataInputRef></multiInstanceLoopCharacteristics>"), "", ""),
    "instances of one thing": ("a", "no collection", task(io('<dataInput id="d1" isCollection="false"/>', "d1") + "<multiInstanceLoopCharacteristics><loopDataInputRef>d1</loopDataInputRef></multiInstanceLoopCharacteristics>"), "", ""),
    "instances of another type": ("a", "another type", task(io('<dataInput id="d1" isCollection="true" itemSubjectRef="i1"/>', "d1") + '<multiInstanceLoopCharacteristics><loopDataInputRef>d1</loopDataInputRef><inputDataItem id="it" itemSubjectRef="i2"/></multiInstanceLoopCharacteristics>'), '<itemDefinition id="i1" isCollection="true" structureRef="A"/><itemDefinition id="i2" structureRef="B"/>', ""),
    "call that gives too much": ("c9", "not those of the called", ENDS + f'<callActivity id="c9" calledElement="q">{io(PLAIN, "d1")}</callActivity>' + flows("s>c9; c9>e"), "", '<process id="q" name="Thuế"><startEvent id="qs"/><endEvent id="qe"/>' + flows("qs>qe") + "</process>"),
    "call that gives too little": ("c9", "not those of the called", ENDS + '<callActivity id="c9" calledElement="q"/>' + flows("s>c9; c9>e"), "", f'<process id="q">{io(PLAIN, "d1")}<startEvent id="qs"/><endEvent id="qe"/>' + flows("qs>qe") + "</process>"),
    "number of instances in words": ("a", "formal", LINE.replace('name="A"/>', 'name="A"><multiInstanceLoopCharacteristics><loopCardinality xsi:type="tExpression">many</loopCardinality></multiInstanceLoopCharacteristics></userTask>'), "", ""),
    "timer in words": ("t", "formal", LINE + catch("t", timer("PT1H").replace("<timeDuration>", '<timeDuration xsi:type="tExpression">')) + flows("a>t; t>e"), "", ""),
    "signal without name": ("t", "signalRef", LINE + catch("t", "<signalEventDefinition/>") + flows("a>t; t>e"), "", ""),
    "thrown message without name": ("t", "messageRef", LINE + '<intermediateThrowEvent id="t"><messageEventDefinition/></intermediateThrowEvent>' + flows("a>t; t>e"), "", ""),
    "trigger by a reference to a message": ("t", "no event definition", LINE + catch("t", "<eventDefinitionRef>m1</eventDefinitionRef>") + flows("a>t; t>e"), MESSAGE, ""),
    "trigger borrowed from another event": ("t", "cannot be shared", LINE + catch("t", "<eventDefinitionRef>d1</eventDefinitionRef>") + catch("w", '<timerEventDefinition id="d1"><timeDuration>PT1H</timeDuration></timerEventDefinition>') + flows("a>t; t>w; w>e"), "", ""),
    "timer at the end by reference": ("e2", "cannot have", LINE + '<endEvent id="e2"><eventDefinitionRef>d1</eventDefinitionRef></endEvent>' + flows("a>e2"), '<timerEventDefinition id="d1"><timeDuration>PT1H</timeDuration></timerEventDefinition>', ""),
    "condition after an event gateway's event": ("t-e", "must not have", ENDS + gateway("eventBased", "v") + catch("t", timer("PT1H")) + catch("t2", timer("PT2H")) + flows("s>v; v>t; v>t2; t>e[k]; t2>e"), "", ""),
    "border on a receive task after an event gateway": ("r", "no boundary", ENDS + gateway("eventBased", "v") + '<receiveTask id="r" messageRef="m1"/>' + catch("t", timer("PT1H")) + boundary("w", "r", timer("PT2H")) + flows("s>v; v>r; v>t; r>e; t>e; w>e"), MESSAGE, ""),
    "event gateway followed by a thrown event": ("v", "catch events or receive tasks", ENDS + gateway("eventBased", "v") + '<intermediateThrowEvent id="t"/>' + catch("t2", timer("PT2H")) + flows("s>v; v>t; v>t2; t>e; t2>e"), "", ""),
    "event gateway that starts": ("v", "inside a process", ENDS + '<eventBasedGateway id="v" instantiate="true"/>' + catch("t", timer("PT1H")) + catch("t2", timer("PT2H")) + flows("s>v; v>t; v>t2; t>e; t2>e"), "", ""),
    "default of an event gateway": ("v", "cannot have a default", ENDS + '<eventBasedGateway id="v" default="v-t"/>' + catch("t", timer("PT1H")) + catch("t2", timer("PT2H")) + flows("s>v; v>t; v>t2; t>e; t2>e"), "", ""),
    "diverging gateway with two ways in": ("x", "contradicts", xor('<exclusiveGateway id="m0"/>', "s>a; a>x; b>x; x>b[k]; x>e", "x-e").replace('<exclusiveGateway id="m0"/>', "").replace('id="x"', 'id="x" gatewayDirection="Diverging"'), "", ""),
    "mixed gateway that only splits": ("x", "contradicts", xor().replace('id="x"', 'id="x" gatewayDirection="Mixed"'), "", ""),
    "end in a process that has no start": ("p", "no start event", users("a") + '<endEvent id="e"/>' + flows("a>e"), "", ""),
    "end in a sub-process that has no start": ("u", "no start event", LINE + '<subProcess id="u"><endEvent id="ue"/>' + users("i") + flows("i>ue") + "</subProcess>" + flows("a>u; u>e"), "", ""),
    "message attached to a signal": ("messageEventDefinition", "does not fit", LINE + catch("t", '<messageEventDefinition messageRef="g1"/>') + flows("a>t; t>e"), SIGNAL, ""),
    "collaboration that is a process": ("p", "does not fit", LINE, "", "COLLABORATION"),
    "group of no category": ("gr", "not in the file", LINE + '<group id="gr" categoryValueRef="zz"/>', "", ""),
    "borrowed messages of a pool": ("mf", "does not fit", LINE, "", POOLS.format(flow='sourceRef="o2" targetRef="a" messageRef="o2"')),
    "compensation at the border": ("t", "compensation", LINE + boundary("t", "a", "<compensateEventDefinition/>") + flows("t>e"), "", ""),
    "cancel at the border of a plain sub-process": ("t", "transactions", LINE + sub() + boundary("t", "u", "<cancelEventDefinition/>") + flows("a>u; u>e; t>e"), "", ""),
    "error in the middle": ("t", "cannot have", LINE + catch("t", "<errorEventDefinition/>") + flows("a>t; t>e"), "", ""),
    "thrown error in the middle": ("t", "cannot have", LINE + '<intermediateThrowEvent id="t"><errorEventDefinition/></intermediateThrowEvent>' + flows("a>t; t>e"), "", ""),
    "terminate thrown in the middle": ("t", "cannot have", LINE + '<intermediateThrowEvent id="t"><terminateEventDefinition/></intermediateThrowEvent>' + flows("a>t; t>e"), "", ""),
    "process started by an error": ("s2", "cannot have", LINE + '<startEvent id="s2"><errorEventDefinition/></startEvent>' + flows("s2>a"), "", ""),
    "process started by an escalation": ("s2", "cannot have", LINE + '<startEvent id="s2"><escalationEventDefinition/></startEvent>' + flows("s2>a"), "", ""),
    "process started by a link": ("s2", "cannot have", LINE + '<startEvent id="s2"><linkEventDefinition name="x"/></startEvent>' + flows("s2>a"), "", ""),
    "sub-process that begins with a timer": ("us", "must not have a trigger", ENDS + f'<subProcess id="u"><startEvent id="us">{timer("PT1H")}</startEvent><endEvent id="ue"/>{flows("us>ue")}</subProcess>' + flows("s>u; u>e"), "", ""),
    "several tokens out": ("a", "completionQuantity", LINE.replace('id="a"', 'id="a" completionQuantity="3"'), "", ""),
    "instances of behaviour one": ("a", "behaviour", ENDS + '<userTask id="a"><multiInstanceLoopCharacteristics behavior="One"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>' + flows("s>a; a>e"), "", ""),
    "both markers": ("a", "loop marker", ENDS + '<userTask id="a"><standardLoopCharacteristics/><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>' + flows("s>a; a>e"), "", ""),
    "receive task that starts": ("r", "start a process", ENDS + '<receiveTask id="r" instantiate="true" messageRef="m1"/>' + flows("s>r; r>e"), MESSAGE, ""),
    "expression language that is no address": ("definitions", "URI", LINE, "", "LANGUAGE"),
}  # fmt: skip
OF_THE_PROCESS = {"PUBLIC": ' processType="Public"', "COLLABORATION": ' definitionalCollaborationRef="a"'}
ODD = {*OF_THE_PROCESS, "LANGUAGE"}


@pytest.mark.parametrize("name", CASES)
def test_a_violation_is_refused_and_the_element_named(name: str) -> None:
    element, words, process, before, after = CASES[name]
    source = definitions(process, before, "" if after in ODD else after, OF_THE_PROCESS.get(after, ""))
    if after == "LANGUAGE":
        source = source.replace(b"targetNamespace", b'expressionLanguage="not an address" targetNamespace')
    found = problems(source)
    assert any(element in p.element and words in p.reason for p in found), [str(p) for p in found]


def test_what_is_legal_but_not_executed_is_said_to_be_outside_the_subset() -> None:
    process = LINE + '<businessRuleTask id="b" name="Tra bảng phí"/>' + flows("a>b; b>e")
    (found,) = problems(definitions(process))
    assert found.code == OUTSIDE
    assert str(found).startswith("b (Tra bảng phí): outside the executed subset: business rule tasks")


# ── unusual, but the standard allows it ────────────────────────────────────────────────────────────────────
POOL = '<collaboration id="c"><participant id="o" processRef="p"/><participant id="o2" processRef="q"/>{flow}</collaboration>'
CITIZEN = f'<process id="q" isExecutable="false">{users("nộp", "chờ")}{flows("nộp>chờ")}</process>'
ALLOWED: dict[str, tuple[str, str, str]] = {
    "a receive task without a message": (ENDS + '<receiveTask id="r"/>' + flows("s>r; r>e"), "", ""),
    "two plain starts": (LINE + '<startEvent id="s2"/>' + flows("s2>a"), "", ""),
    "a message thrown by Camunda's own means": (LINE + '<intermediateThrowEvent id="t"><messageEventDefinition camunda:type="external" camunda:topic="x"/></intermediateThrowEvent>' + flows("a>t; t>e"), "", ""),
    "a message thrown by Zeebe's own means": (LINE + '<intermediateThrowEvent id="t"><extensionElements><zeebe:taskDefinition type="x"/></extensionElements><messageEventDefinition/></intermediateThrowEvent>' + flows("a>t; t>e"), "", ""),
    "a step in lanes of two sets": ('<laneSet id="l1"><lane id="la"><flowNodeRef>a</flowNodeRef></lane></laneSet><laneSet id="l2"><lane id="lb"><flowNodeRef>a</flowNodeRef></lane></laneSet>' + LINE, "", ""),
    "a step named by a lane and the lane around it": ('<laneSet id="l1"><lane id="la"><flowNodeRef>a</flowNodeRef><childLaneSet><lane id="lb"><flowNodeRef>a</flowNodeRef></lane></childLaneSet></lane></laneSet>' + LINE, "", ""),
    "one process in two collaborations": (LINE, "", '<collaboration id="c1"><participant id="o1" processRef="p"/></collaboration><collaboration id="c2"><participant id="o2" processRef="p"/></collaboration>'),
    "the citizen's pool without start and end": (LINE, "", CITIZEN + POOL.format(flow='<messageFlow id="mf" sourceRef="nộp" targetRef="a"/>')),
    "an empty pool": (LINE, "", '<process id="q"/>' + POOL.format(flow="")),
    "a task that repeats itself": (ENDS + '<userTask id="a" default="a-e"/>' + flows("s>a; a>a[k]; a>e"), "", ""),
    "two flows between the same steps": (ENDS + users("a") + gateway("parallel", "j") + '<parallelGateway id="g"/><sequenceFlow id="f1" sourceRef="g" targetRef="j"/><sequenceFlow id="f2" sourceRef="g" targetRef="j"/>' + flows("s>a; a>g; j>e"), "", ""),
    "an exclusive gateway without a default": (xor(default="", drawn="s>x; x>a[k]; x>b[not k]; a>e; b>e").replace(' default=""', ""), "", ""),
    "an item definition of another file": (LINE + '<dataObject id="d" itemSubjectRef="xsd:string"/>', "", ""),
    "a word for a person inside a message event": (LINE + catch("t", '<messageEventDefinition messageRef="m1"><documentation>x</documentation></messageEventDefinition>') + flows("a>t; t>e"), MESSAGE, ""),
    "an id of letters with marks": (ENDS + users("thẩm_định".replace("ẩ", "â\u0309")) + flows("s>{0}; {0}>e".format("thẩm_định".replace("ẩ", "â\u0309"))), "", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_unusual_but_allowed_is_not_refused(name: str) -> None:
    assert [str(p) for p in problems(definitions(*ALLOWED[name]))] == []


def test_a_message_event_of_a_drawing_not_meant_to_be_executed_is_known_by_its_own_name() -> None:
    drawn = (
        LINE
        + '<intermediateCatchEvent id="t" name="Chờ bổ sung"><messageEventDefinition/></intermediateCatchEvent>'
    )
    source = definitions(drawn + flows("a>t; t>e")).replace(b'isExecutable="true"', b'isExecutable="false"')
    assert problems(source) == ()
    assert problems(source.replace(b'isExecutable="false"', b'isExecutable="true"'))[0].element == "t"


def test_a_pool_that_begins_but_never_ends_is_refused_even_beside_the_real_one() -> None:
    half = f'<process id="q"><startEvent id="qs"/>{users("b")}{flows("qs>b")}</process>'
    assert {p.element for p in problems(definitions(LINE, "", half))} == {"q", "b"}
