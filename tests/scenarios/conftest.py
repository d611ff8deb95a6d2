"""The township for tests of scenarios."""

from tests.township import _township_database, live_township, township

__all__ = ["_township_database", "live_township", "township"]
