"""What the command line calls in this room."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from motcua.kernel import time as clock
from motcua.kernel.errors import fill
from motcua.procedures.importing import CatalogueRefused
from motcua.procedures.nodes import MAX_BYTES
from motcua.procedures.services import export_catalogue, import_catalogue, import_exchange
from motcua.procedures.services.exchanging import Fate


def import_file(path: str | Path) -> int:
    """Import a catalogue file, in force from today. Exit code 0 when it was taken over, 1 when refused.

    Prints one line with the figures, or one line per error with the line of the file and the reason.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        print(f"{path} cannot be read: {error.strerror}. Name a file of procedures.", file=sys.stderr)
        return 1
    try:
        report = import_catalogue(data, valid_from=clock.today(), source_name=Path(path).name)
    except CatalogueRefused as refused:
        for problem in refused.problems:
            print(f"{path}:{problem.line}: {_where(problem.path)}{problem.text}", file=sys.stderr)
        print(str(refused), file=sys.stderr)
        return 1
    print(report.text)
    return 0


def export_file(path: str | Path, codes: Sequence[str] = ()) -> int:
    """Write every published version of some procedures (all when none is named) for another installation."""
    Path(path).write_text(export_catalogue(codes), encoding="utf-8")
    print(f"{path}: written. Take it over there with: motcua procedures import {Path(path).name}")
    return 0


def import_exported(path: str | Path, dry_run: bool = False) -> int:
    """Take over what another installation exported. Exit code 1 when a procedure is in conflict."""
    report = import_exchange(Path(path).read_bytes(), dry_run=dry_run)
    for line in report.conflicts:
        reason = fill(line.reason, line.params)
        print(f"{path}: {line.code} version {line.number}: not taken over: {reason}", file=sys.stderr)
    done = "would be taken over" if dry_run else "taken over"
    print(
        f"{report.count(Fate.NEW)} versions {done}, {report.count(Fate.ENDED)} got their last day, "
        f"{report.count(Fate.KNOWN)} were here already, {len(report.conflicts)} are in conflict"
    )
    return 1 if report.conflicts else 0


def _where(place: str) -> str:
    return f"{place}: " if place else ""
