"""Forms about people: accounts, postings, delegations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.offices.names import ROLE_NAMES
from motcua.offices.roles import Role
from motcua.setup.forms.fields import SetupForm, box_field, boxes_field, day_field, line_field

ROLES = [(role.value, name) for role, name in ROLE_NAMES.items()]
DELEGABLE = [(value, name) for value, name in ROLES if value != Role.ADMINISTRATOR]


class PersonForm(SetupForm):
    """Name and how to reach the person."""

    layout = (("phone", "email"),)

    full_name = line_field(_("Full name"), 120)
    phone = line_field(_("Phone"), 50, required=False, help_text=_("Shown to citizens when on duty."))
    email = line_field(_("E-mail"), 200, required=False)


class NewPersonForm(PersonForm):
    """A new account; its first password is made by the program and shown once."""

    username = line_field(
        _("Account name"),
        60,
        help_text=_("Small letters without accents, digits, dots, dashes. It cannot be changed later."),
        autocapitalize="none",
        spellcheck="false",
    )


class PasswordForm(SetupForm):
    """A new password for somebody, typed or made."""

    password = line_field(
        _("New password"),
        200,
        required=False,
        help_text=_("Leave it empty and the program makes one that is easy to read out."),
        spellcheck="false",
    )


class NothingForm(SetupForm):
    """Only the seen version: the act needs nothing else."""


class MembershipForm(SetupForm):
    """Roles, post and duty of a person in a unit."""

    roles = boxes_field(_("Roles"), ROLES, help_text=_("They say what the person may do here."))
    post = forms.ChoiceField(label=_("Post"), required=False)
    on_duty = box_field(_("On duty: shown to citizens with name, title and tasks"))

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [("", "—"), *posts]  # type: ignore[attr-defined]


class NewMembershipForm(MembershipForm):
    """A posting: who, where, from when."""

    layout = (("person", "unit"), ("valid_from", "valid_to"))

    person = forms.ChoiceField(label=_("Person"))
    unit = forms.ChoiceField(label=_("Unit of the office"))
    valid_from = day_field(_("First day"))
    valid_to = day_field(_("Last day"), required=False, help_text=_("Empty: until further notice."))
    field_order = ("person", "unit")

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], units: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class DelegationForm(SetupForm):
    """Who may act in whose place, on which decision."""

    layout = (("giver", "receiver"), ("unit", "role"), ("valid_from", "valid_to"))

    giver = forms.ChoiceField(label=_("Whose role"))
    receiver = forms.ChoiceField(label=_("Who may act"))
    unit = forms.ChoiceField(label=_("Unit of the office"))
    role = forms.ChoiceField(label=_("Role"), choices=DELEGABLE)
    valid_from = day_field(_("First day"))
    valid_to = day_field(_("Last day"))
    decision_number = line_field(
        _("Decision number"), 100, help_text=_("For instance 15/QĐ-UBND of 02/03/2026.")
    )

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], units: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver"].choices = people  # type: ignore[attr-defined]
        self.fields["receiver"].choices = people  # type: ignore[attr-defined]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
