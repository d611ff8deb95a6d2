"""Units of an office, their posts, and which unit handles which fields."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import Refusal
from motcua.offices import checks
from motcua.offices.actors import Actor
from motcua.offices.models import Delegation, FieldGroup, Membership, Post, Unit
from motcua.offices.roles import UnitKind


@transaction.atomic
def create_unit(
    actor: Actor, office_id: int, name: str, kind: UnitKind, *, valid_from: date, phone: str = ""
) -> Unit:
    """Make a unit of an office. For its administrators."""
    office = checks.office_of(office_id)
    checks.check_administers(actor, office.path)
    if valid_from < office.valid_from or (office.valid_to is not None and valid_from > office.valid_to):
        raise Refusal(
            "office_not_in_force",
            _("“%(name)s” does not exist on %(day)s."),
            _("Choose another first day."),
            params={"name": office.name, "day": checks.vn(valid_from)},
        )
    return Unit.objects.create(
        office=office,
        name=checks.text(name, _("The name"), 300),
        kind=_kind(kind),
        phone=checks.text(phone, _("The phone number"), 50, required=False),
        valid_from=valid_from,
    )


@transaction.atomic
def edit_unit(actor: Actor, unit_id: int, seen: int, name: str, phone: str = "") -> Unit:
    """Rename a unit or change its phone. What part it plays never changes: make a new unit for that."""
    unit = _opened(actor, unit_id, seen)
    unit.name = checks.text(name, _("The name"), 300)
    unit.phone = checks.text(phone, _("The phone number"), 50, required=False)
    unit.version += 1
    unit.save(update_fields=["name", "phone", "version"])
    return unit


@transaction.atomic
def close_unit(actor: Actor, unit_id: int, seen: int, last_day: date) -> Unit:
    """End a unit with its memberships and delegations. Refused while fields are assigned to it."""
    unit = _opened(actor, unit_id, seen)
    checks.check_period(unit.valid_from, last_day)
    group = FieldGroup.objects.filter(unit=unit).first()
    if group is not None:
        raise Refusal(
            "unit_has_fields",
            _("The group of fields “%(group)s” still belongs to this unit."),
            _("Give it to another unit first."),
            params={"group": group.name},
        )
    outlives = Q(valid_to=None) | Q(valid_to__gt=last_day)
    for rows in (
        Membership.objects.filter(outlives, unit=unit),
        Delegation.objects.filter(outlives, unit=unit),
    ):
        rows.filter(valid_from__gt=last_day).delete()
        rows.update(valid_to=last_day)
    unit.valid_to = last_day
    unit.version += 1
    unit.save(update_fields=["valid_to", "version"])
    return unit


@transaction.atomic
def set_field_group(
    actor: Actor,
    office_id: int,
    name: str,
    unit_id: int,
    field_codes: Sequence[str],
    *,
    group_id: int | None = None,
    seen: int = 0,
    position: int = 1,
) -> FieldGroup:
    """Say which unit handles which fields, kept in one book. A field stands in one group of an office."""
    office = checks.office_of(office_id)
    checks.check_administers(actor, office.path)
    unit = checks.unit_of(unit_id)
    if unit.office_id != office.pk or unit.valid_to is not None:
        raise Refusal(
            "unit_elsewhere",
            _("“%(unit)s” is no working unit of this office."),
            _("Choose a unit of this office."),
            params={"unit": unit.name},
        )
    codes = sorted({code.strip() for code in field_codes if code.strip()})
    others = FieldGroup.objects.filter(office=office).exclude(pk=group_id or 0)
    plain_name = checks.text(name, _("The name"), 200)
    for other in others:
        if other.name == plain_name:
            raise Refusal(
                "group_twice", _("There is already a group of this name."), _("Choose another name.")
            )
        if shared := sorted(set(codes) & set(other.field_codes)):
            raise Refusal(
                "field_twice",
                _("The field %(field)s already belongs to the group “%(group)s”."),
                _("Take it out of that group first."),
                params={"field": shared[0], "group": other.name},
            )
    group = FieldGroup(office=office) if group_id is None else _group(office.pk, group_id, seen)
    group.name, group.unit, group.field_codes, group.position = plain_name, unit, codes, position
    if group.pk:
        group.version += 1
    group.save()
    return group


@transaction.atomic
def remove_field_group(actor: Actor, group_id: int, seen: int) -> None:
    """Take away a group that no dossier uses; one that is in use cannot go."""
    row = FieldGroup.objects.select_related("office").filter(pk=group_id).first()
    if row is None:
        raise checks.missing(_("There is no such group of fields."))
    checks.check_administers(actor, row.office.path)
    checks.check_seen(seen, row, row.version)
    try:
        row.delete()
    except ProtectedError:
        raise Refusal(
            "group_in_use",
            _("Dossiers are kept in the book of this group, so it stays."),
            _("You can take its fields out; the book then ends."),
        ) from None


@transaction.atomic
def create_post(actor: Actor, unit_id: int, title: str, duties: str = "") -> Post:
    """Make a post with its published tasks. For administrators of the office."""
    unit = checks.unit_of(unit_id)
    checks.check_administers(actor, unit.office.path)
    return Post.objects.create(
        unit=unit, title=checks.text(title, _("The title"), 200), duties=duties.strip()[:5000]
    )


@transaction.atomic
def edit_post(actor: Actor, post_id: int, seen: int, title: str, duties: str) -> Post:
    """Change the title or the published tasks of a post. For administrators of the office."""
    post = Post.objects.select_for_update().select_related("unit__office").filter(pk=post_id).first()
    if post is None:
        raise checks.missing(_("There is no such post."))
    checks.check_administers(actor, post.unit.office.path)
    checks.check_seen(seen, post, post.version)
    post.title, post.duties = checks.text(title, _("The title"), 200), duties.strip()[:5000]
    post.version += 1
    post.save(update_fields=["title", "duties", "version"])
    return post


def _opened(actor: Actor, unit_id: int, seen: int) -> Unit:
    unit = checks.unit_of(unit_id)
    checks.check_administers(actor, unit.office.path)
    checks.check_seen(seen, unit, unit.version)
    return unit


def _group(office_id: int, group_id: int, seen: int) -> FieldGroup:
    row = FieldGroup.objects.select_for_update().filter(pk=group_id, office_id=office_id).first()
    if row is None:
        raise checks.missing(_("There is no such group of fields."))
    checks.check_seen(seen, row, row.version)
    return row


def _kind(kind: UnitKind | str) -> UnitKind:
    try:
        return UnitKind(kind)
    except ValueError:
        raise Refusal(
            "unit_kind", _("The kind of unit is not known."), _("Choose one from the list.")
        ) from None
