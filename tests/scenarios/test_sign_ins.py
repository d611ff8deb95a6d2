"""Whoever loads a scenario is told who can sign in there."""

from __future__ import annotations

from typing import Any

import pytest

from motcua.cli import commands, main, sign_ins
from motcua.scenarios import description
from motcua.scenarios.description import SAMPLE_PASSWORD
from tests.township import Township


def test_loading_a_scenario_prints_its_sign_ins(
    township: Township, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sign_ins.load("vinh-tuy", office_only=True, shown=True) == 0
    said = capsys.readouterr().out
    for role, username in description.read("vinh-tuy").sign_ins.items():
        assert any({role, username, SAMPLE_PASSWORD} <= set(line.split()) for line in said.splitlines())
    assert sign_ins.load("vinh-tuy", office_only=True, shown=False) == 0
    assert capsys.readouterr().out == ""


def test_of_an_office_that_is_not_there_nothing_is_printed(
    township: Township, capsys: pytest.CaptureFixture[str]
) -> None:
    sign_ins.show("ha-tinh")
    assert capsys.readouterr().out == ""


def test_the_command_prints_them_unless_told_not_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(commands, "_in_database", lambda *values: asked.append(values) or 0)
    assert main(["scenario", "load", "uong-bi"]) == 0
    assert main(["scenario", "load", "uong-bi", "--office-only", "--no-sign-ins"]) == 0
    assert asked == [
        ("motcua.cli.sign_ins", "load", "uong-bi", False, True),
        ("motcua.cli.sign_ins", "load", "uong-bi", True, False),
    ]
