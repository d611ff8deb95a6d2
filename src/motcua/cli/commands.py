"""What each command does. Rooms are imported only when their command runs."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

from motcua.cli.django_setup import database, django_with_database
from motcua.kernel.embedded import Role

Names = Any  # argparse keeps the type of its sub-parsers private


class CannotRun(Exception):  # noqa: N818 - said to a person
    """The command cannot do its work; the text says why and what to do."""


def add_to(names: Names) -> None:
    """Add every command to the parser."""
    _parts(names)
    _care(names)
    _filling(names)
    _exchange(names)
    _checks(names)
    _figures(names)


# ── parts of the server ──


def _parts(names: Names) -> None:
    serve = names.add_parser("serve", help="the web pages")
    serve.add_argument("--host", help="address to listen on (MOTCUA_HOST)")
    serve.add_argument("--port", type=_port, help="port to listen on (MOTCUA_PORT)")
    serve.add_argument("--inherited", type=int, help=argparse.SUPPRESS)
    serve.set_defaults(run=_serve)
    worker = names.add_parser("worker", help="the jobs in the background")
    worker.set_defaults(run=_worker)
    server = names.add_parser("server", help="database, pages and worker at once")
    server.add_argument("--host")
    server.add_argument("--port", type=_port)
    server.add_argument(
        "--scenario", default="vinh-tuy", help="office to install the first time; '' for none"
    )
    server.set_defaults(run=lambda chosen: import_module("motcua.cli.server").main(chosen))
    prepare = names.add_parser(
        "prepare", aliases=["migrate"], help="create or update tables, rights, basic data"
    )
    prepare.add_argument("--quiet", action="store_true")
    prepare.set_defaults(run=_prepare)


def _serve(chosen: argparse.Namespace) -> int:
    from motcua.cli.web import serve

    with database():
        return serve(chosen.host, chosen.port, chosen.inherited)


def _worker(chosen: argparse.Namespace) -> int:
    del chosen
    with django_with_database():
        from motcua.cli.worker import work

        return work()


def _prepare(chosen: argparse.Namespace) -> int:
    with django_with_database(Role.OWNER):
        from motcua.cli.prepare import prepare

        return prepare(quiet=chosen.quiet)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is no port (1 to 65535)")
    return int(text)


# ── care ──


def _care(names: Names) -> None:
    doctor = names.add_parser("doctor", help="what is wrong with this installation, and how to mend it")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(run=lambda chosen: import_module("motcua.cli.doctor").main(chosen.json))
    verify = names.add_parser("verify", help="replay every ledger and check every chain")
    verify.set_defaults(run=lambda chosen: _in_database("motcua.dossiers.verify", "main"))
    settings = names.add_parser("settings", help="every setting with its present value")
    settings.add_argument("--markdown", action="store_true", help="as docs/settings.md")
    settings.set_defaults(run=_settings)
    where = names.add_parser("database", help="where the embedded database is, and whether it runs")
    where.set_defaults(run=_database)
    words = names.add_parser("translations", help="extract, fill, check or compile", add_help=False)
    words.add_argument("arguments", nargs=argparse.REMAINDER)
    words.set_defaults(run=_translations)
    django = names.add_parser("django", help="Django's own commands", add_help=False)
    django.add_argument("arguments", nargs=argparse.REMAINDER)
    django.set_defaults(run=_django)


def _settings(chosen: argparse.Namespace) -> int:
    from motcua.cli.show_settings import show

    print(show(markdown=chosen.markdown), end="")
    return 0


def _database(chosen: argparse.Namespace) -> int:
    del chosen
    from motcua.kernel import embedded
    from motcua.kernel.database import given_url

    if given_url():
        print("MOTCUA_DATABASE_URL is set; the embedded database is not used.")
        return 0
    state = embedded.status()
    print(f"runs      {'yes, PostgreSQL ' + state.version if state.running else 'no'}")
    print(f"programs  {state.binaries}\naccount   {state.account}\ndata      {state.data}")
    print(f"socket    {state.socket_folder}\nlog       {state.log}")
    return 0


def _translations(chosen: argparse.Namespace) -> int:
    return int(import_module("motcua.kernel.translations").main(chosen.arguments))


def _django(chosen: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    with django_with_database(Role.OWNER):
        execute_from_command_line(["motcua django", *chosen.arguments])
    return 0


# ── filling ──


def _filling(names: Names) -> None:
    scenario = names.add_parser("scenario", help="install an office and replay its dossiers")
    acts = scenario.add_subparsers(dest="act", required=True, metavar="load")
    load = acts.add_parser("load")
    load.add_argument("name", metavar="NAME")
    load.add_argument("--office-only", action="store_true", help="install the office without its dossiers")
    load.add_argument("--no-sign-ins", action="store_true", help="do not print who can sign in")
    load.set_defaults(
        run=lambda chosen: _in_database(
            "motcua.cli.sign_ins", "load", chosen.name, chosen.office_only, not chosen.no_sign_ins
        )
    )
    first = names.add_parser("first-administrator", help="the first office and its administrator")
    first.add_argument("username", metavar="USER")
    first.add_argument("--name", required=True, help="the person's full name")
    first.add_argument("--office", required=True, help="the name of the topmost office")
    first.set_defaults(
        run=lambda chosen: _in_database(
            "motcua.offices.commands", "first_administrator", chosen.username, chosen.name, chosen.office
        )
    )
    procedures = names.add_parser("import-procedures", help="load a catalogue of procedures")
    procedures.add_argument("file", metavar="FILE", type=Path)
    procedures.set_defaults(run=_import_procedures)
    import_module("motcua.cli.catalogues").add_to(names, _in_database, _must_be_readable)


def _import_procedures(chosen: argparse.Namespace) -> int:
    _must_be_readable(chosen.file)
    return _in_database("motcua.procedures.commands", "import_file", chosen.file)


# ── other installations ──


def _exchange(names: Names) -> None:
    acts = names.add_parser("exchange", help="dossiers handed over between installations").add_subparsers(
        dest="act", required=True, metavar="keygen|key|partners|partner|reconcile"
    )
    keygen = acts.add_parser("keygen")
    keygen.add_argument("--replace", action="store_true", help="keep the old key beside the new one")
    keygen.set_defaults(run=lambda chosen: _exchanged("keygen", chosen.replace))
    acts.add_parser("key").set_defaults(run=lambda chosen: _exchanged("show_key"))
    acts.add_parser("partners").set_defaults(run=lambda chosen: _exchanged("partners"))
    partner = acts.add_parser("partner")
    partner.add_argument("code", metavar="CODE")
    for name, text in (
        ("--name", "what people call it"),
        ("--address", "https://… of its pages"),
        ("--key", "its public key"),
        ("--office", "identifier of our office whose desk takes in"),
    ):
        partner.add_argument(name, required=name != "--key", default="", help=text)
    partner.set_defaults(
        run=lambda chosen: _exchanged(
            "add", chosen.code, chosen.name, chosen.address, chosen.key, chosen.office
        )
    )
    reconcile = acts.add_parser("reconcile")
    reconcile.add_argument("code", metavar="CODE", nargs="?", default="")
    reconcile.set_defaults(run=lambda chosen: _exchanged("reconcile", chosen.code))


def _exchanged(function: str, *arguments: Any) -> int:
    return _in_database("motcua.exchange.commands", function, *arguments)


# ── law and processes, without a database ──


def _checks(names: Names) -> None:
    calendar = names.add_parser("calendar", help="check deadline cases")
    acts = calendar.add_subparsers(dest="act", required=True, metavar="check")
    check = acts.add_parser("check")
    check.add_argument("cases", metavar="CASES.csv", type=Path)
    check.add_argument("calendars", metavar="CALENDARS.yaml", type=Path)
    check.set_defaults(run=_calendar_check)
    process = names.add_parser("process", help="check or walk a BPMN process")
    acts = process.add_subparsers(dest="act", required=True, metavar="check|run")
    sound = acts.add_parser("check")
    sound.add_argument("file", metavar="FILE.bpmn", type=Path)
    sound.set_defaults(run=_process_check)
    walk = acts.add_parser("run")
    walk.add_argument("file", metavar="FILE.bpmn", type=Path)
    walk.add_argument("--script", metavar="FILE.json", type=Path, required=True)
    walk.set_defaults(run=_process_run)


def _calendar_check(chosen: argparse.Namespace) -> int:
    from motcua.calendars import casefile

    cases, calendars = _text(chosen.cases), _text(chosen.calendars)
    try:
        result = casefile.check(cases, calendars)
    except ValueError as error:
        raise CannotRun(f"{chosen.cases}, {chosen.calendars}: {error}") from error
    for difference in result.differences:
        print(difference)
    print(result.summary)
    return 0 if result.ok else 1


def _process_check(chosen: argparse.Namespace) -> int:
    _must_be_readable(chosen.file)
    return int(import_module("motcua.processes.commands").main_check(chosen.file))


def _process_run(chosen: argparse.Namespace) -> int:
    _must_be_readable(chosen.file)
    _must_be_readable(chosen.script)
    return int(import_module("motcua.processes.commands").main_run(chosen.file, chosen.script))


# ── figures and speeds ──


def _figures(names: Names) -> None:
    report = names.add_parser("report", help="figures of the office")
    acts = report.add_subparsers(dest="act", required=True, metavar="by-field")
    by_field = acts.add_parser("by-field")
    by_field.add_argument("--year", type=int, required=True)
    by_field.add_argument("--json", action="store_true")
    by_field.set_defaults(
        run=lambda chosen: _in_database("motcua.reports.commands", "by_field", chosen.year, chosen.json)
    )
    bench = names.add_parser("bench", help="speeds on this machine")
    bench.add_argument("name", choices=("engine", "papers", "web", "worktime"))
    bench.add_argument("--json", action="store_true")
    bench.set_defaults(run=_bench)


def _bench(chosen: argparse.Namespace) -> int:
    return int(import_module("motcua.bench.commands").main(chosen.name, chosen.json))


# ── helpers ──


def _in_database(module: str, function: str, *arguments: Any) -> int:
    from motcua.cli.prepare import prepare_if_needed

    with database():
        # Tables first, as their owner; the work itself is done as the application's own role.
        if prepare_if_needed() != 0:
            return 1
        with django_with_database():
            return int(getattr(import_module(module), function)(*arguments) or 0)


def _must_be_readable(path: Path) -> None:
    if path.is_dir():
        raise CannotRun(f"{path} is a folder, not a file.")
    with path.open("rb"):
        pass


def _text(path: Path) -> str:
    _must_be_readable(path)
    return path.read_text(encoding="utf-8-sig")
