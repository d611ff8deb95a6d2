"""`motcua procedures`: the catalogue to and from other installations."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

_COMMANDS = "motcua.procedures.commands"


def add_to(names: Any, in_database: Callable[..., int], must_be_readable: Callable[[Path], None]) -> None:
    """Add the command; `in_database` runs a function of a room, `must_be_readable` refuses a missing file."""

    def take_over(chosen: argparse.Namespace) -> int:
        must_be_readable(chosen.file)
        return in_database(_COMMANDS, "import_exported", chosen.file, chosen.dry_run)

    both = names.add_parser("procedures", help="the catalogue to and from other installations")
    acts = both.add_subparsers(dest="act", required=True, metavar="export|import")
    out = acts.add_parser("export", help="write the published procedures with their identity")
    out.add_argument("file", metavar="FILE", type=Path)
    out.add_argument("--code", action="append", default=[], help="only this procedure; may be repeated")
    out.set_defaults(run=lambda chosen: in_database(_COMMANDS, "export_file", chosen.file, chosen.code))
    into = acts.add_parser("import", help="take over an export; repeating it changes nothing")
    into.add_argument("file", metavar="FILE", type=Path)
    into.add_argument("--dry-run", action="store_true", help="only say what would happen")
    into.set_defaults(run=take_over)
