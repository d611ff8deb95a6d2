"""The table of steps that Vietnamese decisions print, and BPMN, both ways.

A row is one step: who does it (role, unit), how long it takes, what is done, and what comes next. After a
step either one thing comes (`Split.ONE`, by condition, the last one without a condition being "otherwise"),
or everything at once (`Split.ALL`), or whatever conditions hold (`Split.ANY`). Where branches meet, the row
that waits for them says so in `join`. `END` as target ends the process.
"""

from __future__ import annotations

from motcua.processes.steps.drawn import with_drawing
from motcua.processes.steps.reading import to_steps
from motcua.processes.steps.revising import revise
from motcua.processes.steps.rows import END, Next, Split, StepRow
from motcua.processes.steps.seven import printed, standard_seven
from motcua.processes.steps.writing import from_steps

__all__ = [
    "END",
    "Next",
    "Split",
    "StepRow",
    "from_steps",
    "printed",
    "revise",
    "standard_seven",
    "to_steps",
    "with_drawing",
]
