"""Set this working tree up with nothing but Python's own library. See `main` for the steps.

Each step remembers what it was made from, so a second run does nothing and needs no network.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

TREE = Path(__file__).resolve().parents[1]
VENV = TREE / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "motcua-setup.json"
ASSET_SOURCES = ("assets/**/*", "src/motcua/**/*.html", "src/motcua/**/*.py", "src/motcua/static/*")
OLDEST_NODE = 18


class SetupError(Exception):
    """What went wrong and what to do about it."""


def main() -> int:
    """Virtual environment, packages, the project itself, assets, translations."""
    parser = argparse.ArgumentParser(prog="script/setup", description=__doc__)
    parser.add_argument("--test", action="store_true", help="also what the tests need")
    parser.add_argument("--bench", action="store_true", help="also what the benchmarks compare with")
    chosen = parser.parse_args()
    try:
        (TREE / "var").mkdir(exist_ok=True)
        with open(TREE / "var" / "setup.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            environment()
            extras = [name for name in ("test", "bench") if getattr(chosen, name)]
            packages(["base", "build", *extras])
            project()
            assets()
            translations()
    except SetupError as error:
        print(f"script/setup: {error}", file=sys.stderr)
        return 1
    except PermissionError as error:
        print(
            f"script/setup: {error.filename} may not be written by this user. "
            "Use the user who set the tree up, or a clone of your own.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


# ── steps ──


def environment() -> None:
    """.venv with a Python that is new enough; one that works is kept."""
    if works([PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if works([sys.executable, "-c", "import ensurepip"]):
        step("Making the virtual environment", [sys.executable, "-m", "venv", VENV])
        return
    # Debian keeps ensurepip in a package of its own.
    if shutil.which("uv") or works([sys.executable, "-m", "pip", "--version"]):
        step("Making the virtual environment", [sys.executable, "-m", "venv", "--without-pip", VENV])
    elif os.geteuid() == 0 and shutil.which("apt-get"):
        step("Updating the list of system packages", ["apt-get", "update", "-q"])
        step("Installing python3-venv", ["apt-get", "install", "-q", "-y", "python3-venv"])
        step("Making the virtual environment", [sys.executable, "-m", "venv", VENV])
    else:
        raise SetupError(
            "this Python cannot make a virtual environment. "
            "Ask an administrator for: apt-get install python3-venv"
        )


def packages(groups: list[str]) -> None:
    """The packages of requirements/*.txt, each with its hash."""
    files = [f"requirements/{group}.txt" for group in groups]
    if not node_on_path():
        files.append("requirements/node.txt")
    missing = [file for file in files if stamp_differs(file, [TREE / file])]
    if not missing:
        return
    arguments = [part for file in files for part in ("-r", file)]
    install("Installing Python packages", ["--require-hashes", *arguments])
    for file in missing:
        write_stamp(file, [TREE / file])


def project() -> None:
    """This tree itself, editable."""
    sources = [TREE / "pyproject.toml"]
    if not stamp_differs("project", sources) and works([PYTHON, "-c", "import motcua"]):
        return
    install("Installing motcua", ["--no-deps", "--no-build-isolation", "-e", "."])
    write_stamp("project", sources)


def assets() -> None:
    """What browsers get, built with the Node found, or with the one from requirements/node.txt."""
    locks = [TREE / "package.json", TREE / "package-lock.json"]
    folder = node_on_path() or VENV / "bin"
    search = f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"
    # As with Python's packages: trust what the machine trusts.
    environment_ = {**os.environ, "PATH": search, "NODE_USE_SYSTEM_CA": "1"}
    if stamp_differs("node_modules", locks) or not (TREE / "node_modules").is_dir():
        command = [
            folder / "npm",
            "ci",
            "--ignore-scripts",
            "--prefer-offline",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]
        step("Fetching what the pages are built from", command, environment_)
        write_stamp("node_modules", locks)
    sources = [
        *locks,
        *(file for pattern in ASSET_SOURCES for file in sorted(TREE.glob(pattern)) if file.is_file()),
    ]
    if stamp_differs("assets", sources) or not (TREE / "src/motcua/static/dist/app.css").is_file():
        step("Building styles and scripts", [folder / "node", "assets/build.mjs", "--quiet"], environment_)
        write_stamp("assets", sources)


def translations() -> None:
    """The .mo files, from the .po files."""
    sources = sorted((TREE / "src/motcua/locale").glob("*/LC_MESSAGES/*.po"))
    if not stamp_differs("translations", sources) and all(
        file.with_suffix(".mo").is_file() for file in sources
    ):
        return
    step("Compiling the translations", [PYTHON, "-m", "motcua.kernel.translations", "compile"])
    write_stamp("translations", sources)


# ── finding tools ──


def install(name: str, arguments: list[object]) -> None:
    """Install with uv, the faster; with pip where uv does not get through (it ignores pip's settings)."""
    uv = find_uv()
    if uv is not None:
        # Trust what the machine trusts: many offices have an authority of their own.
        environment_ = {**os.environ, "UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}
        try:
            step(name, [uv, "pip", "install", "--quiet", "--python", PYTHON, *arguments], environment_)
            return
        except SetupError:
            print("uv did not get through; going on with pip, which takes longer.")
    step(name, [*find_pip(), "install", "--quiet", *arguments])


def find_uv() -> str | None:
    """uv in .venv (installed by its hash), else the machine's; None when there is none for this machine."""
    own = VENV / "bin" / "uv"
    machine = shutil.which("uv")
    if not own.is_file() and not machine:
        try:
            command = ["install", "-q", "--require-hashes", "-r", "requirements/uv.txt"]
            step("Installing the installer", [*find_pip(), *command])
        except SetupError:
            return None
    return str(own) if own.is_file() else machine


def find_pip() -> list[object]:
    """pip for .venv: its own, or the machine's working on it."""
    for pip in ([PYTHON, "-m", "pip"], [sys.executable, "-m", "pip", "--python", PYTHON]):
        if works([*pip, "--version"]):
            return pip
    raise SetupError("neither pip nor uv is here. Ask an administrator for: apt-get install python3-venv")


def node_on_path() -> Path | None:
    """The folder of a Node that is new enough and has npm; None when the wheel's must serve."""
    node = shutil.which("node")
    if not node or not shutil.which("npm") or Path(node).parent == VENV / "bin":
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.match(r"v(\d+)", answer)
    return Path(node).parent if match and int(match[1]) >= OLDEST_NODE else None


def works(command: list[object]) -> bool:
    """Whether the command ends well."""
    try:
        return (
            subprocess.run(list(map(str, command)), capture_output=True, cwd=TREE, check=False).returncode
            == 0
        )
    except OSError:
        return False


# ── running and remembering ──


def step(name: str, command: list[object], environment_: dict[str, str] | None = None) -> None:
    """Run one step and show that it is running; its output only when it fails."""
    began = time.monotonic()
    print(f"{name} …", end="", flush=True)
    with subprocess.Popen(
        list(map(str, command)),
        cwd=TREE,
        env=environment_,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        said = wait_and_show(process)
    seconds = time.monotonic() - began
    if process.returncode != 0:
        print(" failed.", flush=True)
        raise SetupError(f"{name} failed ({' '.join(map(str, command))}):\n{said.strip()}")
    print(f" {seconds:.1f} s", flush=True)


def wait_and_show(process: subprocess.Popen[str]) -> str:
    """A dot every two seconds until the process has ended; gives what it wrote."""
    while True:
        try:
            return process.communicate(timeout=2)[0] or ""
        except subprocess.TimeoutExpired:
            print(".", end="", flush=True)


def fingerprint(files: list[Path]) -> str:
    """Changes whenever one of the files does."""
    digest = hashlib.sha256(str(sys.version_info[:2]).encode())
    for file in files:
        digest.update(str(file.relative_to(TREE)).encode() + b"\0")
        digest.update(file.read_bytes() if file.is_file() else b"missing")
    return digest.hexdigest()


def stamp_differs(name: str, files: list[Path]) -> bool:
    """Whether the step `name` was last done with other inputs, or never."""
    return read_stamps().get(name) != fingerprint(files)


def write_stamp(name: str, files: list[Path]) -> None:
    """Remember that the step was done with these inputs."""
    STAMPS.write_text(json.dumps({**read_stamps(), name: fingerprint(files)}, indent=1))


def read_stamps() -> dict[str, str]:
    """What was done with what."""
    try:
        return dict(json.loads(STAMPS.read_text()))
    except (OSError, ValueError):
        return {}


if __name__ == "__main__":
    sys.exit(main())
