"""`motcua process check` and `motcua process run`: read files, print the verdict or the walk, return the
exit code.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

from motcua.processes.bpmn.xml import MAX_BYTES
from motcua.processes.errors import Problem, ProcessError
from motcua.processes.soundness import Violation
from motcua.processes.walk import Verdict, check_file, run_script

_MAX_SCRIPT = 5 * 1024 * 1024


def main_check(path: str) -> int:
    """Print the verdict on a BPMN file; 0 only when it can be executed and is sound."""
    _any_letter()
    try:
        verdict = check_file(_read(path, MAX_BYTES))
    except OSError as error:
        return _fail(f"cannot read {path}: {error.strerror or error}")
    for line in verdict_lines(verdict):
        print(line)
    return 0 if verdict.well else 1


def main_run(path: str, script_path: str) -> int:
    """Walk a BPMN file by a script; one JSON line per event on standard output, errors on standard error."""
    _any_letter()
    try:
        source, told = _read(path, MAX_BYTES), _read(script_path, _MAX_SCRIPT)
    except OSError as error:
        return _fail(f"cannot read {error.filename}: {error.strerror or error}")
    try:
        script = json.loads(told)
    except (ValueError, RecursionError) as error:
        return _fail(f"{script_path} is not JSON: {error}")
    try:
        for line in run_script(source, script):
            print(json.dumps(line, ensure_ascii=False), flush=True)
    except ProcessError as error:
        return _fail(str(error))
    return 0


def verdict_lines(verdict: Verdict) -> list[str]:
    """The verdict as text: first the two answers, then every reason with its element, then remarks."""
    lines = [f"executable: {'yes' if verdict.executable else 'no'}"]
    lines += [f"  - {problem}" for problem in verdict.problems]
    if verdict.executable:
        undecided = any(v.fault == "undecided" for v in verdict.violations)
        answer = "yes" if verdict.sound else "not decided" if undecided else "no"
        lines.append(f"sound: {answer} ({verdict.states} states)")
        for violation in verdict.violations:
            lines += _violation_lines(violation)
    if verdict.remarks:
        lines.append("before publication:")
        lines += [f"  - {remark}" for remark in verdict.remarks]
    return lines


def _violation_lines(violation: Violation) -> list[str]:
    lines = [f"  - {violation.fault}: {Problem('', violation.element, violation.name, violation.reason)}"]
    if violation.path:
        way = " → ".join(f"{key} ({name})" if name else key for key, name in violation.path)
        lines.append(f"    counter-example: {way}")
    return lines


def _any_letter() -> None:
    """Vietnamese names are printed as they are, whatever the terminal's locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() not in ("utf-8", "utf8"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _read(path: str, limit: int) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(limit + 1)


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1
