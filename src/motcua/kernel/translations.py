"""Translations without GNU gettext: `script/translate extract|check|fill|compile`.

msgids are English sentences in Python and templates; `locale/vi/LC_MESSAGES/django.po` answers them.
The file is sorted by msgid and holds no dates, paths or line breaks inside entries, so two branches merge.
"""

from __future__ import annotations

import argparse
import fcntl
import importlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from motcua.kernel.msgids import PACKAGE, Message, TranslationError, messages_of_package

CATALOGUE = PACKAGE / "locale/vi/LC_MESSAGES/django.po"
HEADER = {
    "Project-Id-Version": "motcua",
    "Language": "vi",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
_PLACE = re.compile(r"%\((\w+)\)[sdif]|%[sdif]|\{(\w*)\}")


@contextmanager
def _locked() -> Iterator[None]:
    """One writer at a time: several people may run this in one working tree."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(CATALOGUE.parent, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _polib() -> Any:
    try:
        polib = importlib.import_module("polib")
    except ImportError as error:
        raise TranslationError(
            "polib is missing: install requirements/build.txt (script/setup does it)."
        ) from error
    return polib


def _read() -> Any:
    polib = _polib()
    if not CATALOGUE.exists():
        return polib.POFile(wrapwidth=0)
    try:
        return polib.pofile(str(CATALOGUE), wrapwidth=0)
    except OSError as error:
        raise TranslationError(f"{CATALOGUE}: {error}") from error


def _write(entries: list[Any]) -> None:
    polib = _polib()
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = dict(HEADER)
    for entry in sorted(entries, key=lambda entry: (entry.msgid, entry.msgctxt or "")):
        entry.occurrences = []
        catalogue.append(entry)
    fresh = CATALOGUE.with_suffix(f".po.{os.getpid()}")
    fresh.write_text(str(catalogue).rstrip() + "\n", "utf-8")
    fresh.replace(CATALOGUE)


def extract(prune: bool = False) -> tuple[int, int]:
    """Add new messages, untranslated; returns (new, no longer used). `prune` drops the latter."""
    polib = _polib()
    with _locked():
        found = messages_of_package()
        entries = {(entry.msgid, entry.msgctxt or ""): entry for entry in _read() if not entry.obsolete}
        new = 0
        for key, message in found.items():
            entry = entries.get(key)
            if entry is None:
                entry = polib.POEntry(msgid=message.msgid, msgctxt=message.context or None)
                entries[key] = entry
                new += 1
            if message.plural and not entry.msgid_plural:
                entry.msgid_plural = message.plural
                entry.msgstr_plural = {0: entry.msgstr}
                entry.msgstr = ""
            if "python-format" not in entry.flags and re.search(r"%\(\w+\)[sdif]", message.msgid):
                entry.flags.append("python-format")
        unused = [key for key in entries if key not in found]
        if prune:
            for key in unused:
                del entries[key]
        _write(list(entries.values()))
    return new, len(unused)


def fill(stream: IO[str]) -> tuple[int, list[str]]:
    """Enter lines `English<TAB>Vietnamese` (a line break is \\n); returns (entered, refused)."""
    with _locked():
        entries = list(_read())
        by_msgid: dict[str, list[Any]] = {}
        for entry in entries:
            by_msgid.setdefault(entry.msgid, []).append(entry)
        entered, refused = 0, []
        for number, line in enumerate(stream, 1):
            if not line.strip() or line.startswith("#"):
                continue
            msgid, tab, translation = line.rstrip("\n").replace("\\n", "\n").partition("\t")
            if not tab or not translation.strip() or msgid not in by_msgid:
                why = (
                    "is not in the catalogue; run extract first"
                    if tab
                    else "has no TAB between the two texts"
                )
                refused.append(f"line {number}: {msgid[:70]!r} {why}")
                continue
            for entry in by_msgid[msgid]:
                if entry.msgid_plural:
                    entry.msgstr_plural = {0: translation.strip()}
                else:
                    entry.msgstr = translation.strip()
                entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
                entered += 1
        _write(entries)
    return entered, refused


def problems() -> list[str]:
    """Everything that keeps the Vietnamese interface from being complete, one sentence each."""
    entries = {(entry.msgid, entry.msgctxt or ""): entry for entry in _read() if not entry.obsolete}
    said = []
    for key, message in sorted(messages_of_package().items()):
        entry = entries.get(key)
        quoted = f"{message.msgid!r} ({message.where})"
        if entry is None:
            said.append(f"missing: {quoted}; run script/translate extract")
            continue
        translation = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
        if not translation.strip():
            said.append(f"untranslated: {quoted}")
        elif entry.fuzzy:
            said.append(f"fuzzy: {quoted}")
        elif missing := _misplaced(message, translation):
            said.append(f"places differ: {quoted}: {missing}")
    return said


def _misplaced(message: Message, translation: str) -> str:
    """In words, the %(name)s places that only one of the two texts has; "" when they agree."""
    theirs = {match.group() for match in _PLACE.finditer(translation)}
    ours = {match.group() for match in _PLACE.finditer(message.plural or message.msgid)}
    either = ours | {match.group() for match in _PLACE.finditer(message.msgid)}
    lacking, strange = sorted(ours - theirs), sorted(theirs - either)
    parts = [f"lacks {', '.join(lacking)}"] if lacking else []
    if strange:
        parts.append(f"has {', '.join(strange)}, which the English has not")
    return " and ".join(parts)


def compile_catalogue() -> Path:
    """Write django.mo beside django.po; returns its path."""
    target = CATALOGUE.with_suffix(".mo")
    fresh = target.with_suffix(f".mo.{os.getpid()}")
    catalogue = _read()
    catalogue.save_as_mofile(str(fresh))
    fresh.replace(target)
    return target


def main(arguments: list[str] | None = None) -> int:
    """The command line; 0 only when all is well."""
    parser = argparse.ArgumentParser(prog="script/translate", description=(__doc__ or "").split("\n\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    pull = commands.add_parser("extract", help="collect msgids into django.po")
    pull.add_argument("--prune", action="store_true", help="drop entries nothing uses any more")
    commands.add_parser("check", help="fail unless every msgid is translated; compiles when all is well")
    commands.add_parser("missing", help="print untranslated msgids, ready to be completed for fill")
    commands.add_parser("compile", help="write django.mo")
    put = commands.add_parser("fill", help="enter translations from a file of English<TAB>Vietnamese lines")
    put.add_argument("file", type=argparse.FileType("r", encoding="utf-8"))
    chosen = parser.parse_args(arguments)
    try:
        return _run(chosen)
    except TranslationError as error:
        print(error, file=sys.stderr)
        return 1


def _run(chosen: argparse.Namespace) -> int:
    if chosen.command == "extract":
        new, unused = extract(chosen.prune)
        print(f"{new} new, {unused} {'dropped' if chosen.prune else 'no longer used (--prune drops them)'}")
    elif chosen.command == "fill":
        entered, refused = fill(chosen.file)
        print(f"{entered} entered", *refused, sep="\n")
        return 1 if refused else 0
    elif chosen.command == "missing":
        for entry in _read():
            if not (entry.msgstr_plural.get(0) if entry.msgid_plural else entry.msgstr):
                print(entry.msgid.replace("\n", "\\n") + "\t")
    elif chosen.command == "compile":
        print(compile_catalogue())
    elif found := problems():
        print(*found, f"{len(found)} problems", sep="\n", file=sys.stderr)
        return 1
    else:
        compile_catalogue()
        print("every message is translated")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
