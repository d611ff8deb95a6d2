"""`motcua bench web`: requests per second and waiting times of the pages people use most, over HTTP.

A scratch installation serves with its usual processes; one receptionist and one officer work in each
client at the same time. There is no peer that shows the same pages, so an empty page
(/healthz) is the limit.
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import time
from typing import Any

from motcua.bench.ground import scratch_installation

CLIENTS = 2
TURNS = 40  # dossiers per client
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")


def run() -> dict[str, Any]:
    """Rates and p50/p95 in milliseconds of each request, and its ratio to the empty page."""
    with scratch_installation() as environment:
        server = subprocess.Popen(
            [sys.executable, "-m", "motcua", "serve"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            port = _port(server)
            clients = [
                subprocess.Popen(
                    [sys.executable, "-m", "motcua.bench.web_client", str(port), str(TURNS)],
                    stdout=subprocess.PIPE,
                    text=True,
                )
                for _ in range(CLIENTS)
            ]
            outputs = [client.communicate()[0] for client in clients]
        finally:
            server.terminate()
            server.wait(20)
    if any(client.returncode for client in clients):
        raise RuntimeError("a client could not do its work; see the messages above")
    return _summary([json.loads(text) for text in outputs])


def _port(server: subprocess.Popen[str]) -> int:
    assert server.stdout is not None
    until = time.monotonic() + 60
    for line in server.stdout:
        if found := _ADDRESS.search(line):
            return int(found[1])
        if time.monotonic() > until:
            break
    raise RuntimeError("the web server did not start")


def _summary(results: list[dict[str, list[float]]]) -> dict[str, Any]:
    pages = {}
    for name in results[0]:
        times = sorted(value for result in results for value in result[name])
        pages[name] = {
            "requests_per_second": round(CLIENTS / statistics.fmean(times), 1),
            "p50_ms": round(1000 * times[len(times) // 2], 1),
            "p95_ms": round(1000 * times[int(len(times) * 0.95)], 1),
        }
    empty = pages["empty page"]["requests_per_second"]
    ratios = {name: round(page["requests_per_second"] / empty, 3) for name, page in pages.items()}
    how = f"{CLIENTS} clients at once, {TURNS} dossiers each, over HTTP on one machine, fsync on"
    return {"pages": pages, "ratio_to_empty_page": ratios, "how": how}
