"""Drafts of processes, and what a drawing must be before it is published. A published version never changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.db import transaction
from django.db.models import Max

from motcua.kernel import time as clock
from motcua.kernel.errors import N_, Refusal, Stale
from motcua.kernel.errors import Status as HttpStatus
from motcua.processes import bpmn
from motcua.processes.bpmn import Model
from motcua.processes.errors import ModelRefused, ProcessError
from motcua.processes.models import Process, ProcessVersion
from motcua.processes.net import Net, compile_net
from motcua.processes.publication import publication_problems
from motcua.processes.soundness import check_soundness

_State = ProcessVersion.State


@transaction.atomic
def create_draft(key: str, name: str, xml: str, actor_id: int | None = None) -> int:
    """A new draft version of process `key` (made when unknown) by a person. Returns the version's id.

    Raises Refusal when the text is no BPMN we can read at all; an unsound drawing may be kept as a draft.
    """
    _model(xml)
    process, _ = Process.objects.get_or_create(key=key, defaults={"name": name[:300]})
    return _add(process, xml, actor_id).pk


@transaction.atomic
def update_draft(version_id: int, xml: str, expected_sha: str, actor_id: int | None = None) -> str:
    """Replace a draft's drawing; returns its new SHA-256. A request for approval of the former one is void.

    Raises Stale when `expected_sha` is not the drawing's present one, Refusal for a published version or
    a text that cannot be read.
    """
    version = locked(version_id)
    if version.state != _State.DRAFT:
        raise Refusal(
            "process_published",
            N_("A published process is never changed."),
            N_("Make a new draft from it, change that, and publish it."),
        )
    if version.source_sha256 != expected_sha:
        raise changed_meanwhile()
    _model(xml)
    if version.source_sha256 == sha256(xml):
        return version.source_sha256
    version.source, version.source_sha256, version.changed_by_id = xml, sha256(xml), actor_id
    version.save(update_fields=["source", "source_sha256", "changed_by"])
    return version.source_sha256


@transaction.atomic
def publish_source(
    key: str,
    name: str,
    xml: str,
    *,
    actor_id: int | None = None,
    decision_number: str = "",
    committed_minutes: int | None = None,
) -> int:
    """The id of a published version of `key` with exactly this drawing: the present one, or a new one.

    Safe to repeat. Raises Refusal as `publish` does.
    """
    known = (
        ProcessVersion.objects.filter(process__key=key, source_sha256=sha256(xml), state=_State.PUBLISHED)
        .order_by("-number")
        .values_list("id", flat=True)
        .first()
    )
    if known is not None:
        return known
    net = checked(xml, committed_minutes)
    process, _ = Process.objects.get_or_create(key=key, defaults={"name": name[:300]})
    version = _add(process, xml, actor_id)
    set_in_force(version, net, actor_id, decision_number)
    return version.pk


def check(xml: str, committed_minutes: int | None = None) -> tuple[str, ...]:
    """Every reason why this drawing cannot be published; empty when it can. Raises nothing."""
    try:
        return net_problems(compile_net(bpmn.read(xml.encode()), resolver()), committed_minutes)
    except ModelRefused as error:
        return tuple(str(problem) for problem in error.problems)
    except (ProcessError, UnicodeError) as error:
        return (str(error),)


def net_problems(net: Net, committed_minutes: int | None = None) -> tuple[str, ...]:
    """What stands against publishing a compiled net, each with the way that leads into it."""
    found = [str(problem) for problem in publication_problems(net, committed_minutes)]
    for violation in check_soundness(net).violations:
        way = " → ".join(name or element for element, name in violation.path)
        where = violation.name or violation.element
        found.append(f"{where}: {violation.reason}" + (f" ({way})" if way else ""))
    return tuple(found)


def resolver() -> Callable[[str], Model | None]:
    """Finds the process that a call activity names: the newest published version of that key."""

    def find(key: str) -> Model | None:
        source = (
            ProcessVersion.objects.filter(process__key=key, state=_State.PUBLISHED)
            .order_by("-number")
            .values_list("source", flat=True)
            .first()
        )
        return bpmn.read(source.encode()) if source is not None else None

    return find


def sha256(xml: str) -> str:
    """The hash by which a drawing is known."""
    return hashlib.sha256(xml.encode()).hexdigest()


def _model(xml: str) -> Model:
    try:
        return bpmn.read(xml.encode())
    except (ProcessError, UnicodeError) as error:
        raise _unreadable(error) from error


def changed_meanwhile() -> Stale:
    """The answer to whoever looked at another drawing than the present one."""
    return Stale(
        "process_changed",
        N_("Somebody else has changed this drawing meanwhile."),
        N_("Open it again and repeat your change."),
    )


def _unreadable(error: Exception) -> Refusal:
    return Refusal(
        "process_unreadable",
        N_("This drawing cannot be used: %(reasons)s"),
        N_("Correct the elements named and save it again."),
        params={"reasons": str(error)},
    )


def checked(xml: str, committed_minutes: int | None = None) -> Net:
    """The compiled net of a drawing that may be published; Refusal with every reason against it."""
    model = _model(xml)
    try:
        net = compile_net(model, resolver())
    except ProcessError as error:
        raise _unreadable(error) from error
    problems = net_problems(net, committed_minutes)
    if problems:
        raise Refusal(
            "process_unsound",
            N_("The process cannot be published: %(reasons)s"),
            N_("Correct the steps named and publish again."),
            params={"reasons": "; ".join(problems)},
        )
    return net


def _add(process: Process, xml: str, actor_id: int | None) -> ProcessVersion:
    Process.objects.select_for_update().get(pk=process.pk)  # one number after the other
    last = process.versions.aggregate(last=Max("number"))["last"] or 0
    return ProcessVersion.objects.create(
        process=process,
        number=last + 1,
        source=xml,
        source_sha256=sha256(xml),
        created_at=clock.now(),
        changed_by_id=actor_id,
    )


def set_in_force(version: ProcessVersion, net: Net, actor_id: int | None, decision_number: str) -> None:
    """Keep the compiled net and close the version to changes."""
    version.net = net.to_json()
    version.state = _State.PUBLISHED
    version.decision_number = decision_number[:100]
    version.published_at = clock.now()
    version.published_by_id = actor_id
    version.save()


def locked(version_id: int) -> ProcessVersion:
    """The version, held until the transaction ends. Raises Refusal when there is none."""
    version = ProcessVersion.objects.select_for_update().filter(pk=version_id).first()
    if version is None:
        raise Refusal(
            "unknown_process",
            N_("There is no such process."),
            N_("Choose it again from the list."),
            status=HttpStatus.NOT_FOUND,
        )
    return version
