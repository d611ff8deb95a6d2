"""What the forms of a dossier's screen send, read into commands. Bad input becomes a Refusal or a 400."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import BinaryIO, TypedDict, cast
from uuid import UUID

from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from motcua.dossiers import commands as cmd
from motcua.dossiers.actions import Act
from motcua.dossiers.status import Decision
from motcua.files import services as files
from motcua.kernel import ids
from motcua.kernel.errors import N_, Refusal

_CUSTODIES = ("none", "held", "copied", "returned")


@dataclass(frozen=True, slots=True)
class Posted:
    """One form: its texts, its file if any, who sent it, and which dossier it is about."""

    data: QueryDict
    file: UploadedFile[bytes] | None
    dossier_id: UUID
    person_id: int
    command_id: UUID
    version: int

    def text(self, name: str, longest: int = 2000) -> str:
        """A text without blanks at its ends, cut at `longest` signs."""
        return self.data.get(name, "").strip()[:longest]

    def uuid(self, name: str) -> UUID:
        """An id that the page had put there; anything else did not come from our page."""
        return read_uuid(self.data.get(name, ""))

    def number(self, name: str) -> int:
        """A small count; nothing is 0."""
        text = self.data.get(name, "").strip() or "0"
        if not (text.isascii() and text.isdigit() and len(text) <= 3):
            raise Refusal("not_a_number", N_("That is not a number of papers."), N_("Write digits only."))
        return int(text)

    def person(self, name: str) -> int:
        """Somebody chosen from a list."""
        text = self.data.get(name, "")
        if not (text.isascii() and text.isdigit() and 0 < len(text) < 19):
            raise Refusal("person_needed", N_("Nobody was chosen."), N_("Choose a person from the list."))
        return int(text)


def read(data: QueryDict, file: UploadedFile[bytes] | None, dossier_id: UUID, person_id: int) -> Posted:
    """The form with its command id and the version seen. Raises BadRequest when these are missing."""
    version = data.get("version", "")
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise BadRequest("no version")
    return Posted(data, file, dossier_id, person_id, read_uuid(data.get("command_id", "")), int(version))


def read_uuid(text: str) -> UUID:
    """An id. Raises BadRequest for anything else."""
    try:
        return UUID(text)
    except ValueError as error:
        raise BadRequest("no id") from error


def commands_of(act: Act, posted: Posted) -> list[cmd.Command]:
    """The commands of the form, in order: mostly one; a clerk's result file comes before the step ends."""
    made = _READERS[act](posted)
    if act is Act.COMPLETE and posted.file is not None:
        # The step is completed on the version that the attached result leaves behind.
        attached = _paper(posted, "result", ids.uuid_for("desk.result", posted.command_id))
        return [attached, _on_next_version(made)]
    return [made]


class Sent(TypedDict):
    """What every command says: which one it is, about which dossier, seen in which version."""

    command_id: UUID
    dossier_id: UUID
    expected_version: int


class SentOnTask(Sent):
    """What every command on a task says."""

    task_id: UUID


def sent(posted: Posted) -> Sent:
    """As the form says it."""
    return {
        "command_id": posted.command_id,
        "dossier_id": posted.dossier_id,
        "expected_version": posted.version,
    }


def on_task(posted: Posted) -> SentOnTask:
    """The same with the form's task. Raises BadRequest when there is none."""
    return {**sent(posted), "task_id": posted.uuid("task_id")}


def _complete(posted: Posted) -> cmd.Command:
    return cmd.CompleteTask(
        **on_task(posted),
        note=posted.text("note"),
        result_number=posted.text("result_number", 100),
        number_sign=posted.text("number_sign", 40),
    )


def _assign(posted: Posted) -> cmd.Command:
    return cmd.CompleteTask(
        **on_task(posted),
        note=posted.text("note"),
        assignee_id=posted.person("assignee"),
    )


def _decide(decision: Decision) -> Callable[[Posted], cmd.Command]:
    def read_decision(posted: Posted) -> cmd.Command:
        return cmd.DecideDossier(
            **on_task(posted),
            decision=decision,
            reason=posted.text("reason"),
            legal_basis=posted.text("legal_basis", 500),
            note=posted.text("note"),
        )

    return read_decision


def _send_back(posted: Posted) -> cmd.Command:
    return cmd.SendBack(
        **on_task(posted),
        to_element=posted.text("to_element", 200),
        reason=posted.text("reason"),
    )


def _reassign(posted: Posted) -> cmd.Command:
    return cmd.ReassignTask(
        **on_task(posted),
        assignee_id=posted.person("assignee"),
        reason=posted.text("reason"),
    )


def _take_over(posted: Posted) -> cmd.Command:
    return cmd.ReassignTask(
        **on_task(posted),
        assignee_id=posted.person_id,
        reason=posted.text("reason"),
    )


def _add_paper(posted: Posted) -> cmd.Command:
    return _paper(posted, "processing", posted.command_id)


def _attach_result(posted: Posted) -> cmd.Command:
    return _paper(posted, "result", posted.command_id)


def _paper(posted: Posted, kind: str, command_id: UUID) -> cmd.AddPaper:
    stored = None
    if posted.file is not None:
        stored = files.store(_bytes(posted.file), posted.file.name or "")
    custody = posted.text("custody", 10) or "none"
    if custody not in _CUSTODIES:
        raise BadRequest("no custody")
    name = posted.text("paper_name", 500) or (stored.file_name if stored else "")
    if stored is None and posted.number("originals") + posted.number("copies") == 0:
        raise Refusal(
            "nothing_added",
            N_("There is neither a file nor a paper."),
            N_("Choose a file, or say how many papers there are."),
        )
    return cmd.AddPaper(
        command_id=command_id,
        dossier_id=posted.dossier_id,
        expected_version=posted.version,
        paper=cmd.Paper(
            id=ids.uuid_for("desk.paper", command_id),
            name=name,
            kind=kind,
            originals=posted.number("originals"),
            copies=posted.number("copies"),
            custody=custody,
            sha256=stored.sha256 if stored else None,
            file_name=stored.file_name if stored else "",
        ),
    )


def _bytes(file: UploadedFile[bytes]) -> BinaryIO:
    return cast(BinaryIO, file.open("rb"))


def _change_custody(posted: Posted) -> cmd.Command:
    custody = posted.text("custody", 10)
    if custody not in _CUSTODIES:
        raise BadRequest("no custody")
    return cmd.ChangeCustody(
        **sent(posted),
        paper_id=posted.uuid("paper_id"),
        custody=custody,
        note=posted.text("note", 500),
    )


def _hand_over(posted: Posted) -> cmd.Command:
    collector = None
    if posted.text("to") == "authorised":
        collector = cmd.AuthorisedPerson(
            name=posted.text("collector_name", 200),
            id_number=posted.text("collector_id", 30),
            authorisation=posted.text("authorisation", 300),
        )
    return cmd.HandOver(
        **sent(posted),
        collector=collector,
        receipt_shown=bool(posted.text("receipt_shown")),
        note=posted.text("note"),
        originals_returned=tuple(read_uuid(item) for item in posted.data.getlist("originals_returned")),
    )


def _on_next_version(command: cmd.Command) -> cmd.Command:
    assert command.expected_version is not None
    return replace(command, expected_version=command.expected_version + 1)


_READERS: dict[Act, Callable[[Posted], cmd.Command]] = {
    Act.COMPLETE: _complete,
    Act.ASSIGN: _assign,
    Act.APPROVE: _decide(Decision.APPROVED),
    Act.REFUSE: _decide(Decision.REFUSED),
    Act.SEND_BACK: _send_back,
    Act.TAKE_OVER: _take_over,
    Act.REASSIGN: _reassign,
    Act.ADD_PAPER: _add_paper,
    Act.ATTACH_RESULT: _attach_result,
    Act.CHANGE_CUSTODY: _change_custody,
    Act.HAND_OVER: _hand_over,
}
