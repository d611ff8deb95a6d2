"""What the process room says of a model, sentence by sentence: each is told with places for the words in it.

A sentence of `processes` in which a place is an f-string's hole stands here with a named place instead.
"""

from __future__ import annotations

import re
from functools import partial

from django.utils.translation import gettext as _

from motcua.kernel.errors import N_

ELEMENT_WORDS = {
    "userTask": N_("user task"),
    "task": N_("task"),
    "manualTask": N_("manual task"),
    "serviceTask": N_("service task"),
    "sendTask": N_("send task"),
    "receiveTask": N_("receive task"),
    "scriptTask": N_("script task"),
    "subProcess": N_("sub-process"),
    "callActivity": N_("call activity"),
    "startEvent": N_("start event"),
    "endEvent": N_("end event"),
    "intermediateCatchEvent": N_("catch event"),
    "intermediateThrowEvent": N_("throw event"),
    "boundaryEvent": N_("boundary event"),
    "exclusiveGateway": N_("exclusive gateway"),
    "inclusiveGateway": N_("inclusive gateway"),
    "parallelGateway": N_("parallel gateway"),
    "eventBasedGateway": N_("event-based gateway"),
    "process": N_("process"),
    "sequenceFlow": N_("flow"),
    "send": N_("send"),
    "receive": N_("receive"),
    "message": N_("message"),
    "signal": N_("signal"),
    "timer": N_("timer"),
}

SENTENCES = (
    N_("outside the executed subset: "),
    N_("<%(kind)s> in line %(line)s"),
    N_("(language «%(language)s»)"),
    N_("receive tasks that start a process are not executed here"),
    N_("the loop marker is not executed here; draw the way back with a gateway"),
    N_("only exclusive event-based gateways inside a process are executed here"),
    N_("an event-based gateway needs at least two flows out"),
    N_("receive tasks and message events must not be mixed after it"),
    N_("the condition is not a formal expression (xsi:type tFormalExpression)"),
    N_("compensation is not executed here; draw the steps that undo the work"),
    N_("compensation is not executed here"),
    N_("event sub-processes are not executed here; use boundary events"),
    N_("the multi-instance does not say how many (loopCardinality or collection)"),
    N_("the multi-instance says both a number and a collection"),
    N_("multi-instance behaviour other than «All» is not executed here"),
    N_("the number of instances must be between 0 and 1000"),
    N_("a gateway must split or merge: it needs several flows in or several out"),
    N_("gatewayDirection «%(direction)s» contradicts %(ins)s flows in and %(outs)s out"),
    N_("it must be followed by catch events or receive tasks, not a %(kind)s"),
    N_("it follows an event-based gateway, so no other flow may reach it"),
    N_("it follows an event-based gateway, so no boundary event may sit on it"),
    N_("a flow out of a %(kind)s must not have a condition"),
    N_("%(quantity)s other than 1 is not executed here"),
    N_("%(part)s is not a formal expression (tFormalExpression)"),
    N_("the only flow out of an activity must not have a condition"),
    N_("the office is not known; use receiving, competent, level:province or office:<identifier>"),
    N_("«%(text)s» is not a time such as 4wh, 0.5wd or 3cd"),
    N_("«%(text)s» is not a whole number of minutes"),
    N_("the role «%(role)s» is not known; use one of %(roles)s"),
    N_("the status «%(status)s» is not known"),
    N_("the file has no process"),
    N_("participantMultiplicity from %(least)s to %(most)s is impossible"),
    N_("a %(kind)s is not a process; only processes are executed here"),
    N_("the file requires an extension that is not known here"),
    N_("a public process is not executable: it only shows messages"),
    N_("the process «%(process)s» is already in the pool «%(pool)s»"),
    N_("participantMultiplicity must be whole numbers"),
    N_("a message flow must join two different pools"),
    N_("%(key)s «%(value)s» is not in the file"),
    N_("the %(kind)s «%(value)s» cannot %(side)s a message"),
    N_("«%(key)s» belongs to another process"),
    N_("«%(key)s» already stands in the lane «%(lane)s»"),
    N_("the %(kind)s «%(value)s» is not a message event"),
    N_("a %(kind)s cannot %(side)s a message"),
    N_("%(key)s «%(value)s» is a %(kind)s, which is no data"),
    N_("its %(item)ss are not those of the called process «%(name)s»"),
    N_("several sources need a transformation that joins them"),
    N_("«%(one)s» and «%(other)s» have different types"),
    N_("a serviceTask with an operation has exactly one inputSet"),
    N_("a sub-process must not have an input/output specification"),
    N_("its input and output sets do not name each other both ways"),
    N_("isCollection differs from its itemDefinition"),
    N_("%(side)s must name a %(item)s of the task itself"),
    N_("%(side)s «%(value)s» is no collection"),
    N_("the %(item)s has another type than the items of its collection"),
    N_("a serviceTask with an operation has one %(item)s"),
    N_("a %(kind)s has at most one %(name)s"),
    N_("the ioSpecification has no %(holder)s"),
    N_("its %(item)s and its operation have different types"),
    N_("the %(item)s belongs to no %(holder)s"),
    N_("an %(holder)s names optional data it does not hold"),
    N_("its %(item)s and its message have different types"),
    N_("several triggers on one event are not executed here; use one each"),
    N_("the %(trigger)s event does not name its %(named)s (%(ref)s)"),
    N_("the timer has more than one of timeDate, timeDuration, timeCycle"),
    N_("the boundary event is attached to nothing (attachedToRef)"),
    N_("eventDefinitionRef «%(value)s» is no event definition"),
    N_("the %(kind)s does not say what it waits for"),
    N_("a %(kind)s cannot have the trigger «%(trigger)s»"),
    N_("the timer is not a formal expression (tFormalExpression)"),
    N_("the start event of a sub-process must not have a trigger"),
    N_("the sub-process has more than one start event"),
    N_("«%(value)s» is a %(kind)s; boundary events sit on activities"),
    N_("the timer has no timeDate, timeDuration or timeCycle"),
    N_("«%(value)s» is in another process or sub-process"),
    N_("an event definition inside another event cannot be shared"),
    N_("a %(kind)s must not stand inside a %(holder)s"),
    N_("%(key)s «%(value)s» is not a URI"),
    N_("other files are not read; put their processes into this file"),
    N_("textFormat «%(value)s» is not a media type such as text/plain"),
    N_("a performer has either a resourceRef or an expression, not both"),
    N_("it has %(number)s %(name)s elements; one is allowed"),
    N_("the file has more than %(number)s steps, events and gateways"),
    N_("the file is not BPMN 2.0: its first element is not «definitions» of the OMG's namespace"),
    N_("%(key)s «%(value)s» points to a %(kind)s, which does not fit"),
    N_("the id «%(id)s» is not a valid XML name"),
    N_("the flow crosses the border of a process or sub-process"),
    N_("%(side)s names the flow «%(flow)s» %(times)s times"),
    N_("the flow «%(flow)s» is missing among its %(side)s flows"),
    N_("a %(kind)s cannot have a default flow"),
    N_("the default flow «%(value)s» does not leave this element"),
    N_("the %(kind)s has no id"),
    N_("%(flag)s must be true or false"),
    N_("the flow stands in another process or sub-process than its ends"),
    N_("%(side)s names «%(flow)s», but that flow says otherwise"),
    N_("the default flow must not have a condition"),
    N_("a %(kind)s must not have an incoming flow"),
    N_("the %(kind)s has no outgoing flow, so the process would strand there"),
    N_("%(key)s «%(value)s» is a %(kind)s; a flow joins steps, events, gateways"),
    N_("%(key)s is missing"),
    N_("business rule tasks are not executed here; use a user or service task"),
    N_("transactions are not executed here; use a sub-process"),
    N_("ad-hoc sub-processes are not executed here; draw the order of the steps"),
    N_("complex gateways are not executed here; use inclusive and parallel gateways"),
    N_("implicit throw events are not executed here"),
    N_("a process must not contain choreography activities"),
    N_("escalation events are not executed here; use a signal or a message"),
    N_("conditional events are not executed here; use a gateway or a message"),
    N_("link events are not executed here; draw the flow"),
    N_("error events are not executed here; use a gateway after the step"),
    N_("cancel events belong to transactions, which are not executed here"),
    N_("«%(name)s» is not an attribute that can be set here"),
    N_("the file is empty"),
    N_("the file has a document type declaration (DTD); remove it"),
    N_("the file has no element"),
    N_("the file uses the entity %(entity)s; write the character itself"),
    N_("the file is not well-formed XML:"),
    N_("an element has more than %(number)s attributes (line %(line)s)"),
    N_("the elements are nested deeper than %(number)s"),
    N_("the file has more than %(number)s elements"),
    N_("the file uses more than %(number)s namespaces at once"),
    N_("a dossier begins at %(name)s; nothing ever begins here"),
    N_("tokens multiply without end, by themselves, through «%(name)s»"),
    N_("the call activity does not name a process (calledElement)"),
    N_("the call activity calls «%(name)s», which is calling it"),
    N_("the called process «%(name)s» is not known"),
    N_("the called process «%(name)s» has no start event without a trigger"),
    N_("the called process «%(name)s» has several start events without a trigger"),
    N_("the process is not in the file"),
    N_("the process with its calls is too large"),
    N_("the condition «%(text)s» gives %(value)s, not yes or no"),
    N_("the condition is longer than %(number)s characters"),
    N_("the condition is empty"),
    N_("cannot read «%(part)s» in the condition «%(text)s»"),
    N_("unexpected «%(part)s» in the condition «%(text)s»"),
    N_("«%(word)s» is missing in the condition «%(text)s»"),
    N_("too many nested parts in the condition «%(text)s»"),
    N_("comparisons cannot be chained; join them with «and» in the condition «%(text)s»"),
    N_("something is missing at the end in the condition «%(text)s»"),
    N_("nothing between brackets in the condition «%(text)s»"),
    N_("a name is missing after the dot in the condition «%(text)s»"),
    N_("«%(text)s» is not an ISO 8601 duration such as PT4H or P3D"),
    N_("«%(text)s» is not an ISO 8601 repetition such as R3/PT10M"),
    N_("«%(text)s» is not an ISO 8601 instant such as 2026-01-05T07:30:00+07:00"),
    N_("the duration «%(text)s» is too long"),
    N_("the table has more than %(number)s steps"),
    N_("step %(step)s does not say what comes next"),
    N_("step %(step)s: numbers must be 1 or more and different"),
    N_("step %(step)s: the status «%(status)s» is not known"),
    N_("step %(step)s: the office «%(office)s» is not known"),
    N_("the standard seven steps need at least %(number)s working minutes"),
)

_PLACE = re.compile(r"(«)?%\((\w+)\)s")
_LIST = {"roles": r"[\w, ]+", "entity": r"\S+?"}


def _pattern(sentence: str) -> re.Pattern[str]:
    """What finds the sentence in a text: between quotes anything, else a quoted name or one word."""
    found, at = "", 0
    for place in _PLACE.finditer(sentence):
        quoted, name = place.groups()
        inside = "[^»]*" if quoted else _LIST.get(name, "(?:«[^»]*»|[^\\s;]+)")
        found += re.escape(sentence[at : place.start()]) + (quoted or "") + f"(?P<{name}>{inside})"
        at = place.end()
    return re.compile(found + re.escape(sentence[at:]))


_PATTERNS = tuple((_pattern(sentence), sentence) for sentence in sorted(SENTENCES, key=len, reverse=True))


def model_words(reason: str) -> str:
    """The text with every known sentence in the reader's language."""
    for pattern, sentence in _PATTERNS:
        reason = pattern.sub(partial(_said, sentence), reason)
    return reason


def _said(sentence: str, match: re.Match[str]) -> str:
    return _(sentence) % _words(match)


def _words(match: re.Match[str]) -> dict[str, str]:
    return {
        name: _(ELEMENT_WORDS[value]) if value in ELEMENT_WORDS else value
        for name, value in match.groupdict().items()
    }
