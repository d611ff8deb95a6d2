"""Interim: only `motcua django …` until the table of contents below it is written."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from motcua.cli.django_setup import django_with_database
from motcua.kernel.embedded import Role


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["django"]:
        with django_with_database(Role.OWNER):
            from django.core.management import execute_from_command_line

            execute_from_command_line(["motcua django", *given[1:]])
        return 0
    print("motcua django …", file=sys.stderr)
    return 2
