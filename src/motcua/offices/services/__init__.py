"""Writes to offices, units, posts and people. Every function is one transaction and says who may call it."""

from motcua.offices.services.agencies import (
    OfficeData,
    abolish_office,
    create_office,
    edit_office,
    edit_public_notice,
    set_calendar,
)
from motcua.offices.services.on_the_spot import do_on_the_spot, end_on_the_spot
from motcua.offices.services.people import (
    PersonData,
    change_own_password,
    create_person,
    deactivate_person,
    edit_person,
    set_password,
    unlock_person,
)
from motcua.offices.services.posting import (
    change_membership,
    create_membership,
    delegate,
    end_delegation,
    end_membership,
)
from motcua.offices.services.units import (
    close_unit,
    create_post,
    create_unit,
    edit_post,
    edit_unit,
    remove_field_group,
    set_field_group,
)

__all__ = [
    "OfficeData",
    "PersonData",
    "abolish_office",
    "change_membership",
    "change_own_password",
    "close_unit",
    "create_membership",
    "create_office",
    "create_person",
    "create_post",
    "create_unit",
    "deactivate_person",
    "delegate",
    "do_on_the_spot",
    "edit_office",
    "edit_person",
    "edit_post",
    "edit_public_notice",
    "edit_unit",
    "end_delegation",
    "end_membership",
    "end_on_the_spot",
    "remove_field_group",
    "set_calendar",
    "set_field_group",
    "set_password",
    "unlock_person",
]
