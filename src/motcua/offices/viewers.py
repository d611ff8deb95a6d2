"""Who is looking, as the top bar says it."""

from __future__ import annotations

from django.http import HttpRequest

from motcua.kernel.navigation import Viewer
from motcua.offices.access import actor_of
from motcua.offices.models import Office
from motcua.offices.names import ROLE_NAMES
from motcua.offices.roles import Role


def viewer(request: HttpRequest) -> Viewer:
    """Name, first role and office of the person asking; two statements, once per request."""
    actor = actor_of(request)
    if actor.person_id is None:
        return Viewer()
    first = next((role for role in Role if actor.has(role)), None)
    office_id = next((grant.office_id for grant in actor.grants if grant.role == first), None)
    office = Office.objects.filter(pk=office_id or 0).values_list("short_name", flat=True).first()
    return Viewer(
        name=actor.name,
        role_label=ROLE_NAMES[first] if first else "",
        office_name=office or "",
        roles=frozenset(role.value for role in actor.roles),
    )
