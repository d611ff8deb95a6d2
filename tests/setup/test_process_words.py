"""Whatever is wrong with a process is said in Vietnamese: no sentence of the process room stays as it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from motcua import processes
from motcua.processes.bpmn import problems
from motcua.setup.process_words import reason_words
from tests.processes.building import ENDS, definitions, flows, users

HOLE = "7"
ENGLISH = re.compile(r"\b[a-z]+(?: [a-z]+)+\b")
ROOM = Path(processes.__path__[0])
FILES = sorted([*ROOM.glob("bpmn/*.py"), *ROOM.glob("soundness/*.py"), ROOM / "net" / "compiling.py"])


def sentences(file: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every text of several words in a file, with its holes filled, and the words that stand between them."""
    tree = ast.parse(file.read_text())
    quiet = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            docstring = node.body[0]
            assert isinstance(docstring, ast.Expr)
            quiet.add(docstring.value)
        if isinstance(node, ast.JoinedStr):
            quiet |= {child for child in ast.walk(node) if child is not node}
        if isinstance(node, ast.Dict):
            quiet |= {key for key in node.keys if key is not None}
    for node in ast.walk(tree):
        if node in quiet or not isinstance(node, ast.JoinedStr | ast.Constant):
            continue
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        texts = [
            part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else None
            for part in parts
        ]
        words = tuple(run for text in texts if text for run in ENGLISH.findall(text))
        if words and words != ("a token",):  # who moves, not a reason
            yield "".join(HOLE if text is None else text for text in texts), words


FOUND = sorted({found for file in FILES for found in sentences(file)})


def test_the_sentences_are_found() -> None:
    assert len(FOUND) > 100


@pytest.mark.parametrize(("sentence", "words"), FOUND, ids=[sentence for sentence, _words in FOUND])
def test_no_sentence_about_a_model_stays_in_english(sentence: str, words: tuple[str, ...]) -> None:
    with translation.override("vi"):
        told = reason_words(f"{sentence}; {sentence}")
    assert [part for part in words if part in told] == []


def test_a_step_with_no_way_on_is_told_in_vietnamese() -> None:
    model = definitions(ENDS + users("a", "b") + flows("s>a; a>e; a>b"))
    (problem,) = problems(model)
    with translation.override("vi"):
        assert "bước có người làm không có mũi tên đi ra" in reason_words(problem.reason)
