"""Where this installation keeps its things on disk."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from motcua.kernel.settings import SettingError, config


def repository() -> Path:
    """The working tree when installed from one, else the current folder."""
    tree = Path(__file__).resolve().parents[3]
    return tree if (tree / "pyproject.toml").is_file() else Path.cwd()


def home() -> Path:
    """MOTCUA_HOME: the embedded database, stored files, the secret key. Not created here."""
    chosen = config(
        "MOTCUA_HOME",
        "",
        "Folder that holds the embedded database, the stored files and the secret key. Keep a backup of it.",
        shown_default="var/ in the working tree",
    )
    return Path(chosen).expanduser().resolve() if chosen else repository() / "var"


def ensure_home() -> Path:
    """MOTCUA_HOME, created when missing. Raises SettingError when that is impossible."""
    folder = home()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(
            f"MOTCUA_HOME={folder} cannot be created: {error.strerror}. Choose a folder you may write to."
        ) from error
    return folder


def kept_secret(name: str, length: int = 50, folder: Path | None = None) -> str:
    """The secret kept in the file `name` of MOTCUA_HOME or of `folder` (mode 0600), made on first use.

    Two processes may ask at once: the file appears whole, by a hard link, and the first one wins.
    """
    path = (folder or ensure_home()) / name
    with contextlib.suppress(FileNotFoundError):
        return _read_secret(path)
    scratch = path.with_name(f".{name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(length))
        with contextlib.suppress(FileExistsError):
            os.link(scratch, path)
    except OSError as error:
        raise SettingError(
            f"{path} cannot be written: {error.strerror}. Choose another MOTCUA_HOME."
        ) from error
    finally:
        scratch.unlink(missing_ok=True)
    return _read_secret(path)


def _read_secret(path: Path) -> str:
    try:
        text = path.read_text().strip()
    except PermissionError as error:
        raise SettingError(
            f"{path} belongs to another user. Run as that user, or choose another MOTCUA_HOME."
        ) from error
    if not text:
        raise SettingError(f"{path} is empty. Delete it, and a new one is made.")
    return text
