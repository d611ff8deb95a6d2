"""Print one sign-in per role of the example office, for trying it out."""

from __future__ import annotations

import sys

from motcua.cli.django_setup import django_with_database


def main() -> int:
    """Print the table; nothing when no example office is installed."""
    with django_with_database():
        from motcua.scenarios.commands import sign_ins

        rows = list(sign_ins())
    if not rows:
        return 0
    print("Sign in as one of these (an example office: change the passwords before real use):")
    widths = [max(len(str(row[column])) for row in rows) for column in range(4)]
    for row in rows:
        print(
            "  " + "  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )
    print(flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
