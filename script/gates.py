"""Every quality gate, one after another; all run even when one fails. Arguments go to pytest."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

TREE = Path(__file__).resolve().parents[1]
BIN = TREE / ".venv" / "bin"
MOTCUA = [str(BIN / "motcua")]


@dataclass(frozen=True)
class Helper:
    """A Debian package that some tests need and an office does not."""

    package: str
    tests: str
    there: Callable[[], bool]


HELPERS = (
    Helper(
        "chromium",
        "browser tests",
        lambda: any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    ),
    Helper(
        "softhsm2",
        "tests of signing with a token",
        lambda: any(Path("/usr/lib").glob("**/softhsm/libsofthsm2.so")),
    ),
)


@dataclass(frozen=True)
class Outcome:
    """How one gate ended."""

    name: str
    status: int
    seconds: float
    last_line: str

    def __str__(self) -> str:
        return f"{'ok    ' if self.status == 0 else 'FAILED'} {self.name} ({self.seconds:.0f} s)"


def main(arguments: Sequence[str]) -> int:
    """Run all gates; 0 only when every one is passed."""
    ensure_helpers()
    checks: list[tuple[str, list[str]]] = [
        ("ruff check", [str(BIN / "ruff"), "check", "."]),
        ("ruff format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
        ("mypy", [str(BIN / "mypy")]),
        ("floors and pure modules", [str(BIN / "lint-imports"), "--no-logo"]),
        ("migrations complete", [*MOTCUA, "django", "makemigrations", "--check", "--dry-run"]),
        ("translations complete", [*MOTCUA, "translations", "check"]),
    ]
    outcomes = [run(name, command) for name, command in checks]
    outcomes.append(settings_page())
    # Tests are handed out few at once: some take long.
    pytest = [str(BIN / "python"), "-m", "pytest", "-n", "2", "--maxschedchunk", "4"]
    if (other := other_postgres()) is not None:
        subset = [*pytest, "-q", "-m", "database and not browser and not slow", *arguments]
        version, folder = other
        environment = {**os.environ, "MOTCUA_POSTGRES_BIN": folder}
        outcomes.append(
            run(
                f"pytest on PostgreSQL {version} (database tests)",
                subset,
                environment,
                none_found_is_well=True,
            )
        )
    tests = run("pytest", [*pytest, *arguments])
    print("\n── gates ──")
    for outcome in [*outcomes, tests]:
        print(outcome)
    print(tests.last_line, flush=True)
    return 0 if all(outcome.status == 0 for outcome in [*outcomes, tests]) else 1


def run(
    name: str,
    command: list[str],
    environment: dict[str, str] | None = None,
    *,
    none_found_is_well: bool = False,
) -> Outcome:
    """Run one gate, its output passing through."""
    print(f"\n── {name} ──", flush=True)
    began = time.monotonic()
    last = ""
    with subprocess.Popen(
        command, cwd=TREE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line.rstrip() or last
    status = process.returncode
    if status == 5 and none_found_is_well:  # pytest: no test was chosen
        status = 0
    return Outcome(name, status, time.monotonic() - began, last)


def settings_page() -> Outcome:
    """Whether docs/settings.md says what the program reads."""
    print("\n── settings page current ──", flush=True)
    began = time.monotonic()
    wanted = subprocess.run(
        [*MOTCUA, "settings", "--markdown"], cwd=TREE, capture_output=True, text=True, check=False
    )
    page = TREE / "docs" / "settings.md"
    current = wanted.returncode == 0 and page.is_file() and page.read_text() == wanted.stdout
    if not current:
        print(wanted.stderr + "Run: motcua settings --markdown > docs/settings.md")
    return Outcome("settings page current", 0 if current else 1, time.monotonic() - began, "")


def other_postgres() -> tuple[str, str] | None:
    """Version and folder of a PostgreSQL of another major version than the one the tests run on."""
    code = (
        "from motcua.kernel.embedded.binaries import candidates\n"
        "found = candidates()\n"
        "for other in found[1:]:\n"
        "    if other.major != found[0].major:\n"
        "        print(other.version, other.folder, sep='\\t')\n"
        "        break\n"
    )
    said = subprocess.run(
        [str(BIN / "python"), "-c", code], cwd=TREE, capture_output=True, text=True, check=False
    )
    version, _, folder = said.stdout.strip().partition("\t")
    return (version, folder) if folder else None


def ensure_helpers() -> None:
    """Install Debian's Chromium and SoftHSM when they are missing and we may; else say once what is skipped."""
    missing = [helper for helper in HELPERS if not helper.there()]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Updating the list of system packages …", flush=True)
        _apt("update", "-q")
        for helper in missing:
            print(f"Installing {helper.package} for the {helper.tests} …", flush=True)
            _apt("install", "-q", "-y", helper.package)
    for helper in HELPERS:
        if not helper.there():
            print(
                f"{helper.package} is not here: the {helper.tests} are skipped."
                f" To run them: apt-get install {helper.package}",
                flush=True,
            )


def _apt(*arguments: str) -> None:
    done = subprocess.run(["apt-get", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print((done.stderr or done.stdout).strip()[-500:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
