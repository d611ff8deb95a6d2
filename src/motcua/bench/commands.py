"""`motcua bench`: speeds on this machine, as rates and as ratios to something that ran beside them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any


def main(name: str, as_json: bool) -> int:
    """Run one benchmark and print it. Ends with 1 when it could not be run."""
    try:
        result = _BENCHES[name]()
    except (RuntimeError, OSError) as error:
        print(f"motcua bench {name}: {error}", file=sys.stderr)
        return 1
    if as_json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        for line in _lines(result):
            print(line)
    return 0


def _engine() -> dict[str, Any]:
    from motcua.bench import engine

    return engine.run()


def _web() -> dict[str, Any]:
    from motcua.bench import web

    return web.run()


def _worktime() -> dict[str, Any]:
    from motcua.bench import worktime

    return dict(worktime.run())


def _papers() -> dict[str, Any]:
    from motcua.bench import papers

    return papers.run()


_BENCHES: dict[str, Callable[[], dict[str, Any]]] = {
    "engine": _engine,
    "papers": _papers,
    "web": _web,
    "worktime": _worktime,
}


def _lines(value: Any, indent: str = "") -> list[str]:
    lines = []
    for key, item in value.items():
        if isinstance(item, dict):
            lines += [f"{indent}{key}:", *_lines(item, indent + "  ")]
        else:
            lines.append(f"{indent}{key}: {item}")
    return lines
