"""`motcua`: everything an administrator does from a terminal."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from motcua.cli import commands
from motcua.kernel.embedded import EmbeddedError
from motcua.kernel.settings import SettingError

_CONTENTS = """\
motcua: the electronic interconnected one-stop desk

Run it
  serve                        the web pages (motcua serve --port 8000)
  worker                       the jobs in the background
  server                       all of it at once: database, pages, worker; Ctrl-C stops everything
  prepare                      create or update the tables, rights and basic data

Look after it
  doctor                       what is wrong with this installation, and how to mend it
  verify                       replay every dossier's ledger and check every chain
  settings [--markdown]        every setting with its present value
  database                     where the embedded database is, and whether it runs

Fill it
  scenario load NAME           install an office and replay its dossiers (--office-only: no dossiers)
  first-administrator USER     the first office and its administrator, for a real installation
  import-procedures FILE       load a catalogue of procedures, whole or not at all
  procedures export|import FILE   published procedures to and from other installations

Exchange dossiers with other installations
  exchange keygen [--replace]  make the key that signs our messages
  exchange key                 our name and public key, to give to a partner
  exchange partners            who they are, whether they answer, what waits
  exchange partner CODE ...    enter a partner, or change it
  exchange reconcile [CODE]    do both sides have the same messages? Exit 1 when not

Check law and processes (these need no database)
  calendar check CASES CALENDARS   run a file of deadline cases
  process check FILE           may this BPMN process be executed, and can it strand a dossier?
  process run FILE --script S  walk a process on a simulated clock

Figures
  report by-field --year Y --json   received, finished, on time, late and open, by field

Develop it
  bench engine|papers|web|worktime [--json]   speeds on this machine
  translations extract|check|fill|compile   the Vietnamese words of the interface
  django ...                   Django's own commands

motcua COMMAND --help tells more about each.
"""


class Parser(argparse.ArgumentParser):
    """One line on a wrong call, instead of the whole usage."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Say what is wrong and where to read on."""
        self.exit(2, f"{self.prog}: {message}. See {self.prog} --help.\n")


def parser() -> Parser:
    """The whole command line."""
    top = Parser(prog="motcua", formatter_class=argparse.RawDescriptionHelpFormatter, add_help=False)
    top.add_argument("-h", "--help", action="store_true")
    top.add_argument("--version", action="store_true")
    names = top.add_subparsers(dest="command", parser_class=Parser, metavar="COMMAND")
    commands.add_to(names)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 only when all is well, 2 for a wrong call, 130 after Ctrl-C."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = parser().parse_args(given)
    if chosen.version:
        from motcua.cli.version import version

        print(f"motcua {version()}")
        return 0
    if chosen.command is None:
        print(_CONTENTS, end="", file=sys.stdout if chosen.help or not given else sys.stderr)
        return 0 if chosen.help else 2
    return guarded(chosen)


def guarded(chosen: argparse.Namespace) -> int:
    """Run the command; what a person can mend is said in one line, without a traceback."""
    try:
        status = chosen.run(chosen)
        sys.stdout.flush()
        return int(status or 0)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has stopped reading (head, less): not an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (SettingError, EmbeddedError, commands.CannotRun) as error:
        return _fail(str(error))
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        return _fail(f"{name}{error.strerror or error}")
    except UnicodeDecodeError as error:
        return _fail(f"The file is not UTF-8 text: {error.reason} at byte {error.start}.")
    except Exception as error:
        said = _known(error)
        if said is None:
            raise
        return _fail(said)


def _known(error: Exception) -> str | None:
    """One line for a refusal or a database that cannot be reached; None for what is a bug of ours."""
    import psycopg

    from motcua.kernel.errors import Refusal

    if isinstance(error, Refusal):
        return str(error)
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, psycopg.OperationalError):
            first = (str(cause).strip().splitlines() or ["no reason given"])[0]
            return f"The database cannot be reached: {first} Start it, or look at MOTCUA_DATABASE_URL."
        if isinstance(cause, psycopg.errors.UndefinedTable | psycopg.errors.UndefinedColumn):
            return "The tables are not prepared. Run: motcua prepare"
        cause = cause.__cause__
    return None


def _fail(text: str) -> int:
    print(f"motcua: {text}", file=sys.stderr)
    return 1
