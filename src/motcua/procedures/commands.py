"""What the command line calls in this room."""

from __future__ import annotations

import sys
from pathlib import Path

from motcua.kernel import time as clock
from motcua.procedures.importing import CatalogueRefused
from motcua.procedures.nodes import MAX_BYTES
from motcua.procedures.services import import_catalogue


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


def _where(place: str) -> str:
    return f"{place}: " if place else ""
