"""The desk's forms of a supplement and of a withdrawal, read into commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from motcua.counter import parsing, uploads
from motcua.dossiers import commands as cmd
from motcua.kernel import ids

Files: TypeAlias = "MultiValueDict[str, UploadedFile[bytes]]"
_MOST_OTHERS = 20
_CUSTODIES = {"held": "held", "copied": "copied", "electronic": "none"}


def deliver(data: QueryDict, dossier_id: UUID) -> cmd.DeliverSupplementRequest:
    """The applicant has been told."""
    return cmd.DeliverSupplementRequest(
        **_known(data, dossier_id, "deliver"),
        manner=parsing.text(data, "manner", 50),
        note=parsing.text(data, "note", 1000),
    )


def complete(
    data: QueryDict, files: Files, dossier_id: UUID, asked: Sequence[cmd.MissingItem]
) -> cmd.CompleteSupplement:
    """The papers that were ticked, and others written down one per line."""
    known = _known(data, dossier_id, "complete")
    ticked = {
        found for value in data.getlist("brought") if (found := parsing.whole(value, 0, 999)) is not None
    }
    papers = [
        _asked_paper(data, files, known["command_id"], number, item)
        for number, item in enumerate(asked)
        if number in ticked
    ]
    others = [line.strip()[:500] for line in parsing.text(data, "others", 4000).splitlines() if line.strip()]
    papers += [
        cmd.Paper(
            id=ids.uuid_for("supplement other", known["command_id"], number),
            name=name,
            originals=1,
            custody="held",
        )
        for number, name in enumerate(others[:_MOST_OTHERS])
    ]
    return cmd.CompleteSupplement(**known, papers=tuple(papers), note=parsing.text(data, "note", 1000))


def close(data: QueryDict, dossier_id: UUID) -> cmd.CloseWithoutSupplement:
    """Nothing came in time."""
    return cmd.CloseWithoutSupplement(**_known(data, dossier_id, "close"))


def withdraw(data: QueryDict, dossier_id: UUID) -> cmd.WithdrawDossier:
    """The applicant takes the dossier back."""
    return cmd.WithdrawDossier(
        **_known(data, dossier_id, "withdraw"),
        reason=parsing.text(data, "reason", 1000),
        requested_by=parsing.text(data, "requested_by", 20),
    )


def _asked_paper(
    data: QueryDict, files: Files, command_id: UUID, number: int, item: cmd.MissingItem
) -> cmd.Paper:
    file = files.get(f"file_{number}")
    kept = uploads.keep(file) if file is not None else None
    custody = _CUSTODIES.get(parsing.text(data, f"custody_{number}", 20), "held")
    originals = parsing.whole(parsing.text(data, f"originals_{number}", 4), 0, 999)
    return cmd.Paper(
        id=ids.uuid_for("supplement paper", command_id, number),
        name=item.what,
        originals=(1 if custody == "held" else 0) if originals is None else originals,
        custody=custody,
        requirement_id=item.requirement_id,
        sha256=kept.sha256 if kept else None,
        file_name=kept.file_name if kept else "",
    )


def _known(data: QueryDict, dossier_id: UUID, act: str) -> dict[str, Any]:
    form_id = parsing.uuid(parsing.text(data, "form_id", 40)) or ids.uuid7()
    return {
        "command_id": ids.uuid_for("counter form", form_id, act, dossier_id),
        "dossier_id": dossier_id,
        "expected_version": parsing.whole(parsing.text(data, "version", 10), 1, 10**6),
    }
