"""`motcua import-procedures FILE`: figures or reasons, and an exit code that means it."""

from __future__ import annotations

from pathlib import Path

import pytest

from motcua.procedures.commands import import_file
from motcua.procedures.models import Procedure

from .conftest import FILE

pytestmark = pytest.mark.django_db


def test_a_good_file_prints_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert import_file(str(FILE)) == 0
    assert capsys.readouterr().out == "82 procedures: 82 new, 0 changed, 0 unchanged\n"
    assert import_file(str(FILE)) == 0
    assert capsys.readouterr().out == "82 procedures: 0 new, 0 changed, 82 unchanged\n"


def test_a_bad_file_prints_each_line_and_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.yaml"
    text = FILE.read_text(encoding="utf-8")
    bad.write_text(text.replace("code: '1.014111'", "code: '1.014.111'").replace("count: 82", "count: 83"))
    assert import_file(str(bad)) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert '"1.014.111" is no procedure code' in lines[1]
    assert text.splitlines().index("  - code: '1.014111'") + 1 == int(lines[1].split(":")[1])
    assert "nothing was imported" in lines[2]
    assert not Procedure.objects.exists()


def test_a_file_that_is_not_there_is_no_traceback(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert import_file(str(tmp_path / "none.yaml")) == 1
    assert import_file(str(tmp_path)) == 1
    assert "cannot be read" in capsys.readouterr().err
