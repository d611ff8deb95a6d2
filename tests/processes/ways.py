# ruff: noqa: E501 - drawings in one line
"""Every construct of the executed subset with what happens to it, and what BPMN 2.0 says follows."""

from __future__ import annotations

from typing import Any, NamedTuple

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

Step = dict[str, Any]


class Way(NamedTuple):
    """A drawing, what happens to it, and what BPMN 2.0 says follows: elements completed (``-a`` cancelled) in
    order, then what it waits for (empty = finished).
    """

    drawn: str
    steps: list[Step]
    story: str
    waits: str = ""
    variables: dict[str, Any] = {}
    roots: str = MESSAGE + SIGNAL
    after: str = ""
    sound: bool = True


def do(*names: str, **values: Any) -> list[Step]:
    """Complete tasks one after the other; values are set with the first."""
    return [{"complete": n, **({"set": values} if i == 0 and values else {})} for i, n in enumerate(names)]


def wait(*times: str) -> list[Step]:
    return [{"advance": t} for t in times]


GOT: list[Step] = [{"message": "bổ sung"}]
CALL: list[Step] = [{"signal": "dừng"}]
KILL = '<endEvent id="z"><terminateEventDefinition/></endEvent>'
THROW = f'<intermediateThrowEvent id="t">{SIGNAL_DEFINITION}</intermediateThrowEvent>'


def sub(key: str, inside: str, drawn: str, attributes: str = "") -> str:
    """A sub-process with one plain start (``us``) and end (``ue``) of its own, prefixed by its id."""
    return f'<subProcess id="{key}"{attributes}><startEvent id="{key}s"/><endEvent id="{key}e"/>{inside}{flows(drawn)}</subProcess>'


def several(
    key: str, told: str, sequential: bool = False, kind: str = "userTask", attributes: str = ""
) -> str:
    row = ' isSequential="true"' if sequential else ""
    marker = f"<multiInstanceLoopCharacteristics{row}{attributes}>{told}</multiInstanceLoopCharacteristics>"
    return f'<{kind} id="{key}">{marker}</{kind}>'


def count(number: str, until: str = "") -> str:
    ends = f'<completionCondition xsi:type="tFormalExpression">{until}</completionCondition>' if until else ""
    return f'<loopCardinality xsi:type="tFormalExpression">{number}</loopCardinality>{ends}'


INSIDE = sub("u", users("i", "k"), "us>i; i>k; k>ue")
ANY = (
    ENDS + users("a", "b", "c", "z") + gateway("inclusive", "g", default="g-c") + gateway("inclusive", "j")
    + flows("s>g; g>a[x]; g>b[y]; g>c; a>j; b>j; c>j; j>z; z>e")
)  # fmt: skip
FIRST = (
    ENDS + gateway("eventBased", "v") + catch("t", timer("PT2H")) + catch("m", MESSAGE_DEFINITION) + catch("n", SIGNAL_DEFINITION)
    + users("a", "b", "c") + flows("s>v; v>t; v>m; v>n; t>a; m>b; n>c; a>e; b>e; c>e")
)  # fmt: skip
EVENT = ENDS + users("a", "b")
LINE = flows("s>a; a>e; t>b; b>e")

WAYS: dict[str, Way] = {
    "a line": Way(ENDS + users("a", "b") + flows("s>a; a>b; b>e"), do("a", "b"), "s a b e"),
    "every kind of task": Way(
        ENDS + users("a") + '<task id="b"/><manualTask id="c"/><serviceTask id="d"/><sendTask id="f" messageRef="m1"/>'
        '<scriptTask id="g" scriptFormat="text/groovy"><script>boom()</script></scriptTask><receiveTask id="h" messageRef="m1"/>'
        + flows("s>a; a>b; b>c; c>d; d>f; f>g; g>h; h>e"), [*do("a", "b", "c"), *GOT], "s a b c d f g h e"),
    "events that only show a moment": Way(
        '<startEvent id="s"/><intermediateThrowEvent id="t"/><endEvent id="e"/>' + flows("s>t; t>e"), [], "s t e"),
    "exclusive, first condition": Way(
        ENDS + users("a", "b") + gateway("exclusive", "x", default="x-b") + flows("s>x; x>a[k > 5]; x>b; a>e; b>e"),
        do("a"), "s x a e", variables={"k": 6}),
    "exclusive, default": Way(
        ENDS + users("a", "b") + gateway("exclusive", "x", default="x-b") + flows("s>x; x>a[k > 5]; x>b; a>e; b>e"),
        do("b"), "s x b e", variables={"k": 5}),
    "exclusive, decided by the step before": Way(
        ENDS + users("q", "a", "b") + gateway("exclusive", "x", default="x-b") + flows("s>q; q>x; x>a[đạt]; x>b; a>e; b>e"),
        [*do("q", đạt=True), *do("a")], "s q x a e"),
    "exclusive merge passes each token": Way(
        ENDS + users("a", "b", "c") + gateway("parallel", "g") + gateway("exclusive", "m") + flows("s>g; g>a; g>b; a>m; b>m; m>c; c>e"),
        do("b", "a", "c", "c"), "s g b m a m c e c e"),
    "exclusive that merges and splits": Way(
        ENDS + users("a", "b") + gateway("exclusive", "x", default="x-e") + flows("s>a; a>x; b>x; x>b[lại]; x>e"),
        [*do("a", lại=True), *do("b", lại=False)], "s a x b x e"),
    "parallel": Way(
        ENDS + users("a", "b") + gateway("parallel", "g", "j") + flows("s>g; g>a; g>b; a>j; b>j; j>e"), do("b", "a"), "s g b a j e"),
    "parallel that joins and splits at once": Way(
        ENDS + users("a", "b", "c", "d") + gateway("parallel", "g", "h", "j")
        + flows("s>g; g>a; g>b; a>h; b>h; h>c; h>d; c>j; d>j; j>e"), do("a", "b", "d", "c"), "s g a b h d c j e"),
    "parallel branch still waiting": Way(
        ENDS + users("a", "b") + gateway("parallel", "g", "j") + flows("s>g; g>a; g>b; a>j; b>j; j>e"), do("a"), "s g a", "b"),
    "two flows out of a start": Way(ENDS + users("a", "b") + flows("s>a; s>b; a>e; b>e"), do("b", "a"), "s b e a e"),
    "inclusive, both": Way(ANY, do("a", "b", "z"), "s g a b j z e", variables={"x": True, "y": True}),
    "inclusive, one": Way(ANY, do("b", "z"), "s g b j z e", variables={"x": False, "y": True}),
    "inclusive, default": Way(ANY, do("c", "z"), "s g c j z e"),
    "inclusive join waits for a branch that comes round again": Way(
        ENDS + users("a", "b", "c", "z") + gateway("parallel", "g") + gateway("exclusive", "m") + gateway("exclusive", "x", default="x-j")
        + gateway("inclusive", "j") + flows("s>g; g>a; g>m; m>b; b>x; x>c[sai]; c>m; x>j; a>j; j>z; z>e"),
        [*do("a"), *do("b", sai=True), *do("c"), *do("b", sai=False), *do("z")], "s g m a b x c m b x j z e"),
    "inclusive join does not wait for what turned away": Way(
        ENDS + '<endEvent id="e2"/>' + users("a", "b", "z") + gateway("parallel", "g") + gateway("exclusive", "x", default="x-e2")
        + gateway("inclusive", "j") + flows("s>g; g>a; g>b; a>j; b>x; x>j[k]; x>e2; j>z; z>e"), do("a", "b"), "s g a b x e2 j", "z"),
    "inclusive after exclusive": Way(
        ENDS + users("a", "b", "z") + gateway("exclusive", "x", default="x-b") + gateway("inclusive", "j")
        + flows("s>x; x>a[k]; x>b; a>j; b>j; j>z; z>e"), do("a", "z"), "s x a j z e", variables={"k": True}),
    "inclusive split without a default": Way(
        ENDS + users("a", "b") + gateway("inclusive", "g", "j") + flows("s>g; g>a[x]; g>b; a>j; b>j; j>e"), do("b"), "s g b j e"),
    "conditional flows out of a task, none holds": Way(
        ENDS + '<userTask id="q" default="q-b"/>' + users("a", "b", "c") + flows("s>q; q>a[k > 1]; q>b; q>c[k > 2]; a>e; b>e; c>e"),
        [*do("q", k=0), *do("b")], "s q b e"),
    "conditional flows out of a task, both hold": Way(
        ENDS + '<userTask id="q" default="q-b"/>' + users("a", "b", "c") + flows("s>q; q>a[k > 1]; q>b; q>c[k > 2]; a>e; b>e; c>e"),
        [*do("q", k=3), *do("c", "a")], "s q c e a e"),
    "a condition beside a flow that is always taken": Way(
        ENDS + users("q", "a", "b") + flows("s>q; q>a[k]; q>b; a>e; b>e"), do("q", "b"), "s q b e"),
    "text contains": Way(
        ENDS + '<scriptTask id="q" default="q-b"/>' + users("a", "b") + flows('s>q; q>a[test.contains("a")]; q>b; a>e; b>e'),
        do("a"), "s q a e", variables={"test": "ba"}),
    "first come: message": Way(FIRST, [*GOT, *do("b")], "s v m b e"),
    "first come: timer": Way(FIRST, [*wait("PT1H59M", "PT1M"), *do("a")], "s v t a e"),
    "first come: signal": Way(FIRST, [*CALL, *wait("P9D"), *do("c")], "s v n c e"),
    "first come between receive tasks and a timer": Way(
        ENDS + gateway("eventBased", "v") + catch("t", timer("P1D")) + '<receiveTask id="r" messageRef="m1"/>' + flows("s>v; v>r; v>t; r>e; t>e"),
        GOT, "s v r e"),
    "timer: duration": Way(ENDS + catch("t", timer("P1DT2H")) + flows("s>t; t>e"), wait("P1D", "PT2H"), "s t e"),
    "timer: date": Way(ENDS + catch("t", timer("2026-01-06T07:30:00+07:00", "timeDate")) + flows("s>t; t>e"), wait("P1D"), "s t e"),
    "timer: date in UTC, a second too early": Way(
        ENDS + catch("t", timer("2026-01-06T00:30:01Z", "timeDate")) + flows("s>t; t>e"), wait("P1D"), "s", "t"),
    "timer: a cycle in the middle happens once": Way(
        ENDS + catch("t", timer("R4/PT1H", "timeCycle")) + flows("s>t; t>e"), wait("PT1H"), "s t e"),
    "timer: from a variable": Way(
        ENDS + catch("t", timer("${hạn}")) + flows("s>t; t>e"), wait("PT3H"), "s t e", variables={"hạn": "PT3H"}),
    "message by id": Way(ENDS + catch("t", MESSAGE_DEFINITION) + flows("s>t; t>e"), [{"message": "m1"}], "s t e"),
    "message by the name of the event": Way(
        ENDS + f'<intermediateCatchEvent id="t" name="Dân bổ sung">{MESSAGE_DEFINITION}</intermediateCatchEvent>' + flows("s>t; t>e"),
        [{"message": "Dân bổ sung"}], "s t e"),
    "receive task without a message is known by its own name": Way(
        ENDS + '<receiveTask id="r" name="Chờ thuế"/>' + flows("s>r; r>e"), [{"message": "Chờ thuế"}], "s r e"),
    "a signal thrown by one branch wakes the other": Way(
        ENDS + users("a", "b") + THROW + catch("n", SIGNAL_DEFINITION) + gateway("parallel", "g", "j")
        + flows("s>g; g>a; g>n; a>t; t>j; n>b; b>j; j>e"), do("a", "b"), "s g a t n b j e"),
    "a message thrown, and one at the end": Way(
        '<startEvent id="s"/><intermediateThrowEvent id="t"><messageEventDefinition messageRef="m1"/></intermediateThrowEvent>'
        '<endEvent id="e"><messageEventDefinition messageRef="m1"/></endEvent>' + flows("s>t; t>e"), [], "s t e"),
    "several end events": Way(
        ENDS + '<endEvent id="e2"/>' + users("a", "b") + flows("s>a; s>b; a>e; b>e2"), do("a", "b"), "s a e b e2"),
    "terminate ends everything": Way(
        EVENT + KILL + catch("t", timer("P1D")) + flows("s>a; s>b; s>t; a>z; b>e; t>e"), do("a"), "s a z -b -t"),
    "terminate in a sub-process ends only it": Way(
        EVENT + f'<subProcess id="u"><startEvent id="us"/>{users("i", "k")}<endEvent id="uz"><terminateEventDefinition/></endEvent><endEvent id="ue"/>{flows("us>i; us>k; i>uz; k>ue")}</subProcess>'
        + flows("s>u; s>a; u>b; b>e; a>e"), do("i", "b", "a"), "s us i uz -k u b e a e"),
    "sub-process": Way(ENDS + INSIDE + flows("s>u; u>e"), do("i", "k"), "s us i k ue u e"),
    "sub-process in a sub-process": Way(
        ENDS + sub("o", sub("u", users("i"), "us>i; i>ue") + users("x"), "os>u; u>x; x>oe") + flows("s>o; o>e"),
        do("i", "x"), "s os us i ue u x oe o e"),
    "loop round a sub-process": Way(
        ENDS + sub("u", users("i"), "us>i; i>ue") + gateway("exclusive", "m") + gateway("exclusive", "x", default="x-e")
        + flows("s>m; m>u; u>x; x>m[sai]; x>e"),
        [*do("i", sai=True), *do("i", sai=False)], "s m us i ue u x m us i ue u x e"),
    "deadline of a task": Way(EVENT + boundary("t", "a", timer("PT4H")) + LINE, [*wait("PT4H"), *do("b")], "s -a t b e"),
    "deadline not reached": Way(EVENT + boundary("t", "a", timer("PT4H")) + LINE, [*wait("PT3H59M59S"), *do("a"), *wait("P1D")], "s a e"),
    "done in the instant before the deadline is looked at": Way(
        EVENT + boundary("t", "a", timer("PT0S")) + LINE, do("a"), "s a e"),
    "reminder of a task": Way(
        EVENT + boundary("t", "a", timer("PT1H"), False) + LINE, [*wait("P1D"), *do("a", "b")], "s t a e b e"),
    "reminders again and again": Way(
        ENDS + users("a") + '<serviceTask id="b"/>' + boundary("t", "a", timer("R3/PT1H", "timeCycle"), False) + LINE,
        [*wait("PT2H", "P1D"), *do("a")], "s t b e t b e t b e a e"),
    "reminders without end stop with the task": Way(
        ENDS + users("a") + '<serviceTask id="b"/>' + boundary("t", "a", timer("R/PT1H", "timeCycle"), False) + LINE,
        [*wait("PT2H"), *do("a"), *wait("P1D")], "s t b e t b e a e"),
    "deadline of a sub-process": Way(
        ENDS + INSIDE + users("b") + boundary("t", "u", timer("P1D")) + flows("s>u; u>e; t>b; b>e"),
        [*do("i"), *wait("P1D"), *do("b")], "s us i -k -u t b e"),
    "reminder of a sub-process": Way(
        ENDS + INSIDE + users("b") + boundary("t", "u", timer("PT1H"), False) + flows("s>u; u>e; t>b; b>e"),
        [*wait("PT1H"), *do("i", "b", "k")], "s us t i b e k ue u e"),
    "message at the border": Way(EVENT + boundary("t", "a", MESSAGE_DEFINITION) + LINE, [*GOT, *do("b")], "s -a t b e"),
    "message at the border, twice, without interrupting": Way(
        EVENT + boundary("t", "a", MESSAGE_DEFINITION, False) + LINE, [*GOT, *GOT, *do("a", "b", "b")], "s t t a e b e b e"),
    "signal thrown inside a sub-process interrupts it": Way(
        ENDS + sub("u", users("i", "k") + THROW, "us>i; i>t; t>k; k>ue") + users("b") + boundary("w", "u", SIGNAL_DEFINITION)
        + flows("s>u; u>e; w>b; b>e"), do("i", "b"), "s us i t -u w b e", sound=False),
    "signal thrown inside a sub-process without interrupting it": Way(
        ENDS + sub("u", users("i", "k") + THROW, "us>i; i>t; t>k; k>ue") + users("b") + boundary("w", "u", SIGNAL_DEFINITION, False)
        + flows("s>u; u>e; w>b; b>e"), do("i", "k", "b"), "s us i t w k ue u e b e"),
    "two borders, the nearer one first": Way(
        EVENT + users("c") + boundary("t", "a", timer("PT2H"), False) + boundary("w", "a", timer("PT4H")) + LINE + flows("w>c; c>e"),
        [*wait("P1D"), *do("b", "c")], "s t -a w b e c e"),
    "instances at once": Way(
        ENDS + several("a", count("3")) + flows("s>a; a>e"), do("a", "a", "a"), "s a a a e"),
    "instances in a row": Way(
        ENDS + several("a", count("n"), True) + flows("s>a; a>e"), do("a"), "s a", "a", variables={"n": 2}),
    "instances until enough are done": Way(
        ENDS + several("a", count("5", "nrOfCompletedInstances >= 2".replace(">", "&gt;"))) + flows("s>a; a>e"),
        do("a", "a"), "s a a -a -a -a e"),
    "instances in a row until enough are done": Way(
        ENDS + several("a", count("5", "numberOfCompletedInstances = 2"), True) + flows("s>a; a>e"), do("a", "a"), "s a a e"),
    "instances of a collection, Camunda": Way(
        ENDS + several("a", "", False, "userTask", ' camunda:collection="${cơ_quan}" camunda:elementVariable="ai"') + flows("s>a; a>e"),
        do("a", "a"), "s a a e", variables={"cơ_quan": ["thuế", "đất"]}),
    "instances of a collection, Zeebe": Way(
        ENDS + several("a", '<extensionElements><zeebe:loopCharacteristics inputCollection="= cơ_quan" inputElement="ai"/></extensionElements>', True)
        + flows("s>a; a>e"), do("a", "a"), "s a a e", variables={"cơ_quan": ["thuế", "đất"]}),
    "instances of a collection named by its variable, Flowable": Way(
        ENDS + several("a", '<loopDataInputRef>ds</loopDataInputRef><inputDataItem name="ai"/>') + flows("s>a; a>e"),
        do("a"), "s a e", variables={"ds": [1]}),
    "no instance": Way(ENDS + several("a", count("0")) + flows("s>a; a>e"), [], "s e"),
    "deadline of several instances": Way(
        ENDS + several("a", count("2")) + users("b") + boundary("t", "a", timer("PT1H")) + LINE,
        [*do("a"), *wait("PT1H"), *do("b")], "s a -a t b e"),
    "reminder of several instances": Way(
        ENDS + several("a", count("2")) + users("b") + boundary("t", "a", timer("PT1H"), False) + LINE,
        [*do("a"), *wait("PT1H"), *do("b", "a")], "s a t b e a e"),
    "instances of a sub-process": Way(
        ENDS + sub("u", users("i") + "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>", "us>i; i>ue")
        + flows("s>u; u>e"), do("i", "i"), "s us us i ue u i ue u e"),
    "call": Way(
        ENDS + '<callActivity id="c" calledElement="q"><extensionElements><camunda:in variables="all"/><camunda:out source="x" target="y"/></extensionElements></callActivity>'
        + flows("s>c; c>e"), do("t"), "s qs t qe c e",
        after=f'<process id="q" isExecutable="true"><startEvent id="qs"/><endEvent id="qe"/>{users("t")}{flows("qs>t; t>qe")}</process>'),
    "deadline of a call": Way(
        ENDS + '<callActivity id="c" calledElement="q"/>' + users("b") + boundary("w", "c", timer("P1D")) + flows("s>c; c>e; w>b; b>e"),
        [*wait("P1D"), *do("b")], "s qs -t -c w b e",
        after=f'<process id="q"><startEvent id="qs"/><endEvent id="qe"/>{users("t")}{flows("qs>t; t>qe")}</process>'),
    "start by message": Way(
        f'<startEvent id="s">{MESSAGE_DEFINITION}</startEvent><endEvent id="e"/>' + users("a") + flows("s>a; a>e"), [*GOT, *do("a")], "s a e"),
    "start by signal": Way(
        f'<startEvent id="s">{SIGNAL_DEFINITION}</startEvent><endEvent id="e"/>' + users("a") + flows("s>a; a>e"), [*CALL, *do("a")], "s a e"),
    "start by timer": Way(
        f'<startEvent id="s">{timer("R/P1D", "timeCycle")}</startEvent><endEvent id="e"/>' + users("a") + flows("s>a; a>e"),
        [*wait("P1D"), *do("a")], "s a e"),
    "two ways to start": Way(
        ENDS + f'<startEvent id="s2">{MESSAGE_DEFINITION}</startEvent>' + users("a", "b") + flows("s>a; s2>b; a>e; b>e"),
        [*GOT, *do("b")], "s2 b e"),
    "two plain starts: the first begins": Way(
        ENDS + '<startEvent id="s2"/>' + users("a", "b") + flows("s>a; s2>b; a>e; b>e"), do("a"), "s a e"),
    "trigger by reference": Way(
        ENDS + users("a", "b") + '<boundaryEvent id="t" attachedToRef="a" cancelActivity="false"><eventDefinitionRef>d1</eventDefinitionRef></boundaryEvent>'
        '<intermediateCatchEvent id="w"><eventDefinitionRef>d2</eventDefinitionRef></intermediateCatchEvent>' + flows("s>w; w>a; a>e; t>b; b>e"),
        [*wait("PT1H"), *CALL, *do("b", "a")], "s w t b e a e",
        roots=SIGNAL + '<signalEventDefinition id="d1" signalRef="g1"/><timerEventDefinition id="d2"><timeDuration>PT1H</timeDuration></timerEventDefinition>'),
    "data beside the flow": Way(
        '<ioSpecification><dataInput id="di" name="Đơn"/><inputSet><dataInputRefs>di</dataInputRefs></inputSet><outputSet/></ioSpecification>'
        '<property id="pr" name="x"/>' + ENDS
        + '<userTask id="a"><ioSpecification><dataInput id="ai"/><dataOutput id="ao"/><inputSet><dataInputRefs>ai</dataInputRefs></inputSet>'
        '<outputSet><dataOutputRefs>ao</dataOutputRefs></outputSet></ioSpecification>'
        '<dataInputAssociation id="d1"><sourceRef>r</sourceRef><targetRef>ai</targetRef></dataInputAssociation>'
        '<dataOutputAssociation id="d2"><sourceRef>ao</sourceRef><targetRef>st</targetRef></dataOutputAssociation></userTask>'
        '<dataObject id="do"/><dataObjectReference id="r" name="Hồ sơ [mới]" dataObjectRef="do"/><dataStoreReference id="st" name="Kho"/>'
        + flows("s>a; a>e"), do("a"), "s a e"),
}  # fmt: skip


def written(way: Way) -> bytes:
    """The file that holds the drawing."""
    return definitions(way.drawn, way.roots, way.after)
