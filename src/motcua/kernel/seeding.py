"""Basic data that belongs to the program, such as the dated parameters of the law.

A room registers its function in `AppConfig.ready`; `motcua prepare` runs them all after the migrations.
"""

from __future__ import annotations

from collections.abc import Callable

Seed = Callable[[], object]

_seeds: dict[str, Seed] = {}


def register_seed(name: str, seed: Seed) -> None:
    """`seed` must be safe to repeat, and must leave alone what an administrator has changed."""
    if _seeds.get(name, seed) is not seed:
        raise ValueError(f"another seed is already registered as {name!r}")
    _seeds[name] = seed


def run_seeds() -> list[str]:
    """Run all, in the order of the apps; gives their names."""
    for seed in _seeds.values():
        seed()
    return list(_seeds)
