"""YAML as a tree that remembers its lines. Pure, and safe with untrusted text.

The tree is built from parser events, without recursion into the library's object construction: no tags, no
anchors (so no text that unfolds into gigabytes), a limit of size and depth, and plain words are never
guessed into dates, sexagesimal numbers or octal ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import yaml

from motcua.kernel.errors import N_, fill

MAX_BYTES = 4_000_000
MAX_DEPTH = 20

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
_NUMBER = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


class Kind(Enum):
    SCALAR = "a single value"
    LIST = "a list"
    MAPPING = "a group of fields"


@dataclass(frozen=True)
class ImportProblem:
    """One reason why a file is refused. `message` is an English msgid with places filled from `params`."""

    line: int
    path: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The message with its places filled, in English."""
        return fill(self.message, self.params)

    def __str__(self) -> str:
        where = f"line {self.line}: {self.path}" if self.path else f"line {self.line}"
        return f"{where}: {self.text}"


@dataclass
class Node:
    """A piece of the file. `value` holds a scalar's value; text in quotes is always a str."""

    kind: Kind
    line: int
    value: str | int | float | bool | None = None
    items: list[Node] = field(default_factory=list)
    entries: list[tuple[Node, Node]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return self.kind is Kind.SCALAR and self.value is None

    def plain(self) -> Any:
        """The same as lists, dicts and values; of a doubled key the last one."""
        if self.kind is Kind.LIST:
            return [item.plain() for item in self.items]
        if self.kind is Kind.MAPPING:
            return {str(key.value): value.plain() for key, value in self.entries}
        return self.value

    def canonical(self) -> str:
        """JSON text that is the same for the same content, whatever its layout."""
        return json.dumps(self.plain(), ensure_ascii=False, sort_keys=True)


def read(data: str | bytes) -> tuple[Node | None, list[ImportProblem]]:
    """The tree of a YAML text, or None and why there is none."""
    text, problem = _decoded(data)
    if text is None:
        return None, [problem] if problem else []
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if not builder.take(event):
                break
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or error.context or ""
        builder.problem(mark.line if mark else 0, N_("This is not valid YAML: %(reason)s."), reason=reason)
    except (yaml.YAMLError, ValueError, RecursionError, MemoryError) as error:
        reason = str(getattr(error, "reason", "") or error).splitlines()[0] if str(error) else ""
        builder.problem(_line_at(text, error), N_("This is not valid YAML: %(reason)s."), reason=reason)
    if builder.problems:
        return None, builder.problems
    if builder.root is None:
        return None, [ImportProblem(1, "", N_("The file is empty."))]
    return builder.root, []


def _decoded(data: str | bytes) -> tuple[str | None, ImportProblem | None]:
    if len(data) > MAX_BYTES:
        message = N_("The file is larger than %(limit)s MB; split it.")
        return None, ImportProblem(1, "", message, {"limit": MAX_BYTES // 1_000_000})
    if isinstance(data, str):
        return data.removeprefix("\ufeff"), None
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return None, ImportProblem(line, "", N_("The file is not UTF-8 text; save it as UTF-8."))


def _line_at(text: str, error: BaseException) -> int:
    position = getattr(error, "position", None)
    if isinstance(error, UnicodeError):
        position = getattr(error, "start", None)
    return text.count("\n", 0, position) if isinstance(position, int) else 0


def _line_of(event: yaml.Event) -> int:
    mark = event.start_mark
    return mark.line if mark else 0


class _Builder:
    def __init__(self) -> None:
        self.problems: list[ImportProblem] = []
        self.root: Node | None = None
        self._open: list[Node] = []
        self._keys: list[Node | None] = []  # the key of each open mapping that waits for its value
        self._documents = 0

    def problem(self, line: int, message: str, /, **params: object) -> None:
        self.problems.append(ImportProblem(line + 1, "", message, params))

    def take(self, event: yaml.Event) -> bool:
        """Whether to go on reading."""
        line = _line_of(event)
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self.problem(line, N_("The file holds more than one document ('---'); keep one."))
                return False
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.problem(line, N_("Anchors and aliases (& and *) are not allowed; write the value out."))
            return False
        if getattr(event, "tag", None) not in (None, "!"):
            self.problem(line, N_("Tags (such as !!python) are not allowed; write a plain value."))
            return False
        if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            kind = Kind.LIST if isinstance(event, yaml.SequenceStartEvent) else Kind.MAPPING
            return self._enter(Node(kind, line + 1))
        if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self._open.pop()
            self._keys.pop()
        elif isinstance(event, yaml.ScalarEvent):
            self._place(Node(Kind.SCALAR, line + 1, self._scalar(event)))
        return True

    def _enter(self, node: Node) -> bool:
        if len(self._open) >= MAX_DEPTH:
            self.problem(node.line - 1, N_("The file is nested too deeply."))
            return False
        self._place(node)
        self._open.append(node)
        self._keys.append(None)
        return True

    def _place(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if parent.kind is Kind.LIST:
            parent.items.append(node)
        elif self._keys[-1] is None:
            self._keys[-1] = node
        else:
            key = self._keys[-1]
            self._keys[-1] = None
            assert key is not None
            parent.entries.append((key, node))

    def _scalar(self, event: yaml.ScalarEvent) -> str | int | float | bool | None:
        text: str = event.value
        if _UNSTORABLE.search(text):
            self.problem(
                _line_of(event), N_("There is an invisible control character in this text; delete it.")
            )
        if event.style:
            return text
        if text.lower() in _CONSTANTS:
            return _CONSTANTS[text.lower()]
        if _WHOLE.fullmatch(text):
            return int(text)
        return float(text) if _NUMBER.fullmatch(text) else text
