"""Offices that merge, split or are abolished: an open dossier goes to the successor by a recorded act (decision 8)."""

from __future__ import annotations

from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import refuse
from motcua.dossiers.lifecycle.context import Context
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import NEVER_RECEIVED
from motcua.kernel.errors import N_


def transfer_office(state: DossierState, command: cmd.TransferOffice, context: Context) -> ev.Event:
    """Put the successor in every place of the old office; for administrators above both."""
    if state.status in NEVER_RECEIVED or state.units is None or state.intake is None:
        raise refuse("not_received", N_("This dossier has not been received yet."), N_("Receive it first."))
    if state.finished_at is not None and not state.tasks:
        raise refuse("finished", N_("The processing of this dossier has ended."), N_("The history says how."))
    succession = context.succession
    assert succession is not None
    if not all(context.actor.administers(path) for path in succession.paths):
        raise refuse(
            "not_above_both",
            N_("Only an administrator above both offices moves dossiers between them."),
            N_("Ask the administrator of the office above."),
        )
    if not command.legal_basis.strip():
        raise refuse(
            "basis_needed",
            N_("Name the decision on the reorganisation."),
            N_("Its number and date are enough."),
        )
    intake = state.intake
    own = (intake.receiving_office_id, intake.competent_office_id, intake.returning_office_id)
    if command.from_office not in own and not succession.units:
        raise refuse(
            "not_that_office",
            N_("That office has no part in this dossier."),
            N_("The dossier’s page shows its offices."),
        )
    return ev.OfficeTransferred(
        from_office=command.from_office,
        to_office=command.to_office,
        units=succession.units,
        legal_basis=command.legal_basis.strip(),
        calendars=succession.calendars,
        field_group_id=succession.field_group_id
        if command.from_office == intake.competent_office_id
        else None,
    )
