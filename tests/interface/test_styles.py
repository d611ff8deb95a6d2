"""A style stands in a sheet that its page loads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TREE = Path(__file__).resolve().parents[2]
SHEETS = {sheet.stem: sheet.read_text() for sheet in (TREE / "assets/css").glob("*.css")}


def classes(sheet: str) -> set[str]:
    return set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"\{[^{}]*\}|@import.*?;", " ", SHEETS[sheet])))


@pytest.mark.parametrize("sheet", ["bpmn", "editor"])
def test_what_only_one_page_loads_styles_no_other_page(sheet: str) -> None:
    own = classes(sheet) - {name for other in SHEETS if other != sheet for name in classes(other)}
    for template in (TREE / "src/motcua").rglob("templates/**/*.html"):
        text = template.read_text()
        used = {
            name for words in re.findall(r'class="([^"]*)"', text) for name in re.split(r"[^\w-]+", words)
        }
        assert f"dist/{sheet}.css" in text or not own & used, template.name
