"""Apologies of every kind, and the proof that they reached the applicant (rules R-75 and R-76)."""

from __future__ import annotations

from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import refuse
from motcua.dossiers.lifecycle.context import Context
from motcua.dossiers.lifecycle.rights import check_leads
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import NEVER_RECEIVED
from motcua.kernel.errors import N_
from motcua.kernel.search import fold

KINDS = ("late", "error", "lost")
MANNERS = ("direct", "written", "public")
_LEADING = ("head_of_unit", "signing_leader", "desk_head")
_DELIVERING = (*_LEADING, "receptionist", "clerk")  # the desk brings apologies to the applicant
_SHORTEST = 5  # shorter values would be found in any text by chance


def apologise(state: DossierState, command: cmd.Apologise, context: Context) -> ev.Event:
    """Record an apology with its proof; a public one names where it was published, and no person."""
    if state.status in NEVER_RECEIVED:
        raise refuse(
            "not_received",
            N_("This dossier has not been received yet."),
            N_("The dossier’s page shows its state."),
        )
    check_leads(state, context.actor, _LEADING)
    if command.kind not in KINDS or command.manner not in MANNERS or not command.text.strip():
        raise refuse(
            "apology_incomplete",
            N_("An apology has a kind, a manner and words."),
            N_("Choose both and write what is said to the applicant."),
        )
    if command.manner == "public":
        _check_public(state, command)
    return ev.Apologised(
        kind=command.kind,
        manner=command.manner,
        text=command.text.strip(),
        proof=command.proof.strip(),
        medium=command.medium.strip(),
    )


def record_proof(state: DossierState, command: cmd.RecordApologyProof, context: Context) -> ev.Event:
    """Note how an apology is known to have reached the applicant; a later note stands instead of an earlier."""
    if command.apology not in state.apology_numbers:
        raise refuse(
            "no_such_apology", N_("This dossier has no such apology."), N_("Choose one from the register.")
        )
    check_leads(state, context.actor, _DELIVERING)
    if not command.proof.strip():
        raise refuse(
            "proof_needed",
            N_("Say how the apology is known to have reached the applicant."),
            N_("The number of the registered letter, a signature, the day of the broadcast."),
        )
    return ev.ApologyProved(
        apology=command.apology, proof=command.proof.strip(), medium=command.medium.strip()
    )


def _check_public(state: DossierState, command: cmd.Apologise) -> None:
    """A public apology stands on the portal for everybody, where no personal data may (rule R-115)."""
    if not command.medium.strip():
        raise refuse(
            "medium_needed",
            N_("Say where the apology is published."),
            N_("The portal, commune radio, city TV."),
        )
    assert state.intake is not None
    person, words = state.intake.applicant, fold(command.text)
    told = [person.name, person.id_number, person.phone, person.email, person.address]
    if any(len(fold(value)) >= _SHORTEST and fold(value) in words for value in told):
        raise refuse(
            "public_names_person",
            N_("A public apology must not name the applicant, nor give their number or address."),
            N_("Everybody can read it; say “the applicant of this dossier” instead."),
        )
