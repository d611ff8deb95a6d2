"""`script/server`: the database, the pages and the worker together, watched over, and stopped together."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from motcua.cli.parts import Part, start, stop_all
from motcua.cli.prepare import prepare_in_own_process
from motcua.cli.web import Listening, listen, options
from motcua.kernel.database import given_url
from motcua.kernel.embedded import Cluster

_DEFAULT_SCENARIO = "vinh-tuy"
_ANSWER_SECONDS = 60
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_FAST_DEATHS = 3  # in a row, each within …
_FAST_SECONDS = 20


class _AskedToStopError(Exception):
    """A signal told us to end."""


@dataclass
class _Watched:
    """A part that is started again when it dies."""

    begin: Callable[[], Part]
    part: Part
    deaths: int = 0
    since: float = field(default_factory=time.monotonic)


def main(chosen: argparse.Namespace) -> int:
    """Run until Ctrl-C, SIGTERM or SIGHUP; then every process started here ends, whatever state it is in."""
    for number in _STOP_SIGNALS:
        signal.signal(number, _ask_to_stop)
    cluster = None if given_url() else Cluster.here()
    parts: list[Part] = []
    try:
        return _run(chosen, cluster, parts)
    except _AskedToStopError:
        print("\nStopping …", flush=True)
        return 0
    finally:
        for number in _STOP_SIGNALS:  # a second Ctrl-C must not leave anything behind
            signal.signal(number, signal.SIG_IGN)
        stop_all(parts)
        if cluster is not None:
            cluster.release()
        print("Everything is stopped.", flush=True)


def _ask_to_stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise _AskedToStopError


def _run(chosen: argparse.Namespace, cluster: Cluster | None, parts: list[Part]) -> int:
    if cluster is not None:
        began = time.monotonic()
        print("Starting the database …", end="", flush=True)
        running = cluster.ensure_running()
        print(f" PostgreSQL {running.version} ({time.monotonic() - began:.1f} s)", flush=True)
    if prepare_in_own_process(quiet=False) != 0:
        print("The database could not be prepared; see above.", file=sys.stderr)
        return 1
    listening = listen(options(chosen.host, chosen.port))
    # The codes on papers lead here, unless the administrator has said where citizens come in.
    os.environ.setdefault("MOTCUA_PUBLIC_URL", listening.address.rstrip("/"))
    descriptor = listening.socket.fileno()

    def pages() -> Part:
        return start("pages", ["serve", "--inherited", str(descriptor)], parts, descriptors=[descriptor])

    def worker() -> Part:
        return start("worker", ["worker"], parts)

    watched = [_Watched(pages, pages()), _Watched(worker, worker())]
    if not _wait_for_an_answer(listening, watched[0].part):
        print("The pages do not answer; see above.", file=sys.stderr)
        return 1
    print(f"\n{listening.notice}\n", flush=True)
    loading = _install_office(chosen, cluster, parts)
    print("Ctrl-C stops everything.\n", flush=True)
    return _watch(watched, cluster, loading)


def _wait_for_an_answer(listening: Listening, pages: Part) -> bool:
    host = "127.0.0.1" if listening.host == "0.0.0.0" else listening.host  # noqa: S104 - only compared
    address = f"http://{host}:{listening.port}/healthz"
    end = time.monotonic() + _ANSWER_SECONDS
    while time.monotonic() < end and not pages.has_ended():
        try:
            with urllib.request.urlopen(address, timeout=5):
                return True
        except urllib.error.HTTPError:
            return True  # it answers; what is wrong with it, the doctor tells
        except OSError:
            time.sleep(0.1)
    return False


def _install_office(chosen: argparse.Namespace, cluster: Cluster | None, parts: list[Part]) -> Part | None:
    """Install the office now, so that one can sign in, and begin to replay its dossiers behind the pages."""
    # An administrator's own database gets an example office only when asked for by name.
    name = chosen.scenario if chosen.scenario is not None else (_DEFAULT_SCENARIO if cluster else "")
    if name and not _succeeds(["scenario", "load", name, "--office-only", "--no-sign-ins"], parts):
        print(f"The office {name} could not be installed; see above.", file=sys.stderr)
        return None
    printing = [sys.executable, "-m", "motcua.cli.sign_ins", name or _DEFAULT_SCENARIO]
    subprocess.run(printing, check=False, stdin=subprocess.DEVNULL)
    return start("scenario", ["scenario", "load", name, "--no-sign-ins"], parts) if name else None


def _succeeds(arguments: list[str], parts: list[Part]) -> bool:
    return start("scenario", arguments, parts).child.wait() == 0


def _watch(watched: list[_Watched], cluster: Cluster | None, loading: Part | None) -> int:
    """Start again what dies; give up on what dies at once, again and again."""
    while True:
        time.sleep(0.5)
        if cluster is not None and cluster.revive():
            print("The database had died; it runs again.", file=sys.stderr, flush=True)
        if loading is not None and loading.has_ended():
            if loading.child.returncode != 0:
                print("Loading stopped; it goes on at the next start.", file=sys.stderr, flush=True)
            loading = None
        for each in watched:
            if not each.part.has_ended():
                continue
            quick = time.monotonic() - each.since < _FAST_SECONDS
            each.deaths = each.deaths + 1 if quick else 1
            status = each.part.child.returncode
            if each.deaths >= _FAST_DEATHS:
                print(f"{each.part.name} ends again and again (status {status}); see above.", file=sys.stderr)
                return 1
            print(
                f"{each.part.name} ended (status {status}); starting it again.", file=sys.stderr, flush=True
            )
            each.part, each.since = each.begin(), time.monotonic()
