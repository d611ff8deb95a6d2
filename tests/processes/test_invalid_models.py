# ruff: noqa: E501 - one wrong model a line reads like a table
"""Models that violate BPMN 2.0 or leave the executed subset are refused, and the element is named."""

from __future__ import annotations

import pytest

from motcua.processes.bpmn import problems, read
from motcua.processes.errors import ModelRefused, XmlRefused
from motcua.processes.net import compile_net

from .building import (
    ENDS,
    MESSAGE,
    MESSAGE_DEFINITION,
    SIGNAL,
    SIGNAL_DEFINITION,
    boundary,
    catch,
    definitions,
    flows,
    gateway,
    timer,
    users,
)

LINE = ENDS + users("a") + flows("s>a; a>e")
_SUB = '<subProcess id="u"><startEvent id="us"/><endEvent id="ue"/>{inside}</subProcess>'


def sub(inside: str = "", drawn: str = "us>ue") -> str:
    return _SUB.format(inside=inside + flows(drawn))


def xor(extra: str = "", drawn: str = "s>x; x>a[k == 1]; x>b; a>e; b>e", default: str = "x-b") -> str:
    return ENDS + users("a", "b") + gateway("exclusive", "x", default=default) + extra + flows(drawn)


# element named, words of the reason, the process, and what stands before and after it
CASES: dict[str, tuple[str, str, str, str, str]] = {
    "no process content": ("p", "no start event", "", "", ""),
    "no start": ("p", "no start event", users("a") + '<endEvent id="e"/>' + flows("a>e"), "", ""),
    "no end": ("p", "no end event", '<startEvent id="s"/>' + users("a") + flows("s>a"), "", ""),
    "flow to nowhere": ("a-z", "not in the file", LINE + flows("a>z"), "", ""),
    "flow from nowhere": ("z-e", "not in the file", LINE + flows("z>e"), "", ""),
    "flow without target": ("f", "missing", LINE + '<sequenceFlow id="f" sourceRef="a"/>', "", ""),
    "flow to a note": ("a-n", "textAnnotation", LINE + '<textAnnotation id="n"/>' + flows("a>n"), "", ""),
    "flow without id": ("sequenceFlow", "has no id", LINE + '<sequenceFlow sourceRef="a" targetRef="e"/>', "", ""),
    "flow into a sub-process": ("a-ue", "crosses", LINE + sub() + flows("a>ue; a>u; u>e"), "", ""),
    "flow out of a sub-process": ("us-e", "crosses", LINE + sub() + flows("us>e; a>u; u>e"), "", ""),
    "flow drawn in the wrong scope": ("us-ue", "another process", LINE + _SUB.format(inside="") + flows("us>ue; a>u; u>e"), "", ""),
    "same id twice": ("a", "used 2 times", LINE + users("a"), "", ""),
    "id with a space": ("a b", "not a valid", LINE + users("a b") + flows("a>a b; a b>e"), "", ""),
    "id beginning with a digit": ("1", "not a valid", LINE + users("1") + flows("a>1; 1>e"), "", ""),
    "task without id": ("userTask", "has no id", LINE + "<userTask/>", "", ""),
    "word unknown to BPMN": ("z", "not an element", LINE + '<superTask id="z"/>', "", ""),
    "start with incoming": ("s", "incoming", LINE + flows("a>s"), "", ""),
    "end with outgoing": ("e", "outgoing", LINE + users("b") + flows("e>b; b>e"), "", ""),
    "task nobody reaches": ("b", "no incoming", LINE + users("b") + flows("b>e"), "", ""),
    "task that strands": ("b", "no outgoing", LINE + users("b") + flows("a>b"), "", ""),
    "start without outgoing": ("s2", "no outgoing", LINE + f'<startEvent id="s2">{MESSAGE_DEFINITION}</startEvent>', MESSAGE, ""),
    "end without incoming": ("e2", "no incoming", LINE + '<endEvent id="e2"/>', "", ""),
    "two starts in a sub-process": ("u", "more than one start", LINE + sub('<startEvent id="us2"/>', "us>ue; us2>ue") + flows("a>u; u>e"), "", ""),
    "start triggered by a message inside a sub-process": (
        "us", "must not have a trigger", ENDS
        + f'<subProcess id="u"><startEvent id="us">{MESSAGE_DEFINITION}</startEvent><endEvent id="ue"/>{flows("us>ue")}</subProcess>'
        + flows("s>u; u>e"), MESSAGE, "",
    ),
    "empty sub-process": ("u", "no start event", LINE + '<subProcess id="u"/>' + flows("a>u; u>e"), "", ""),
    "terminate at the start": ("s2", "cannot have", LINE + '<startEvent id="s2"><terminateEventDefinition/></startEvent>' + flows("s2>a"), "", ""),
    "timer at the end": ("e2", "cannot have", LINE + f'<endEvent id="e2">{timer("PT1H")}</endEvent>' + flows("a>e2"), "", ""),
    "terminate in the middle": ("t", "cannot have", LINE + catch("t", "<terminateEventDefinition/>") + flows("a>t; t>e"), "", ""),
    "thrown timer": ("t", "cannot have", LINE + f'<intermediateThrowEvent id="t">{timer("PT1H")}</intermediateThrowEvent>' + flows("a>t; t>e"), "", ""),
    "catch of nothing": ("t", "does not say", LINE + catch("t", "") + flows("a>t; t>e"), "", ""),
    "boundary of nothing": ("t", "does not say", LINE + boundary("t", "a", "") + flows("t>e"), "", ""),
    "boundary attached to nothing": ("t", "attached to nothing", LINE + f'<boundaryEvent id="t">{timer("PT1H")}</boundaryEvent>' + flows("t>e"), "", ""),
    "boundary attached to a ghost": ("t", "not in the file", LINE + boundary("t", "z", timer("PT1H")) + flows("t>e"), "", ""),
    "boundary on a gateway": ("t", "sit on activities", xor(boundary("t", "x", timer("PT1H")), "s>x; x>a[k]; x>b; a>e; b>e; t>e"), "", ""),
    "boundary with incoming": ("t", "incoming", LINE + boundary("t", "a", timer("PT1H")) + flows("t>e; a>t"), "", ""),
    "boundary without outgoing": ("t", "no outgoing", LINE + boundary("t", "a", timer("PT1H")), "", ""),
    "boundary from another scope": ("t", "another process", LINE + sub(boundary("t", "a", timer("PT1H")), "us>ue; t>ue") + flows("a>u; u>e"), "", ""),
    "terminating boundary": ("t", "cannot have", LINE + boundary("t", "a", "<terminateEventDefinition/>") + flows("t>e"), "", ""),
    "timer that says nothing": ("t", "no timeDate", LINE + catch("t", "<timerEventDefinition/>") + flows("a>t; t>e"), "", ""),
    "timer that says two things": (
        "t", "more than one", LINE
        + catch("t", "<timerEventDefinition><timeDate>2026-01-01</timeDate><timeDuration>PT1H</timeDuration></timerEventDefinition>")
        + flows("a>t; t>e"), "", "",
    ),
    "timer nobody understands": ("t", "ISO 8601", LINE + catch("t", timer("in two hours")) + flows("a>t; t>e"), "", ""),
    "cycle nobody understands": ("t", "ISO 8601", LINE + catch("t", timer("INVALID", "timeCycle")) + flows("a>t; t>e"), "", ""),
    "date nobody understands": ("t", "ISO 8601", LINE + catch("t", timer("someday", "timeDate")) + flows("a>t; t>e"), "", ""),
    "message without name": ("t", "messageRef", LINE + catch("t", "<messageEventDefinition/>") + flows("a>t; t>e"), "", ""),
    "message unknown": ("messageEventDefinition", "not in the file", LINE + catch("t", MESSAGE_DEFINITION) + flows("a>t; t>e"), "", ""),
    "signal unknown": ("signalEventDefinition", "not in the file", LINE + catch("t", SIGNAL_DEFINITION) + flows("a>t; t>e"), "", ""),
    "message reference to a signal": ("messageEventDefinition", "does not fit", LINE + catch("t", MESSAGE_DEFINITION) + flows("a>t; t>e"), '<signal id="m1"/>', ""),
    "two triggers": ("t", "several triggers", LINE + catch("t", timer("PT1H") + MESSAGE_DEFINITION) + flows("a>t; t>e"), MESSAGE, ""),
    "trigger by dangling reference": ("t", "no event definition", LINE + catch("t", "<eventDefinitionRef>zz</eventDefinitionRef>") + flows("a>t; t>e"), "", ""),
    "default of somebody else": ("x", "does not leave", xor(default="a-e"), "", ""),
    "default that is not there": ("x", "does not leave", xor(default="zz"), "", ""),
    "default with a condition": ("x-b", "must not have a condition", xor(drawn="s>x; x>a[k]; x>b[j]; a>e; b>e"), "", ""),
    "default of a parallel gateway": ("x", "cannot have a default", ENDS + users("a", "b") + gateway("parallel", "x", default="x-a") + flows("s>x; x>a; x>b; a>e; b>e"), "", ""),
    "undecided exclusive gateway": ("x-b", "without a condition", xor(default="x-a", drawn="s>x; x>a; x>b; a>e; b>e"), "", ""),
    "condition after a parallel gateway": ("x-a", "must not have", ENDS + users("a", "b") + gateway("parallel", "x") + flows("s>x; x>a[k]; x>b; a>e; b>e"), "", ""),
    "condition after a start": ("s-a", "must not have", ENDS + users("a") + flows("s>a[k]; a>e"), "", ""),
    "only way out with a condition": ("a-e", "only flow", ENDS + users("a") + flows("s>a; a>e[k]"), "", ""),
    "condition nobody understands": ("x-a", "cannot read", xor(drawn="s>x; x>a[k ? 1 : 2]; x>b; a>e; b>e"), "", ""),
    "empty condition": ("x-a", "empty", xor().replace(">k == 1<", "> <"), "", ""),
    "condition in words": ("x-a", "formal", xor().replace("tFormalExpression", "tExpression"), "", ""),
    "gateway that neither splits nor merges": ("x", "split or merge", ENDS + users("a") + gateway("parallel", "x") + flows("s>x; x>a; a>e"), "", ""),
    "gateway direction that contradicts": ("x", "contradicts", xor().replace('id="x"', 'id="x" gatewayDirection="Converging"'), "", ""),
    "event gateway before a task": ("v", "catch events or receive tasks", ENDS + users("a") + gateway("eventBased", "v") + catch("t", timer("PT1H")) + flows("s>v; v>a; v>t; a>e; t>e"), "", ""),
    "event gateway with one way": ("v", "at least two", ENDS + gateway("eventBased", "v") + catch("t", timer("PT1H")) + flows("s>v; v>t; t>e"), "", ""),
    "event gateway with a condition": ("v-t", "must not have", ENDS + gateway("eventBased", "v") + catch("t", timer("PT1H")) + catch("t2", timer("PT2H")) + flows("s>v; v>t[k]; v>t2; t>e; t2>e"), "", ""),
    "event gateway whose event has another way in": ("t", "no other flow", ENDS + users("a") + gateway("eventBased", "v") + gateway("parallel", "x") + catch("t", timer("PT1H")) + catch("t2", timer("PT2H")) + flows("s>x; x>v; x>a; a>t; v>t; v>t2; t>e; t2>e"), "", ""),
    "event gateway mixing receive and message": ("v", "must not be mixed", ENDS + gateway("eventBased", "v") + '<receiveTask id="r" messageRef="m1"/>' + catch("t", MESSAGE_DEFINITION) + flows("s>v; v>r; v>t; r>e; t>e"), MESSAGE, ""),
    "multi-instance without number": ("a", "how many", ENDS + '<userTask id="a"><multiInstanceLoopCharacteristics/></userTask>' + flows("s>a; a>e"), "", ""),
    "multi-instance with a senseless end": ("a", "completion", ENDS + '<userTask id="a"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality><completionCondition>((</completionCondition></multiInstanceLoopCharacteristics></userTask>' + flows("s>a; a>e"), "", ""),
    "negative number of instances": ("a", "between", ENDS + '<userTask id="a"><multiInstanceLoopCharacteristics><loopCardinality>-2</loopCardinality></multiInstanceLoopCharacteristics></userTask>' + flows("s>a; a>e"), "", ""),
    "loop marker": ("a", "loop marker", ENDS + '<userTask id="a"><standardLoopCharacteristics/></userTask>' + flows("s>a; a>e"), "", ""),
    "compensation": ("a", "compensation", LINE.replace('id="a"', 'id="a" isForCompensation="true"'), "", ""),
    "several tokens at once": ("a", "startQuantity", LINE.replace('id="a"', 'id="a" startQuantity="2"'), "", ""),
    "business rule task": ("b", "business rule", LINE + '<businessRuleTask id="b"/>' + flows("a>b; b>e"), "", ""),
    "transaction": ("b", "transaction", LINE + '<transaction id="b"/>' + flows("a>b; b>e"), "", ""),
    "ad-hoc": ("b", "ad-hoc", LINE + '<adHocSubProcess id="b"/>' + flows("a>b; b>e"), "", ""),
    "complex gateway": ("b", "complex", LINE + '<complexGateway id="b"/>' + flows("a>b; b>e"), "", ""),
    "event sub-process": ("b", "event sub-process", LINE + '<subProcess id="b" triggeredByEvent="true"/>', "", ""),
    "choreography task": ("b", "choreography", LINE + '<choreographyTask id="b"/>', "", ""),
    "error at the border": ("t", "error events", LINE + boundary("t", "a", "<errorEventDefinition/>") + flows("t>e"), "", ""),
    "escalation": ("e2", "escalation", LINE + '<endEvent id="e2"><escalationEventDefinition/></endEvent>' + flows("a>e2"), "", ""),
    "link": ("t", "link", LINE + '<intermediateThrowEvent id="t"><linkEventDefinition name="x"/></intermediateThrowEvent>' + flows("a>t; t>e"), "", ""),
    "conditional event": ("t", "conditional", LINE + catch("t", "<conditionalEventDefinition/>") + flows("a>t; t>e"), "", ""),
    "cancel end outside a transaction": ("e2", "transactions", LINE + '<endEvent id="e2"><cancelEventDefinition/></endEvent>' + flows("a>e2"), "", ""),
    "lane naming a ghost": ("l", "not in the file", '<laneSet id="ls"><lane id="l"><flowNodeRef>zz</flowNodeRef></lane></laneSet>' + LINE, "", ""),
    "step in two lanes": ("l2", "already stands", '<laneSet id="ls"><lane id="l"><flowNodeRef>a</flowNodeRef></lane><lane id="l2"><flowNodeRef>a</flowNodeRef></lane></laneSet>' + LINE, "", ""),
    "pool of a ghost": ("o", "not in the file", LINE, "", '<collaboration id="c"><participant id="o" processRef="zz"/></collaboration>'),
    "message flow inside a pool": ("mf", "different pools", LINE + users("b") + flows("a>b; b>e"), "", '<collaboration id="c"><participant id="o" processRef="p"/><messageFlow id="mf" sourceRef="a" targetRef="b"/></collaboration>'),
    "message flow to its own pool": ("mf", "different pools", LINE, "", '<collaboration id="c"><participant id="o" processRef="p"/><messageFlow id="mf" sourceRef="a" targetRef="o"/></collaboration>'),
    "message flow out of a start": ("mf", "cannot send", LINE, "", '<collaboration id="c"><participant id="o" processRef="p"/><participant id="o2"/><messageFlow id="mf" sourceRef="s" targetRef="o2"/></collaboration>'),
    "message flow into an end": ("mf", "cannot receive", LINE, "", '<collaboration id="c"><participant id="o" processRef="p"/><participant id="o2"/><messageFlow id="mf" sourceRef="o2" targetRef="e"/></collaboration>'),
    "message flow into a plain start": ("mf", "not a message event", LINE, "", '<collaboration id="c"><participant id="o" processRef="p"/><participant id="o2"/><messageFlow id="mf" sourceRef="o2" targetRef="s"/></collaboration>'),
    "message flow to a ghost": ("mf", "not in the file", LINE, "", '<collaboration id="c"><participant id="o" processRef="p"/><messageFlow id="mf" sourceRef="a" targetRef="zz"/></collaboration>'),
    "impossible multiplicity": ("o", "impossible", LINE, "", '<collaboration id="c"><participant id="o" processRef="p"><participantMultiplicity minimum="3" maximum="2"/></participant></collaboration>'),
    "choreography": ("ch", "not a process", LINE, '<choreography id="ch"/>', ""),
    "association to a ghost": ("as", "not in the file", LINE + '<association id="as" sourceRef="a" targetRef="zz"/>', "", ""),
    "reference to missing data": ("d", "not in the file", LINE + '<dataObjectReference id="d" dataObjectRef="zz"/>', "", ""),
    "data in a sub-process specification": ("u", "input/output", LINE + sub("<ioSpecification><inputSet/><outputSet/></ioSpecification>") + flows("a>u; u>e"), "", ""),
    "input in no set": ("di", "no inputSet", LINE.replace('name="A"/>', 'name="A"><ioSpecification><dataInput id="di"/><inputSet/><outputSet/></ioSpecification></userTask>'), "", ""),
    "flag that is neither yes nor no": ("p", "true or false", LINE, "", ""),
    "message inside a process": ("m9", "must not stand", LINE + '<message id="m9"/>', "", ""),
    "step outside every process": ("b9", "must not stand", LINE, '<userTask id="b9"/>', ""),
    "property at the top": ("pr", "must not stand", LINE, '<property id="pr"/>', ""),
    "two conditions": ("x-a", "one is allowed", xor().replace("</conditionExpression>", "</conditionExpression><conditionExpression>k</conditionExpression>"), "", ""),
    "two markers": ("a", "one is allowed", LINE.replace('name="A"/>', 'name="A">' + "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>" * 2 + "</userTask>"), "", ""),
    "note in no format": ("n", "media type", LINE + '<textAnnotation id="n" textFormat="nice"/>', "", ""),
    "performer twice over": ("a", "either", LINE.replace('name="A"/>', 'name="A"><performer><resourceRef>r</resourceRef><resourceAssignmentExpression/></performer></userTask>'), '<resource id="r"/>', ""),
    "file that needs another file": ("import", "not read", LINE, '<import importType="http://www.omg.org/spec/BPMN/20100524/MODEL" location="other.bpmn" namespace="x"/>', ""),
    "optional input nobody holds": ("a", "optional", LINE.replace('name="A"/>', 'name="A"><ioSpecification><dataInput id="d1"/><dataInput id="d2"/><inputSet><dataInputRefs>d1</dataInputRefs><optionalInputRefs>d2</optionalInputRefs></inputSet><inputSet><dataInputRefs>d2</dataInputRefs></inputSet><outputSet/></ioSpecification></userTask>'), "", ""),
    "sets that name each other one way": ("a", "both ways", LINE.replace('name="A"/>', 'name="A"><ioSpecification><inputSet id="i1"><outputSetRefs>o1</outputSetRefs></inputSet><outputSet id="o1"/></ioSpecification></userTask>'), "", ""),
    "receiving two things": ("r9", "at most one", ENDS + '<receiveTask id="r9" messageRef="m1"><ioSpecification><dataOutput id="d1"/><dataOutput id="d2"/><inputSet/><outputSet><dataOutputRefs>d1</dataOutputRefs><dataOutputRefs>d2</dataOutputRefs></outputSet></ioSpecification></receiveTask>' + flows("s>r9; r9>e"), MESSAGE, ""),
    "sending another type than the message": ("n9", "different types", ENDS + '<sendTask id="n9" messageRef="mx"><ioSpecification><dataInput id="d1" itemSubjectRef="i1"/><inputSet><dataInputRefs>d1</dataInputRefs></inputSet><outputSet/></ioSpecification></sendTask>' + flows("s>n9; n9>e"), '<itemDefinition id="i1" structureRef="A"/><itemDefinition id="i2" structureRef="B"/><message id="mx" itemRef="i2"/>', ""),
    "one thing that should be many": ("o9", "isCollection", LINE + '<dataObject id="o9" isCollection="true" itemSubjectRef="i1"/>', '<itemDefinition id="i1"/>', ""),
    "number and collection": ("a", "both a number", LINE.replace('name="A"/>', 'name="A"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality><loopDataInputRef>xs</loopDataInputRef></multiInstanceLoopCharacteristics></userTask>'), "", ""),
    "unknown role": ("a", "not known", LINE.replace('name="A"', 'motcua:role="king"'), "", ""),
    "unknown time": ("a", "not a time", LINE.replace('name="A"', 'motcua:time="soon"'), "", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_model_is_refused_and_the_element_named(name: str) -> None:
    element, words, process, before, after = CASES[name]
    attributes = ' isClosed="maybe"' if name.startswith("flag") else ""
    found = problems(definitions(process, before, after, attributes))
    assert any(element in p.element and words in p.reason for p in found), [str(p) for p in found]


def test_a_task_s_name_is_told_with_its_id() -> None:
    process = ENDS + '<userTask id="a" name="Thẩm định"/>' + flows("s>a; a>e; a>z")
    found = problems(definitions(process.replace("a-e", "a-e")))
    assert [(p.element, p.name) for p in found] == [("a-z", "")]
    stranded = problems(definitions(ENDS + '<userTask id="a" name="Thẩm định"/>' + flows("s>a; s>e")))
    assert [(p.element, p.name) for p in stranded] == [("a", "Thẩm định")]


LISTED = (
    '<startEvent id="s"><outgoing>s-a</outgoing></startEvent>'
    '<userTask id="a"><incoming>s-a</incoming><outgoing>a-e</outgoing></userTask>'
    '<endEvent id="e"><incoming>a-e</incoming></endEvent>' + flows("s>a; a>e")
)


def test_lists_that_agree_with_the_flows_are_fine() -> None:
    assert problems(definitions(LISTED)) == ()


@pytest.mark.parametrize(
    ("old", "new", "element"),
    [
        ("<incoming>s-a</incoming>", "", "a"),
        ("<outgoing>a-e</outgoing>", "", "a"),
        ("<incoming>s-a</incoming>", "<incoming>a-e</incoming>", "a"),
        ("<incoming>s-a</incoming>", "<incoming>ghost</incoming>", "a"),
        ("<incoming>s-a</incoming>", "<incoming>s-a</incoming><incoming>s-a</incoming>", "a"),
        ('<startEvent id="s"><outgoing>s-a</outgoing>', '<startEvent id="s">', "s"),
        ('<endEvent id="e">', '<endEvent id="e"><outgoing>a-e</outgoing>', "e"),
        ('<startEvent id="s">', '<startEvent id="s"><incoming>s-a</incoming>', "s"),
    ],
)
def test_lists_that_contradict_the_flows_are_refused(old: str, new: str, element: str) -> None:
    assert old in LISTED
    assert element in {p.element for p in problems(definitions(LISTED.replace(old, new)))}


@pytest.mark.parametrize(
    ("called", "words"),
    [
        ("", "does not name"),
        ("ghost", "not known"),
        ("p", "is calling it"),
        ("q", "no start event without a trigger"),
    ],
)
def test_a_call_that_leads_nowhere_is_refused(called: str, words: str) -> None:
    other = f'<process id="q"><startEvent id="qs">{MESSAGE_DEFINITION}</startEvent><endEvent id="qe"/>{flows("qs>qe")}</process>'
    told = f' calledElement="{called}"' if called else ""
    source = definitions(
        ENDS + f'<callActivity id="c" name="Gọi"{told}/>' + flows("s>c; c>e"), MESSAGE, other
    )
    with pytest.raises(ModelRefused) as refused:
        compile_net(read(source))
    assert refused.value.problems[0].element == "c"
    assert words in str(refused.value)


def test_two_processes_calling_each_other_are_refused() -> None:
    other = f'<process id="q"><startEvent id="qs"/><callActivity id="c2" calledElement="p"/><endEvent id="qe"/>{flows("qs>c2; c2>qe")}</process>'
    source = definitions(ENDS + '<callActivity id="c" calledElement="q"/>' + flows("s>c; c>e"), "", other)
    with pytest.raises(ModelRefused, match="c2"):
        compile_net(read(source))


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"   ",
        b"not xml",
        b"<a/>",
        b"<definitions/>",
        b'<definitions xmlns="http://example.org"/>',
        b"<definitions",
        definitions(LINE)[:-5],
        definitions(LINE).replace(b"<process", b"<!DOCTYPE x><process"),
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + definitions(LINE)[38:],
        b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><definitions>&b;</definitions>',
        b'<!DOCTYPE d SYSTEM "http://example.org/d.dtd"><definitions/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'.encode("utf-16"),
        definitions(LINE + "&unknown;"),
        definitions("<subProcess>" * 200 + "</subProcess>" * 200),
        definitions(LINE + f"<documentation>{'x' * 2_100_000}</documentation>"),
        b"\xff\xfe\x00\x01",
    ],
    ids=range(17),
)
def test_bytes_that_are_no_honest_bpmn_are_refused(source: bytes) -> None:
    with pytest.raises(XmlRefused) as refused:
        read(source)
    assert "root:" not in str(refused.value)


def test_a_document_type_named_in_a_text_or_comment_is_harmless() -> None:
    note = "<!-- <!DOCTYPE x> --><documentation><![CDATA[<!DOCTYPE y>]]></documentation>"
    assert problems(definitions(note + LINE)) == ()


def test_every_good_part_used_above_is_accepted_when_put_right() -> None:
    good = (
        ENDS
        + users("a", "b")
        + gateway("exclusive", "x", default="x-b")
        + boundary("t", "a", timer("PT1H"))
        + boundary("t2", "a", SIGNAL_DEFINITION, interrupting=False)
        + catch("c", MESSAGE_DEFINITION)
        + sub(users("i"), "us>i; i>ue")
        + flows("s>x; x>a[k == 1]; x>b; a>e; b>c; c>u; u>e; t>e; t2>e")
    )
    assert problems(definitions(good, MESSAGE + SIGNAL)) == ()
