"""What the drawing program calls its tools, in the reader's language: its own English words are the keys."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from motcua.kernel.errors import N_

# The words on the left are those of bpmn-js; on the right what an office calls them.
_WORDS: Mapping[str, str] = {
    "Activate hand tool": N_("Move the sheet"),
    "Activate lasso tool": N_("Select several"),
    "Activate create/remove space tool": N_("Make or remove space"),
    "Activate global connect tool": N_("Connect two elements"),
    "Create start event": N_("New: beginning"),
    "Create end event": N_("New: end"),
    "Create gateway": N_("New: choice or branch"),
    "Create task": N_("New: step"),
    "Append task": N_("Add a step behind"),
    "Append gateway": N_("Add a choice or branch behind"),
    "Append end event": N_("Add the end behind"),
    "Connect to other element": N_("Connect with another element"),
    "Change element": N_("Make it something else"),
    "Delete": N_("Remove"),
    "Open {element}": N_("Open"),
    "Start event": N_("Beginning"),
    "End event": N_("End"),
    "Task": N_("Step"),
    "User task": N_("Step of a person"),
    "Manual task": N_("Step by hand"),
    "Exclusive gateway": N_("One of the ways"),
    "Parallel gateway": N_("All ways at once"),
    "Inclusive gateway": N_("Every way whose condition holds"),
    "Default flow": N_("Otherwise"),
    "Sequence flow": N_("Plain way"),
    "Conditional flow": N_("Way with a condition"),
}


def drawing_words() -> dict[str, str]:
    """The tools' words for the page."""
    return {theirs: _(ours) for theirs, ours in _WORDS.items()}
