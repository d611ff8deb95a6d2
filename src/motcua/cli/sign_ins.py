"""Print one sign-in per role of an example office, for trying it out."""

from __future__ import annotations

import sys

from motcua.cli.django_setup import django_with_database


def main(name: str) -> int:
    """Print the table of that scenario; nothing when its office is not installed."""
    with django_with_database():
        show(name)
    return 0


def load(name: str, office_only: bool, shown: bool) -> int:
    """Load a scenario and then print its sign-ins, if wanted. Ends with 0 when all is there."""
    from motcua.scenarios import commands

    ended = commands.load(name, office_only)
    if ended == 0 and shown:
        show(name)
    return ended


def show(name: str) -> None:
    """Print the table of that scenario; for where the database is open."""
    from motcua.scenarios.commands import sign_ins

    rows = sign_ins(name)
    if not rows:
        return
    print("Sign in as one of these (an example office: change the passwords before real use):")
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print(flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
