"""What the forms of the page "More acts" send, read into commands. Bad input becomes a Refusal or a 400."""

from __future__ import annotations

from collections.abc import Callable, Collection

from motcua.desk.posted import Posted, on_task, sent
from motcua.dossiers import commands as cmd
from motcua.dossiers.more_actions import MoreAct
from motcua.kernel.errors import N_, Refusal
from motcua.procedures.terms import ProcedureTerms
from motcua.rules.queries import by_id

_LONGEST_FIELD = {"name": 200, "id_number": 30, "address": 300, "phone": 30, "email": 254}


def command_of(act: MoreAct, posted: Posted, asked: ProcedureTerms, units: Collection[int]) -> cmd.Command:
    """The command of the form: `asked` whose papers were asked for, `units` those to ask for an opinion."""
    if act is MoreAct.REQUEST_SUPPLEMENT:
        return _supplement(posted, asked)
    if act is MoreAct.ASK_OPINION:
        return _ask(posted, units)
    return _READERS[act](posted)


def rows(posted_what: list[str], posted_why: list[str]) -> list[tuple[str, str]]:
    """The rows of a supplement request as typed, without those left empty."""
    pairs = zip(posted_what, posted_why, strict=False)
    return [(what.strip()[:500], why.strip()[:1000]) for what, why in pairs if what.strip() or why.strip()]


def _supplement(posted: Posted, asked: ProcedureTerms) -> cmd.Command:
    known = {document.name: document.id for document in asked.documents}
    typed = rows(posted.data.getlist("what"), posted.data.getlist("why"))
    override = None
    if posted.text("override_reason") or posted.text("approver"):
        override = cmd.Override(
            reason=posted.text("override_reason"),
            legal_basis=posted.text("override_basis", 500),
            approver_id=posted.person("approver"),
        )
    return cmd.RequestSupplement(
        **sent(posted),
        items=tuple(cmd.MissingItem(what, why, known.get(what)) for what, why in typed),
        legal_basis=posted.text("legal_basis", 500),
        override=override,
    )


def _ask(posted: Posted, units: Collection[int]) -> cmd.Command:
    unit = _chosen_id(posted, "unit")
    if unit not in units:
        raise Refusal(
            "unit_unfit", N_("That unit cannot be asked."), N_("Choose one of the units in the list.")
        )
    return cmd.AskOpinion(
        **sent(posted), unit_id=unit, question=posted.text("question"), working_days=_days(posted)
    )


def _give(posted: Posted) -> cmd.Command:
    return cmd.GiveOpinion(
        **on_task(posted),
        agrees=posted.text("agrees", 20),
        answer=posted.text("answer", 5000),
    )


def _pause(posted: Posted) -> cmd.Command:
    return cmd.PauseDossier(
        **sent(posted),
        ground=posted.text("ground", 30),
        legal_basis=posted.text("legal_basis", 500),
        note=posted.text("note"),
    )


def _resume(posted: Posted) -> cmd.Command:
    return cmd.ResumeDossier(**sent(posted), proof=posted.text("proof", 500))


def _propose(posted: Posted) -> cmd.Command:
    return cmd.ProposeExtension(**sent(posted), working_days=_days(posted), reason=posted.text("reason"))


def _sign(posted: Posted) -> cmd.Command:
    return cmd.SignExtension(**on_task(posted))


def _apologise(posted: Posted) -> cmd.Command:
    return cmd.Apologise(
        **sent(posted),
        kind=posted.text("kind", 20),
        manner=posted.text("manner", 20),
        text=posted.text("text", 5000),
        proof=posted.text("proof", 500),
        medium=posted.text("medium", 300),
    )


def _record_proof(posted: Posted) -> cmd.Command:
    return cmd.RecordApologyProof(
        **sent(posted),
        apology=_chosen_id(posted, "apology"),
        proof=posted.text("proof", 500),
        medium=posted.text("medium", 300),
    )


def _stop(posted: Posted) -> cmd.Command:
    return cmd.StopByLaw(
        **sent(posted), reason=posted.text("reason"), legal_basis=posted.text("legal_basis", 500)
    )


def _correct(posted: Posted) -> cmd.Command:
    field = posted.text("field", 20)
    new = posted.text("new", _LONGEST_FIELD.get(field, 300))
    return cmd.CorrectData(**sent(posted), field=field, new=new, reason=posted.text("reason"))


def _switch(posted: Posted) -> cmd.Command:
    rules = by_id(_chosen_id(posted, "rules"))
    return cmd.SwitchRules(
        **sent(posted),
        rule_set_id=rules.id,
        legal_basis=posted.text("legal_basis", 500),
        reason=posted.text("reason"),
    )


def _acknowledge(posted: Posted) -> cmd.Command:
    giver = posted.text("given_by", 200) if posted.text("papers_here", 3) else ""
    return cmd.AcknowledgeTransfer(**on_task(posted), papers_given_by=giver)


def _acknowledge_papers(posted: Posted) -> cmd.Command:
    return cmd.AcknowledgePapers(**on_task(posted), given_by=posted.text("given_by", 200))


def _refuse_transfer(posted: Posted) -> cmd.Command:
    return cmd.RefuseTransfer(**on_task(posted), reason=posted.text("reason"))


def _days(posted: Posted) -> int:
    text = posted.text("working_days", 3)
    return int(text) if text.isascii() and text.isdigit() else 0  # the rule says what may be chosen


def _chosen_id(posted: Posted, name: str) -> int:
    text = posted.text(name, 18)
    if not (text.isascii() and text.isdigit()):
        raise Refusal("nothing_chosen", N_("Nothing was chosen."), N_("Choose one from the list."))
    return int(text)


_READERS: dict[MoreAct, Callable[[Posted], cmd.Command]] = {
    MoreAct.ACKNOWLEDGE_TRANSFER: _acknowledge,
    MoreAct.ACKNOWLEDGE_PAPERS: _acknowledge_papers,
    MoreAct.REFUSE_TRANSFER: _refuse_transfer,
    MoreAct.GIVE_OPINION: _give,
    MoreAct.PAUSE: _pause,
    MoreAct.RESUME: _resume,
    MoreAct.PROPOSE_EXTENSION: _propose,
    MoreAct.SIGN_EXTENSION: _sign,
    MoreAct.APOLOGISE: _apologise,
    MoreAct.RECORD_PROOF: _record_proof,
    MoreAct.STOP: _stop,
    MoreAct.CORRECT: _correct,
    MoreAct.SWITCH_RULES: _switch,
}
