"""`motcua bench engine`: steps per second through the services, beside hand-written SQL and another engine.

All in one run on one server with fsync on. Each kind runs several rounds in turn and the median counts,
so that what else the machine does falls on all alike.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from typing import Any

from motcua.bench.ground import scratch_installation

KINDS = ("sql", "plain_sql", "motcua", "spiffworkflow")
ROUNDS = 3
CASES = 60  # a client and round; eight steps each


def run() -> dict[str, Any]:
    """Rates (steps per second) for 1 and 4 clients, and the ratios of ours to the others."""
    kinds = [kind for kind in KINDS if kind != "spiffworkflow" or _has_spiffworkflow()]
    rates: dict[str, dict[int, list[float]]] = {kind: {1: [], 4: []} for kind in kinds}
    with scratch_installation() as environment:
        for _ in range(ROUNDS):
            for clients in (1, 4):
                for kind in kinds:
                    rates[kind][clients].append(_rate(kind, clients, environment))
    medians = {
        kind: {str(n): round(statistics.median(found), 1) for n, found in by.items()}
        for kind, by in rates.items()
    }
    ours = medians["motcua"]
    ratios = {
        f"ratio_to_{kind}": {n: round(ours[n] / medians[kind][n], 3) for n in ours}
        for kind in kinds
        if kind != "motcua"
    }
    return {
        "steps_per_second": medians,
        "ratio_to_sql": ratios["ratio_to_sql"]["1"],
        "ratio_to_spiffworkflow": ratios.get("ratio_to_spiffworkflow", {}).get("1"),
        "ratios_by_clients": ratios,
        "how": f"median of {ROUNDS} rounds, {CASES} dossiers of 8 human steps a client, fsync on",
    }


def _rate(kind: str, clients: int, environment: dict[str, str]) -> float:
    children = [
        subprocess.Popen(
            [sys.executable, "-m", "motcua.bench.client", kind, str(CASES)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(clients)
    ]
    for child in children:
        assert child.stdout is not None
        if child.stdout.readline().strip() != "ready":
            raise RuntimeError(f"a client of {kind} did not get ready; see the messages above")
    results = []
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    for child in children:
        out, _ = child.communicate()
        if child.returncode:
            raise RuntimeError(f"a client of {kind} stopped; see the messages above")
        results.append(json.loads(out))
    return float(sum(item["steps"] for item in results) / max(item["seconds"] for item in results))


def _has_spiffworkflow() -> bool:
    from importlib.util import find_spec

    return find_spec("SpiffWorkflow") is not None
