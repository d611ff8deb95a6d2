"""Finds what is to be translated: calls in Python, tags in templates. Needs no GNU gettext."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
# Function name → which arguments are (context, singular, plural); -1 means it has none.
_KEYWORDS: dict[str, tuple[int, int, int]] = {
    **dict.fromkeys(("_", "N_", "gettext", "gettext_lazy", "gettext_noop"), (-1, 0, -1)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (-1, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, -1)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
_CALL = re.compile(r"\b(?:n?p?gettext|_)\(")


class TranslationError(Exception):
    """A source file that cannot be read for translations; says where and what to do."""


@dataclass(frozen=True, order=True)
class Message:
    """One thing to translate and the file that says it (for error messages only)."""

    msgid: str
    context: str = ""
    plural: str = ""
    where: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What gettext looks a message up by."""
        return self.msgid, self.context


def messages_in_python(source: str, where: str) -> Iterator[Message]:
    """The messages of calls such as `_("…")`. Raises TranslationError for anything but plain text inside."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise TranslationError(f"{where}:{error.lineno}: not valid Python ({error.msg})") from error
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            if name in _KEYWORDS and (message := _message(node, _KEYWORDS[name], where)):
                yield message


def _message(node: ast.Call, places: tuple[int, int, int], where: str) -> Message | None:
    def text(index: int) -> str:
        if index < 0:
            return ""
        argument = node.args[index]
        if isinstance(argument, ast.JoinedStr):
            raise TranslationError(
                f"{where}:{node.lineno}: an f-string cannot be translated; use %(name)s places"
            )
        return (
            argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else ""
        )

    if len(node.args) <= max(places):
        return None
    context, msgid, plural = (text(index) for index in places)
    return Message(msgid, context, plural, where) if msgid else None


def messages_in_template(source: str, where: str) -> Iterator[Message]:
    """The messages of {% translate %}, {% blocktranslate %} and _("…") in a Django template."""
    from django.template.exceptions import TemplateSyntaxError
    from django.utils.translation.template import templatize

    try:
        code = templatize(source, origin=where)
    except (TemplateSyntaxError, SyntaxError) as error:
        raise TranslationError(f"{where}: {error}") from error
    for match in _CALL.finditer(code):
        try:
            call = ast.parse(_balanced(code, match.start()), mode="eval").body
        except SyntaxError:
            continue  # letters blanked out that look like a call
        if isinstance(call, ast.Call):
            name = getattr(call.func, "id", "")
            if message := _message(call, _KEYWORDS[name], where):
                yield message


def _balanced(code: str, start: int) -> str:
    """The call that starts at `start`, up to its closing bracket outside of any text."""
    depth, quote, position = 0, "", start
    while position < len(code):
        sign = code[position]
        if quote:
            if sign == "\\":
                position += 1
            elif code.startswith(quote, position):
                position += len(quote) - 1
                quote = ""
        elif sign in "\"'":
            quote = code[position : position + 3] if code[position : position + 3] == sign * 3 else sign
            position += len(quote) - 1
        elif sign in "()":
            depth += 1 if sign == "(" else -1
            if depth == 0:
                return code[start : position + 1]
        position += 1
    return code[start:]


def messages_of_package(package: Path = PACKAGE) -> dict[tuple[str, str], Message]:
    """Every message of every .py, .html and .txt file below the package."""
    readers: dict[str, Callable[[str, str], Iterator[Message]]] = {
        ".py": messages_in_python,
        ".html": messages_in_template,
        ".txt": messages_in_template,
    }
    found: dict[tuple[str, str], Message] = {}
    for path in sorted(package.rglob("*")):
        relative = path.relative_to(package)
        reader = readers.get(path.suffix)
        if reader is None or "static" in relative.parts or "migrations" in relative.parts:
            continue
        if path.suffix == ".txt" and "templates" not in relative.parts:
            continue
        for message in reader(path.read_text("utf-8"), str(relative)):
            known = found.get(message.key)
            if known is None or (message.plural and not known.plural):
                found[message.key] = message
    return found
