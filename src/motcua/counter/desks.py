"""Who may work at the counter, and at which desk."""

from __future__ import annotations

from django.http import HttpRequest

from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.offices.access import actor_of, staff_view
from motcua.offices.actors import Actor
from motcua.offices.roles import DESK_ROLES, Role

counter_view = staff_view(roles=DESK_ROLES)


def desk_of(request: HttpRequest) -> tuple[Actor, int]:
    """The person asking and the office whose desk they sit at. Refuses somebody without a desk."""
    actor = actor_of(request)
    offices = sorted(actor.offices(Role.RECEPTIONIST) or actor.offices(Role.DESK_HEAD))
    if not offices:
        raise Refusal(
            "no_desk",
            N_("You belong to no one-stop desk today."),
            N_("Ask the administrator of your office for the posting."),
            status=HttpStatus.FORBIDDEN,
        )
    return actor, offices[0]
