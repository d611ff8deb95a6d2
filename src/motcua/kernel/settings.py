"""Where settings come from: environment variables, each with a help text.

Every variable is read through `config`, which also registers it, so `docs/settings.md` and
`motcua settings` can never forget one. This module imports no Django: the command line and the
embedded database need it before Django is set up.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


class SettingError(Exception):
    """A variable holds something that cannot be used; the text says which and what is expected."""


@dataclass(frozen=True)
class Variable:
    """One documented environment variable."""

    name: str
    default: str
    help: str
    group: str
    secret: bool = False


_registry: dict[str, Variable] = {}


def config(
    name: str,
    default: T,
    help: str,
    cast: Callable[[str], T] | None = None,
    *,
    group: str = "General",
    shown_default: str | None = None,
    secret: bool = False,
) -> T:
    """Read the variable `name`, or give `default` when it is unset or empty, and register it.

    `cast` turns the text into the value; without it the type of the default decides (bool, int, str).
    Raises SettingError with the variable's name when the text cannot be used.
    """
    shown = shown_default if shown_default is not None else _as_text(default)
    _registry[name] = Variable(name, shown, " ".join(help.split()), group, secret)
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    reader: Callable[[str], Any] = cast or _reader_for(default)
    try:
        value: T = reader(raw)
    except (ValueError, KeyError) as error:
        what = "(not shown)" if secret else repr(raw)
        raise SettingError(
            f"{name}={what} cannot be used: {error}. Help: {' '.join(help.split())}"
        ) from error
    return value


def variables() -> list[Variable]:
    """Every variable registered so far, by group and name. Import `motcua.settings` first for all of them."""
    return sorted(_registry.values(), key=lambda variable: (variable.group, variable.name))


def markdown() -> str:
    """The text of `docs/settings.md`."""
    lines = [
        "# Settings",
        "",
        "Every setting is an environment variable; none is required. An empty value counts as unset.",
        "This page is generated: `motcua settings --markdown > docs/settings.md`.",
    ]
    group = None
    for variable in variables():
        if variable.group != group:
            group = variable.group
            lines += ["", f"## {group}", "", "| variable | default | meaning |", "|---|---|---|"]
        default = f"`{variable.default}`" if variable.default else "–"
        lines.append(f"| `{variable.name}` | {default} | {variable.help.replace('|', '&#124;')} |")
    return "\n".join(lines) + "\n"


def boolean(raw: str) -> bool:
    """yes/no, true/false, on/off, 1/0."""
    known = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    try:
        return known[raw.lower()]
    except KeyError:
        raise ValueError("expected yes or no") from None


def words(raw: str) -> list[str]:
    """A list separated by commas or spaces."""
    return [word for word in raw.replace(",", " ").split() if word]


def _reader_for(default: object) -> Callable[[str], Any]:
    if isinstance(default, bool):
        return boolean
    if isinstance(default, int):
        return int
    if isinstance(default, list):
        return words
    return str


def _as_text(default: object) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    if isinstance(default, list):
        return ",".join(str(item) for item in default)
    return str(default)
