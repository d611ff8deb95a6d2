"""A process comes into force by two people: one asks, another approves with the number of the decision.

Whoever drew last or asked cannot approve; where an office has nobody else, that is possible with a ground that
stays in the records. Every act is one row that is never changed.
"""

from __future__ import annotations

from django.db import transaction

from motcua.kernel import time as clock
from motcua.kernel.errors import N_, Refusal
from motcua.processes.models import ProcessRecord, ProcessVersion
from motcua.processes.services.versions import changed_meanwhile, checked, locked, set_in_force

_State, _Act = ProcessVersion.State, ProcessRecord.Act


@transaction.atomic
def ask_approval(version_id: int, actor_id: int | None, note: str = "", expected_sha: str = "") -> None:
    """Ask a second person to approve a draft as it stands; a later change makes the request void.

    Safe to repeat. Raises Stale when the drawing is another one than was looked at, Refusal for a drawing that
    cannot be published, with every reason.
    """
    version = _draft(version_id, expected_sha)
    checked(version.source)
    if open_request(version) is None:
        _record(version, _Act.ASKED, actor_id, note)


@transaction.atomic
def decline(version_id: int, actor_id: int | None, reason: str, expected_sha: str = "") -> None:
    """Send a draft back to whoever asked, with the reason. Raises Refusal without a request or a reason."""
    version = _draft(version_id, expected_sha)
    if open_request(version) is None:
        raise _not_asked()
    if not reason.strip():
        raise Refusal(
            "reason_needed", N_("Say why it goes back."), N_("The colleague must know what to mend.")
        )
    _record(version, _Act.DECLINED, actor_id, reason)


@transaction.atomic
def publish(
    version_id: int,
    actor_id: int | None,
    decision_number: str = "",
    expected_sha: str = "",
    ground: str = "",
) -> int:
    """Approve and publish a draft that somebody else drew and asked for. Returns the version's id.

    `expected_sha`: the drawing that was looked at; Stale when it is another one now (empty: not checked).
    `ground`: why nobody else could approve; only with it may one person do both. The program itself (no
    `actor_id`) is bound by neither.
    Raises Refusal with every reason when a dossier could be stranded in it; script tasks are refused too,
    because their text is never executed.
    """
    version = _draft(version_id, expected_sha)
    net = checked(version.source)
    alone = actor_id is not None and acts_alone(version, actor_id)
    if alone and not ground.strip():
        if open_request(version) is None:
            raise _not_asked()
        raise Refusal(
            "second_person",
            N_("Whoever drew the process or asked for approval cannot approve it."),
            N_(
                "Another administrator or a signing leader approves it; if there is nobody, write the ground."
            ),
        )
    set_in_force(version, net, actor_id, decision_number)
    words = decision_number if not alone else f"{decision_number}; {ground.strip()}"
    _record(version, _Act.ALONE if alone else _Act.APPROVED, actor_id, words)
    return version.pk


@transaction.atomic
def withdraw(version_id: int, actor_id: int | None = None) -> None:
    """Offer a published version no more; dossiers that run on it go on."""
    version = locked(version_id)
    if version.state != _State.PUBLISHED:
        raise Refusal("process_not_published", N_("Only a published version can be withdrawn."), "")
    version.state = _State.WITHDRAWN
    version.save(update_fields=["state"])
    _record(version, _Act.WITHDRAWN, actor_id, "")


def open_request(version: ProcessVersion) -> ProcessRecord | None:
    """The request that waits for an answer; None when there is none, or the drawing has changed since."""
    last = version.records.order_by("-pk").first()
    if last is None or last.act != _Act.ASKED or last.sha256 != version.source_sha256:
        return None
    return last


def acts_alone(version: ProcessVersion, actor_id: int) -> bool:
    """Whether this person would approve without a second one: drew last, asked, or nobody has asked."""
    asked = open_request(version)
    return asked is None or actor_id in (asked.actor_id, version.changed_by_id)


def _draft(version_id: int, expected_sha: str) -> ProcessVersion:
    version = locked(version_id)
    if version.state != _State.DRAFT:
        raise Refusal("process_published", N_("This version is published already."), "")
    if expected_sha and expected_sha != version.source_sha256:
        raise changed_meanwhile()
    return version


def _record(version: ProcessVersion, act: ProcessRecord.Act, actor_id: int | None, words: str) -> None:
    ProcessRecord.objects.create(
        version=version,
        act=act,
        at=clock.now(),
        actor_id=actor_id,
        sha256=version.source_sha256,
        words=words.strip()[:1000],
    )


def _not_asked() -> Refusal:
    return Refusal(
        "approval_not_asked",
        N_("Nobody has asked for approval of this drawing."),
        N_("Whoever drew it asks first; then another person approves."),
    )
