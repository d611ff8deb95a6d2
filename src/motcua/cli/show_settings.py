"""`motcua settings`: every variable, what it means and what it holds."""

from __future__ import annotations

import os
from importlib import import_module

from motcua.cli.web import options
from motcua.kernel.embedded import binaries
from motcua.kernel.settings import markdown as as_markdown
from motcua.kernel.settings import variables


def show(*, markdown: bool = False) -> str:
    """The list as text, or the contents of docs/settings.md."""
    register_all()
    if markdown:
        return as_markdown()
    lines: list[str] = []
    group = ""
    for variable in variables():
        if variable.group != group:
            group = variable.group
            lines += ["", group] if lines else [group]
        present = os.environ.get(variable.name, "").strip()
        shown = ("(set)" if variable.secret else present) if present else f"{variable.default} (default)"
        lines += [f"  {variable.name} = {shown}", f"      {variable.help}"]
    return "\n".join(lines) + "\n"


def register_all() -> None:
    """Read every setting once, wherever it is read; that registers it."""
    options()
    binaries.chosen_folder()
    import_module("motcua.settings")
