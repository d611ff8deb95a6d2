"""What acts are called on the desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.dossiers import events as ev
from motcua.dossiers.actions import Act
from motcua.dossiers.more_actions import MoreAct

ACT_WORDS: Mapping[Act, Promise] = {
    Act.COMPLETE: _("Complete the step"),
    Act.ASSIGN: _("Assign"),
    Act.APPROVE: _("Approve"),
    Act.REFUSE: _("Refuse"),
    Act.SEND_BACK: _("Send back"),
    Act.TAKE_OVER: _("Take over"),
    Act.REASSIGN: _("Give to a colleague"),
    Act.ADD_PAPER: _("Add a paper"),
    Act.ATTACH_RESULT: _("Attach the result"),
    Act.CHANGE_CUSTODY: _("Note where an original is"),
    Act.HAND_OVER: _("Hand over the result"),
}

MORE_WORDS: Mapping[MoreAct, Promise] = {
    MoreAct.ACKNOWLEDGE_TRANSFER: _("Acknowledge the dossier from the other office"),
    MoreAct.ACKNOWLEDGE_PAPERS: _("Take over its papers"),
    MoreAct.REFUSE_TRANSFER: _("Refuse it and give it back"),
    MoreAct.REQUEST_SUPPLEMENT: _("Ask for a supplement"),
    MoreAct.ASK_OPINION: _("Ask another unit for an opinion"),
    MoreAct.GIVE_OPINION: _("Give the opinion"),
    MoreAct.PAUSE: _("Pause the dossier"),
    MoreAct.RESUME: _("Go on with the paused dossier"),
    MoreAct.PROPOSE_EXTENSION: _("Propose a new appointment with an apology"),
    MoreAct.SIGN_EXTENSION: _("Sign the apology with the new appointment"),
    MoreAct.APOLOGISE: _("Record an apology"),
    MoreAct.RECORD_PROOF: _("Note that an apology was delivered"),
    MoreAct.STOP: _("Stop the processing by law"),
    MoreAct.CORRECT: _("Correct the applicant's data"),
    MoreAct.SWITCH_RULES: _("Put it under another rule set"),
}

# What will happen, above all to the citizen.
MORE_SAYS: Mapping[MoreAct, Promise] = {
    MoreAct.ACKNOWLEDGE_TRANSFER: _(
        "From now on the time is your office's. If the papers have not come along, a task of their own waits "
        "for them; the work can begin all the same."
    ),
    MoreAct.ACKNOWLEDGE_PAPERS: _(
        "It is noted who gave the papers to whom, when, and which. From now on they lie with your office."
    ),
    MoreAct.REFUSE_TRANSFER: _(
        "The step that sent the dossier is open again at the other office, with your reason. What the same "
        "step had sent to further offices is taken back, too. The applicant's date does not move."
    ),
    MoreAct.REQUEST_SUPPLEMENT: _(
        "The clock stops at once. The desk tells the applicant within one working day; when everything has "
        "been brought, the time limit counts again in full. If nothing comes in time, the dossier is closed."
    ),
    MoreAct.ASK_OPINION: _(
        "The unit gets a task with your question and its deadline. The applicant's date does not move: the "
        "dossier can become late by it, and a late answer is charged to the unit that was asked."
    ),
    MoreAct.GIVE_OPINION: _(
        "The answer stands in the dossier for whoever decides, and your unit's task is done. Until then the "
        "applicant's time runs on."
    ),
    MoreAct.PAUSE: _(
        "The clock stands and nobody is late until a proof ends the pause. The applicant's date is then put "
        "off by the working time of the pause."
    ),
    MoreAct.RESUME: _(
        "The clock goes on with the time that was left, and the applicant's new date is computed from it."
    ),
    MoreAct.PROPOSE_EXTENSION: _(
        "The leader gets the apology to sign. Once it is signed the applicant has a new date; the dossier "
        "still counts by the first one. Only one new appointment is allowed; until it is signed, reason and date "
        "can be changed here, also those that the program drafted."
    ),
    MoreAct.SIGN_EXTENSION: _(
        "The applicant gets the apology and the new date below. Unsigned, the dossier shows as late without "
        "apology after its due date."
    ),
    MoreAct.APOLOGISE: _(
        "It is noted what was said to the applicant, how and with which proof. No date moves by it. A public "
        "apology stands on the portal at once, for everybody: it must not name the applicant."
    ),
    MoreAct.RECORD_PROOF: _(
        "The register of apologies says from now on how it is known to have reached the applicant. A later "
        "note stands instead of an earlier one; the history keeps both."
    ),
    MoreAct.STOP: _(
        "The processing ends for good: open steps are cancelled, and the applicant gets a notice with the "
        "reason and the papers back. This cannot be taken back."
    ),
    MoreAct.CORRECT: _(
        "The right value stands from now on; the old one and your reason stay in the history. The desk tells "
        "the applicant."
    ),
    MoreAct.SWITCH_RULES: _(
        "Forms and rules of the other set hold from now on. The dates promised to the applicant stay."
    ),
}

DONE_WORDS: Mapping[type[ev.Event], Promise] = {
    ev.TransferAcknowledged: _("The dossier is acknowledged; it is with your office now."),
    ev.TransferRefused: _("The dossier is back at the office that sent it."),
    ev.PapersHandedOver: _("The papers are taken over."),
    ev.SupplementRequested: _("The supplement is requested; the clock stands."),
    ev.OpinionAsked: _("The unit has been asked."),
    ev.OpinionGiven: _("The opinion is given."),
    ev.Paused: _("The dossier is paused; the clock stands."),
    ev.Resumed: _("The dossier goes on; its due date is computed anew."),
    ev.ExtensionProposed: _("The apology with the new appointment waits for the leader's signature."),
    ev.Extended: _("The apology is signed; the new appointment holds."),
    ev.Apologised: _("The apology is recorded."),
    ev.ApologyProved: _("The proof is noted in the register."),
    ev.Stopped: _("The processing has ended."),
    ev.Corrected: _("The data are corrected."),
    ev.RulesSwitched: _("The dossier lives under the other rule set now."),
}

GROUND_WORDS: Mapping[str, Promise] = {
    "financial_duty": _("Financial duty: the applicant has a tax or charge to pay"),
    "suspended": _("Suspended by sector law: dispute, inspection, court"),
}
ANSWER_WORDS: Mapping[str, Promise] = {
    "yes": _("Agrees"),
    "conditions": _("Agrees on conditions"),
    "no": _("Does not agree"),
}
FIELD_WORDS: Mapping[str, Promise] = {
    "name": _("Name"),
    "id_number": _("Identity number"),
    "address": _("Address"),
    "phone": _("Phone"),
    "email": _("E-mail"),
}
