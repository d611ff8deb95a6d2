"""The township with dossiers of every fate, and a neighbouring commune under the same roof."""

from __future__ import annotations

from tests.oversight.office import busy, neighbour
from tests.township import _township_database, live_township, township

__all__ = ["_township_database", "busy", "live_township", "neighbour", "township"]
