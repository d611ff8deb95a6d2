# ruff: noqa: E501 - drawings in one line
"""Files from anywhere: no door opens, no traceback, no long wait."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.processes.bpmn import read
from motcua.processes.errors import ProcessError, XmlRefused
from motcua.processes.walk import check_file, run_script

from .building import ENDS, boundary, catch, definitions, flows, gateway, timer, users
from .dialects import DIALECTS
from .ways import WAYS, written

PATIENCE = 2.0  # seconds of computing for one file
GOOD = definitions(ENDS + users("a") + flows("s>a; a>e")).decode()
BODY = GOOD.partition("?>")[2]
LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY a{i} "{("&a" + str(i - 1 if i else "") + ";") * 10}">' for i in range(10)
) + "]>"  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "utf-7", "hz", "iso-2022-jp", "shift_jis"])
@pytest.mark.parametrize(
    "place", ['name="&a9;"', 'name="A"><documentation>&a9;</documentation></userTask><x y=""']
)
def test_entities_are_not_expanded_in_any_encoding(encoding: str, place: str) -> None:
    source = f'<?xml version="1.0" encoding="{encoding}"?>' + LAUGHS + BODY.replace('name="A"', place)
    begun = time.process_time()
    with pytest.raises(XmlRefused, match="DTD"):
        read(source.encode(encoding))
    assert time.process_time() - begun < PATIENCE


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "shift_jis"])
def test_an_honest_file_may_be_in_any_encoding_that_it_names(encoding: str) -> None:
    told = "utf-8" if encoding == "utf-8-sig" else encoding
    assert check_file((f'<?xml version="1.0" encoding="{told}"?>' + BODY).encode(encoding)).well


REFUSED = {
    "a zero byte": GOOD.replace('name="A"', 'name="\x00"'),
    "a zero told by number": GOOD.replace('name="A"', 'name="&#0;"'),
    "half a character": GOOD.replace('name="A"', 'name="&#xD800;"'),
    "a hidden DTD between two comments": GOOD.replace("?>", '?><!-- <![CDATA[ --><!DOCTYPE d [<!ENTITY a "b">]><!-- ]]> -->'),
    "a DTD outside": GOOD.replace("?>", '?><!DOCTYPE d SYSTEM "http://127.0.0.1:1/x.dtd">'),
    "a parameter entity": GOOD.replace("?>", '?><!DOCTYPE d [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'),
    "too many attributes": GOOD.replace('name="A"', " ".join(f'a{i}="x"' for i in range(60_000))),
    "too many namespaces": GOOD.replace('name="A"', " ".join(f'xmlns:n{i}="u{i}"' for i in range(40_000))),
    "too deep": GOOD.replace("<process", "<extensionElements>" + "<x>" * 200 + "</x>" * 200 + "</extensionElements><process"),
    "far too deep": GOOD.replace("<process", "<extensionElements>" + "<x>" * 50_000 + "</x>" * 50_000 + "</extensionElements><process"),
    "too many elements": GOOD.replace("<process", "<extensionElements>" + "<x/>" * 60_000 + "</extensionElements><process"),
    "too many steps": definitions(ENDS + users(*[f"a{i}" for i in range(6_000)])).decode(),
    "a text of five megabytes": GOOD.replace('name="A"', f'name="{"x" * 5_000_000}"'),
    "an unknown encoding": GOOD.replace("UTF-8", "klingon"),
    "the same attribute twice": GOOD.replace('name="A"', 'name="A" name="B"'),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_honest_xml_is_refused_at_once(name: str) -> None:
    begun = time.process_time()
    with pytest.raises(XmlRefused) as refused:
        read(REFUSED[name].encode())
    assert time.process_time() - begun < PATIENCE
    assert len(str(refused.value)) < 400


def test_an_include_is_never_followed() -> None:
    include = '<documentation><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/></documentation>'
    source = GOOD.replace("<process", f"{include}<process").encode()
    assert b"root:" not in read(source).source
    assert check_file(source).well


HEAVY = {
    "a line of thousands of steps": ENDS + users(*[f"a{i}" for i in range(3_000)]) + flows("s>a0; a2999>e;" + ";".join(f"a{i}>a{i + 1}" for i in range(2_999))),
    "hundreds of branches": ENDS + users(*[f"a{i}" for i in range(900)]) + gateway("parallel", "g", "j") + flows("s>g; j>e;" + ";".join(f"g>a{i}; a{i}>j" for i in range(900))),
    "hundreds of reminders": ENDS + users("a") + "".join(boundary(f"t{i}", "a", timer("PT1H"), False) for i in range(400)) + flows("s>a; a>e;" + ";".join(f"t{i}>e" for i in range(400))),
    "an event gateway of hundreds": ENDS + gateway("eventBased", "v") + "".join(catch(f"t{i}", timer("PT1H")) for i in range(900)) + flows("s>v;" + ";".join(f"v>t{i}; t{i}>e" for i in range(900))),
    "thousands of starts": "".join(f'<startEvent id="s{i}"/>' for i in range(3_000)) + '<endEvent id="e"/>' + flows(";".join(f"s{i}>e" for i in range(3_000))),
    "tokens doubling thirty times": ENDS + gateway("parallel", *[f"g{i}" for i in range(30)]) + gateway("exclusive", *[f"x{i}" for i in range(30)]) + '<serviceTask id="z"/>'
    + "".join(f'<sequenceFlow id="f{i}{k}" sourceRef="g{i}" targetRef="x{i}"/>' for i in range(30) for k in "ab") + flows("s>g0; x29>z; z>e;" + ";".join(f"x{i}>g{i + 1}" for i in range(29))),
}  # fmt: skip


@pytest.mark.parametrize("name", HEAVY)
def test_a_huge_drawing_gets_its_verdict_in_time(name: str) -> None:
    begun = time.process_time()
    verdict = check_file(definitions(HEAVY[name]))
    assert verdict.executable
    assert time.process_time() - begun < 2 * PATIENCE


def test_hundreds_of_parallel_branches_are_not_taken_for_endless_ones() -> None:
    assert check_file(definitions(HEAVY["hundreds of branches"])).sound


# ── random damage to good files of every dialect ───────────────────────────────────────────────────────────
names = st.sampled_from(sorted(WAYS))
dialects = st.sampled_from(sorted(DIALECTS))
pieces = st.sampled_from(
    [
        "",
        "p",
        "a",
        "e",
        "s-a",
        "${",
        "<!--",
        "&x;",
        "R/PT0S",
        "true",
        "-1",
        "\x00",
        "]]>",
        "tns:a",
        "é",
        "9" * 400,
    ]
)


def judged(source: bytes) -> None:
    begun = time.process_time()
    verdict = check_file(source)
    assert verdict.executable or verdict.problems
    with suppress(ProcessError):
        list(
            run_script(
                source, {"variables": {"k": 1, "x": True}, "steps": [{"advance": "PT2H"}, {"message": "m1"}]}
            )
        )
    assert time.process_time() - begun < PATIENCE


@settings(max_examples=60)
@given(
    names, dialects, st.lists(st.tuples(st.floats(0, 1, exclude_max=True), pieces), min_size=1, max_size=3)
)
def test_any_value_of_any_attribute_gets_a_verdict(
    name: str, dialect: str, damage: list[tuple[float, str]]
) -> None:
    parts = (
        DIALECTS[dialect](written(WAYS[name]))
        .decode("utf-16" if dialect == "Signavio" else "utf-8")
        .split('"')
    )
    for at, piece in damage:
        parts[min(len(parts) - 1, int(at * len(parts)) | 1)] = piece
    judged('"'.join(parts).replace("UTF-16", "UTF-8").encode())


@settings(max_examples=60)
@given(
    names,
    dialects,
    st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.sampled_from(["drop", "twice", "swap"])),
        min_size=1,
        max_size=4,
    ),
)
def test_elements_lost_doubled_or_exchanged_get_a_verdict(
    name: str, dialect: str, damage: list[tuple[float, str]]
) -> None:
    parts = (
        DIALECTS[dialect](written(WAYS[name]))
        .decode("utf-16" if dialect == "Signavio" else "utf-8")
        .split("<")
    )
    for at, how in damage:
        here = 2 + int(at * (len(parts) - 3))
        if how == "drop":
            parts[here : here + 1] = []
        elif how == "twice":
            parts.insert(here, parts[here])
        else:
            parts[here], parts[here - 1] = parts[here - 1], parts[here]
    judged("<".join(parts).replace("UTF-16", "UTF-8").encode())


@settings(max_examples=60)
@given(
    names,
    dialects,
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=3)), min_size=1, max_size=4),
)
def test_any_damage_to_the_bytes_gets_a_verdict(
    name: str, dialect: str, damage: list[tuple[float, bytes]]
) -> None:
    source = DIALECTS[dialect](written(WAYS[name]))
    for at, piece in damage:
        place = int(at * len(source))
        source = source[:place] + piece + source[place + 1 :]
    judged(source)
