"""BPMN 2.0 in and out: XML of bpmn.io, Camunda Modeler, Flowable, Signavio → a typed model, or every reason
against it.

`read` never executes, expands or fetches anything. The executed subset: start, end, intermediate and
boundary events of kind none, timer, message, signal, terminate; user, manual, service, send, receive and
plain tasks (a plain task waits for a person, like a manual task); script tasks (read, never executed);
exclusive, inclusive, parallel and event-based gateways; embedded sub-processes, call activities,
multi-instance; lanes.
"""

from __future__ import annotations

from motcua.processes.bpmn.model import Flow, Kind, Model, Multi, Node, Process, Trigger, Work
from motcua.processes.bpmn.reader import problems, read
from motcua.processes.bpmn.writer import patch, to_xml

__all__ = [
    "Flow",
    "Kind",
    "Model",
    "Multi",
    "Node",
    "Process",
    "Trigger",
    "Work",
    "patch",
    "problems",
    "read",
    "to_xml",
]
