"""The version of this installation."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


def version() -> str:
    """As in pyproject.toml; "unknown" when run without being installed."""
    try:
        return installed("motcua")
    except PackageNotFoundError:
        return "unknown"
