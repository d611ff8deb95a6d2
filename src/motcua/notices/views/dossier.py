"""The messages of one dossier."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.dossiers.queries import unknown_dossier, visible_dossiers
from motcua.notices import queries
from motcua.offices.access import actor_of, staff_view
from motcua.offices.roles import Role


@staff_view(roles=frozenset(Role))
def of_dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Everything the citizen was told, or was to be told, with every try."""
    row = visible_dossiers(actor_of(request)).filter(pk=dossier_id).first()
    if row is None:
        raise unknown_dossier()
    context = {"dossier_id": dossier_id, "code": row.code or "", "lines": queries.messages_of(dossier_id)}
    return render(request, "notices/of_dossier.html", context)
