"""What roles and kinds of unit are called in the interface."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.offices.roles import Role, UnitKind

ROLE_NAMES: dict[Role, Promise] = {
    Role.RECEPTIONIST: _("Receptionist"),
    Role.CASE_OFFICER: _("Case officer"),
    Role.HEAD_OF_UNIT: _("Head of unit"),
    Role.SIGNING_LEADER: _("Signing leader"),
    Role.CLERK: _("Clerk"),
    Role.DESK_HEAD: _("Head of the desk"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.ADMINISTRATOR: _("Administrator"),
}

UNIT_KIND_NAMES: dict[UnitKind, Promise] = {
    UnitKind.DESK: _("One-stop desk"),
    UnitKind.DIVISION: _("Division"),
    UnitKind.LEADERSHIP: _("Leadership"),
    UnitKind.CLERK: _("Clerk's office"),
}
