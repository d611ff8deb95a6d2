"""Filters and small components for every page: {% load motcua %}. Parameters: docs/interface.md."""

from __future__ import annotations

from datetime import datetime

import segno
from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from motcua.kernel import due, formats, time

register = template.Library()

register.filter("vndate", formats.day)
register.filter("vntime", formats.clock)
register.filter("vndatetime", formats.instant)
register.filter("vnlong", formats.long_instant)
register.filter("vnd", formats.money)
register.filter("percent", formats.percent)
register.filter("number", formats.number)
register.filter("initials", formats.initials)

_TONES = frozenset({"good", "warn", "bad", "accent", "calm"})
_NOTICES = {  # Django's message levels and our tones → (tone, icon, role)
    "success": ("good", "check-circle", "status"),
    "good": ("good", "check-circle", "status"),
    "warning": ("warn", "exclamation-triangle", "alert"),
    "warn": ("warn", "exclamation-triangle", "alert"),
    "error": ("bad", "exclamation-octagon", "alert"),
    "bad": ("bad", "exclamation-octagon", "alert"),
}


@register.simple_tag
def icon(name: str, large: bool = False) -> SafeString:
    """An icon beside words, silent for screen readers. Its name is one of bootstrap-icons."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        " icon-l" if large else "",
        static("dist/icons.svg"),
        name,
    )


@register.simple_tag
def key(keys: str) -> SafeString:
    """The key hint beside a button's words: {% key "Ctrl+Enter" %}."""
    return format_html('<kbd class="hint">{}</kbd>', keys)


@register.simple_tag
def notice(text: object, tone: str = "info") -> SafeString:
    """A message box; `tone` is good, warn, bad, info or a level tag of Django's messages."""
    style, image, role = _NOTICES.get((tone or "").rpartition(" ")[2], ("info", "info-circle", "status"))
    return format_html(
        '<div class="notice notice-{}" role="{}">{}<div>{}</div></div>', style, role, icon(image), text
    )


@register.simple_tag
def tag(text: str | Promise, tone: str = "calm", image: str = "") -> SafeString:
    """A status badge. Its words carry the meaning; `tone` only helps the eye."""
    safe_tone = tone if tone in _TONES else "calm"
    return format_html('<span class="tag tag-{}">{}{}</span>', safe_tone, icon(image) if image else "", text)


@register.simple_tag
def due_badge(
    due_at: datetime | None,
    finished_at: datetime | None = None,
    now: datetime | None = None,
    paused: bool = False,
    near: due.Near | None = None,
    show_date: bool = True,
) -> SafeString:
    """The due date in words ("2 working days left"), with its date behind unless `show_date` is false.

    With `near` working time is counted, and from one half on it is said how much of the time is used.
    """
    state = due.due_state(due_at, now=now or time.now(), finished_at=finished_at, paused=paused, near=near)
    badge = format_html(
        '<span class="tag tag-{}{}">{}{}</span>',
        state.tone,
        " tag-strong" if state.strong else "",
        icon(state.icon),
        state.text,
    )
    if not show_date or due_at is None:
        return badge
    warning = tag(state.warning, state.tone) if state.warning else ""
    return format_html(
        '<span class="due">{}{}<span class="due-when">{}</span></span>',
        badge,
        warning,
        formats.instant(due_at),
    )


@register.simple_tag
def qr_svg(text: str, label: str = "") -> SafeString:
    """The text as a QR code drawn in place; `label` says what it leads to."""
    drawing = segno.make(text, error="m", micro=False).svg_inline(
        border=2, svgclass=None, lineclass=None, omitsize=True
    )
    return format_html(
        '<div class="qr" role="img" aria-label="{}">{}</div>',
        label or gettext("QR code: %(text)s") % {"text": text},
        mark_safe(drawing),  # noqa: S308 - made by segno from modules, holds none of the text
    )


@register.simple_tag
def control(bound: BoundField, **attrs: str | bool) -> SafeString:
    """Only the control of a form field, styled and tied to its help and errors."""
    return bound.as_widget(attrs=_attributes(bound, attrs))


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField,
    label: str = "",
    key: str = "",
    extra_class: str = "",
    hide_optional: bool = False,
    **attrs: str | bool,
) -> dict[str, object]:
    """A whole form field: {% field form.name %}. Other arguments become attributes (a_b → a-b)."""
    widget = bound.field.widget
    if key:
        attrs["data-key"] = key
    return {
        "bound": bound,
        "label": label or bound.label,
        "key": key,
        "extra_class": extra_class,
        "hide_optional": hide_optional,
        "single_box": isinstance(widget, CheckboxInput),
        "group": isinstance(widget, RadioSelect | CheckboxSelectMultiple),
        "control": bound.as_widget(attrs=_attributes(bound, attrs)),
    }


def _attributes(bound: BoundField, given: dict[str, str | bool]) -> dict[str, str | bool]:
    widget = bound.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        style = ""  # Django puts the class on the box around the group too
    elif isinstance(widget, CheckboxInput):
        style = "form-check-input"
    elif isinstance(widget, Select) and not isinstance(widget, FileInput):
        style = "form-select"
    else:
        style = "form-control"
    attributes = {
        name.replace("_", "-"): value for name, value in given.items() if value not in (None, False)
    }
    own = widget.attrs.get("class", "")
    if styles := f"{own} {style} {attributes.get('class', '')}".strip():
        attributes["class"] = styles
    described = [elsewhere] if (elsewhere := widget.attrs.get("aria-describedby")) else []
    if bound.help_text:
        described.append(f"{bound.auto_id}_helptext")
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
        attributes["aria-invalid"] = "true"
    if described:
        attributes.setdefault("aria-describedby", " ".join(described))
    return attributes
