"""Forms about offices, units, posts and groups of fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.offices.names import UNIT_KIND_NAMES
from motcua.setup.forms.fields import SetupForm, boxes_field, day_field, line_field, text_field

LEVELS = (
    ("ministry", _("Ministry")),
    ("province", _("Province")),
    ("district", _("District (until 30/06/2025)")),
    ("commune", _("Commune")),
    ("facility", _("Facility")),
)


class OfficeForm(SetupForm):
    """What stands about an agency."""

    layout = (("short_name", "place"), ("level", "level_name"), ("code_new", "code_old"))

    name = line_field(
        _("Official name"), 300, help_text=_("In full, as it stands at the head of its papers.")
    )
    short_name = line_field(_("Short name"), 100)
    place = line_field(_("Place"), 100, required=False, help_text=_("For “place and date” on papers."))
    superior_name = line_field(_("Superior body"), 300, required=False)
    level = forms.IntegerField(
        label=_("Number of the level"),
        min_value=1,
        max_value=20,
        help_text=_("1 is the nation; larger than the office above."),
    )
    level_name = forms.ChoiceField(label=_("Kind of level"), choices=LEVELS)
    code_new = line_field(_("Identifier"), 35, required=False, help_text=_("For instance H49.20.5."))
    code_old = line_field(
        _("Former identifier"), 20, required=False, help_text=_("For instance 000.00.00.H49.")
    )


class NewOfficeForm(OfficeForm):
    """A new agency below another one."""

    parent = forms.ChoiceField(label=_("Office above"))
    valid_from = day_field(_("Exists from"))
    field_order = ("parent",)

    def __init__(self, *args: Any, parents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = parents  # type: ignore[attr-defined]


class NoticeForm(SetupForm):
    """What must be posted publicly about a desk (R-98)."""

    layout = (("hotline", "email"),)

    address = line_field(_("Address"), 300)
    hours = line_field(_("Opening hours"), 300, help_text=_("As citizens read them."))
    hotline = line_field(_("Hotline"), 50)
    email = line_field(_("E-mail"), 200, required=False)
    notice = text_field(_("Notice"), 5000, help_text=_("Shown on top of the citizens' page."))


class CalendarChoiceForm(SetupForm):
    """Which calendar an office works by."""

    calendar = forms.ChoiceField(label=_("Calendar"), required=False)

    def __init__(self, *args: Any, calendars: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = ("", _("That of the office above"))
        self.fields["calendar"].choices = [none, *calendars]  # type: ignore[attr-defined]


class AbolishForm(SetupForm):
    """The end of an agency."""

    last_day = day_field(_("Last day"))
    successor = forms.ChoiceField(label=_("Successor"), help_text=_("Answers for the open dossiers."))

    def __init__(self, *args: Any, successors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].choices = [("", "—"), *successors]  # type: ignore[attr-defined]


class SuccessionForm(SetupForm):
    """Who takes over the open dossiers, and by which decision."""

    successor = forms.ChoiceField(label=_("Successor"), help_text=_("Answers for the open dossiers."))
    legal_basis = line_field(
        _("Decision on the reorganisation"),
        300,
        help_text=_("Its number and date, as the history will show them."),
    )

    def __init__(self, *args: Any, successors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].choices = [("", "—"), *successors]  # type: ignore[attr-defined]


class UnitForm(SetupForm):
    """Name and phone of a unit."""

    name = line_field(_("Official name"), 300)
    phone = line_field(_("Phone"), 50, required=False)


class NewUnitForm(UnitForm):
    """A new unit with the part it plays."""

    layout = (("kind", "valid_from"),)

    kind = forms.ChoiceField(
        label=_("Part it plays"),
        choices=[(kind.value, name) for kind, name in UNIT_KIND_NAMES.items()],
        help_text=_("Processes name the part; it cannot be changed later."),
    )
    valid_from = day_field(_("Exists from"))


class LastDayForm(SetupForm):
    """The last day of something."""

    last_day = day_field(_("Last day"))


class PostForm(SetupForm):
    """A position and its published tasks."""

    title = line_field(_("Title"), 200)
    duties = text_field(_("Tasks"), 5000, help_text=_("Published beside the officer's name."))


class FieldGroupForm(SetupForm):
    """Fields kept in one book and given to one unit."""

    layout = (("unit", "position"),)

    name = line_field(_("Name of the group"), 200)
    unit = forms.ChoiceField(label=_("Unit that handles it"))
    position = forms.IntegerField(label=_("Place in the list"), min_value=1, max_value=999, initial=1)
    fields_chosen = boxes_field(_("Fields"), (), required=False)

    def __init__(
        self, *args: Any, units: list[tuple[str, str]], fields: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        self.fields["fields_chosen"].choices = fields  # type: ignore[attr-defined]
