"""Why a process cannot be published, in the reader's language.

The process room says its reasons in plain English with the names of the elements in them; here each kind of
sentence gets its translation. A sentence that is not known is shown as it is.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from motcua.kernel.errors import N_
from motcua.processes.bpmn.model import Kind, Node
from motcua.processes.soundness import Fault
from motcua.setup.bpmn_words import model_words

_SENTENCES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (
            r"the steps take (?P<total>\d+) working minutes, the committed time is (?P<limit>\d+)",
            N_("The steps take %(total)s working minutes, the committed time is %(limit)s"),
        ),
        (
            r"the step has no role: put it in a lane or set motcua:role",
            N_("The step has no role. Choose who does it in the table of steps."),
        ),
        (
            r"the step maps to no status: set motcua:action or motcua:status",
            N_("The step has no action, so the dossier would show no status. Choose one in the table."),
        ),
        (
            r"script tasks are never executed; replace it by a service or user task",
            N_("Script tasks are never executed. Replace it by a user task."),
        ),
        (r"(?P<name>[^\s;][^;]*?) can never be reached", N_("%(name)s can never be reached.")),
        (
            r"(?P<name>\S.*?) waits for ever for what comes from (?P<others>[^;]*?)(?= \([^)]* → |;|$)",
            N_("%(name)s waits for ever for what comes from %(others)s."),
        ),
        (
            r"from (?P<name>.*?) on, the process goes round for ever and can never finish",
            N_("From %(name)s on, the process goes round for ever and can never finish."),
        ),
        (
            r"tokens multiply without end: (?P<name>.*?) begins again before the earlier ones are done",
            N_("%(name)s begins again and again before the earlier ones are done."),
        ),
        (
            r"soundness was not decided within (?P<states>\d+) states; draw the process simpler",
            N_("The process is too tangled to be judged (%(states)s states). Draw it simpler."),
        ),
        (
            r"(?P<name>«.*?») has no place in the new version",
            N_("%(name)s has no place in the new version"),
        ),
        (
            r"the open steps cannot be open together in the new version",
            N_("the open steps cannot be open together in the new version"),
        ),
        (
            r"a step for several people at once is open; it must be done first",
            N_("a step for several people at once is open and must be done first"),
        ),
        (
            r"(?P<name>«.*?») waits for a way that is not in the new version",
            N_("%(name)s waits for a way that is not in the new version"),
        ),
        (r"the process is not published", N_("The process is not published.")),
        (r"(?P<name>«.*?») is not in the file", N_("%(name)s is not in the file.")),
        (
            r"the (?P<kind>\w+) has no incoming flow, so it can never begin",
            N_("Nothing leads here, so it can never begin."),
        ),
        (
            r"leaves the exclusive gateway (?P<name>«.*?») without a condition or default",
            N_("This way out of %(name)s needs a condition, or must be the default."),
        ),
        (r"the (?P<kind>\w+) has no start event", N_("There is no start event.")),
        (r"the (?P<kind>\w+) has no end event", N_("There is no end event.")),
        (r"an endEvent must not have an outgoing flow", N_("Nothing may follow an end event.")),
        (
            r"the id «(?P<id>.*?)» is used (?P<times>\d+) times",
            N_("The identifier %(id)s is used %(times)s times."),
        ),
        (
            r"«(?P<kind>.*?)» is not an element of BPMN 2.0",
            N_("%(kind)s is not an element of BPMN 2.0."),
        ),
        (r"(?P<step>step \d+): the role «(?P<role>.*?)» is not known", N_("%(step)s: choose a role.")),
        (
            r"step (?P<step>\d+) goes to (?P<to>\d+), which is not in the table",
            N_("Step %(step)s goes to %(to)s, which is not in the table."),
        ),
        (
            r"step (?P<step>\d+) has no name, or control characters in it",
            N_("Step %(step)s has no name."),
        ),
        (
            r"step (?P<step>\d+): the only way on needs no condition",
            N_("Step %(step)s: the only way on needs no condition."),
        ),
        (
            r"step (?P<step>\d+): only one way on can be without a condition \(otherwise\)",
            N_("Step %(step)s: only one way on can be without a condition."),
        ),
        (
            r"step (?P<step>\d+): everything follows at once, so there are no conditions",
            N_("Step %(step)s: everything follows at once, so there are no conditions."),
        ),
        (
            r"step (?P<step>\d+) waits for several branches, but only one comes to it",
            N_("Step %(step)s waits for several branches, but only one comes to it."),
        ),
        (r"the table has no step", N_("The table has no step.")),
        (
            r"the file is larger than (?P<megabytes>\d+) MB",
            N_("The file is larger than %(megabytes)s MB."),
        ),
    )
)

_IDS = re.compile(r"» \([\w.-]+\)")  # the name alone is what people know

KIND_WORDS = {
    Kind.START: N_("the beginning"),
    Kind.END: N_("the end"),
    Kind.EXCLUSIVE: N_("the choice of a way"),
    Kind.INCLUSIVE: N_("the choice of ways"),
    Kind.PARALLEL: N_("the parallel gateway"),
    Kind.EVENT_BASED: N_("the wait for an event"),
}

FAULT_WORDS = {
    Fault.DEADLOCK: N_("A dossier would be stuck here"),
    Fault.LIVELOCK: N_("A dossier would go round for ever"),
    Fault.UNBOUNDED: N_("The same work would multiply without end"),
    Fault.UNREACHABLE: N_("This is never reached"),
    Fault.UNDECIDED: N_("Not decided"),
}


def reason_words(reason: str) -> str:
    """A reason, or several with semicolons between them, translated sentence by sentence."""
    reason = _IDS.sub("»", reason)
    for pattern, words in _SENTENCES:
        reason = pattern.sub(lambda match, words=words: _(words) % match.groupdict(), reason)  # type: ignore[misc]
    return model_words(reason)


def fault_words(fault: str) -> str:
    """What is wrong with the way of a dossier."""
    return _(FAULT_WORDS[Fault(fault)])


def node_words(node: Node) -> str:
    """An element as a clerk would call it: its name, else what it is."""
    return node.name or (_(KIND_WORDS[node.kind]) if node.kind in KIND_WORDS else node.id)
