"""`motcua doctor`: what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import asdict

from motcua.cli.django_setup import django_with_database, setup_django
from motcua.kernel.embedded import EmbeddedError
from motcua.kernel.findings import Finding, State

_SIGNS = {State.WELL: "ok  ", State.WARNING: "note", State.BROKEN: "BAD "}


def main(as_json: bool) -> int:
    """Print every finding; 1 when something is broken."""
    findings = examine()
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            print(f"{_SIGNS[finding.state]} {finding.name}: {finding.what}")
            if finding.mend:
                print(f"       → {finding.mend}")
    broken = sum(finding.state is State.BROKEN for finding in findings)
    if not as_json:
        print("All is well." if not broken else f"{broken} of {len(findings)} need mending.")
    return 1 if broken else 0


def examine() -> list[Finding]:
    """All findings; a database that cannot be started is one of them."""
    with ExitStack() as stack:
        try:
            stack.enter_context(django_with_database())
        except EmbeddedError as error:
            setup_django()
            from motcua.kernel import health

            cannot = Finding(
                "database", State.BROKEN, str(error).splitlines()[0], "See: motcua database, and its log."
            )
            return [*health.without_database(), cannot]
        from motcua.kernel import health

        return health.doctor()
