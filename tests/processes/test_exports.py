"""Every construct of the executed subset, as the tools write it: accepted, sound, and walked as BPMN 2.0 says."""

from __future__ import annotations

import pytest

from motcua.processes.bpmn import patch, read, to_xml
from motcua.processes.net import compile_net
from motcua.processes.walk import check_file, run_script

from .dialects import DIALECTS
from .ways import WAYS, Way, written


def walked(source: bytes, way: Way) -> tuple[str, str]:
    """What a walk tells, in the words of `Way`."""
    *lines, last = run_script(source, {"variables": way.variables, "steps": way.steps})
    marks = {"completed": "", "cancelled": "-"}
    story = " ".join(marks[line["event"]] + line["element"] for line in lines if line["event"] in marks)
    return story, " ".join(last["waiting"])


@pytest.mark.parametrize("name", WAYS)
def test_a_construct_is_sound_and_walked_as_the_standard_says(name: str) -> None:
    way = WAYS[name]
    verdict = check_file(written(way))
    assert verdict.executable, [str(p) for p in verdict.problems]
    assert verdict.sound is way.sound, verdict.violations
    assert walked(written(way), way) == (way.story, way.waits)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", WAYS)
def test_every_tool_s_way_of_writing_means_the_same(name: str, dialect: str) -> None:
    way = WAYS[name]
    source = DIALECTS[dialect](written(way))
    verdict = check_file(source)
    assert verdict.executable, [str(p) for p in verdict.problems]
    assert verdict.sound is way.sound, verdict.violations
    assert walked(source, way) == (way.story, way.waits)
    net = compile_net(read(source))
    assert compile_net(read(to_xml(read(source)))).digest() == net.digest()
    assert compile_net(read(patch(source, {"s": {"name": None}}))).digest() == net.digest()
