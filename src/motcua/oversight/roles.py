"""Who may look over the whole."""

from motcua.offices.access import staff_view
from motcua.offices.roles import Role

ROLES = (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DESK_HEAD, Role.SIGNING_LEADER, Role.HEAD_OF_UNIT)

oversight_view = staff_view(roles=ROLES)
