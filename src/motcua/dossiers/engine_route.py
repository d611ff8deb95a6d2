"""The route of a dossier on the engine: a compiled process as the life cycle wants to see it."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from motcua.dossiers.route import Moved, Route, Step, part_of
from motcua.kernel.errors import N_, Refusal
from motcua.processes import conditions, engine
from motcua.processes.errors import EngineError
from motcua.processes.net import Mode, Net, NetNode
from motcua.processes.queries import compiled, follows
from motcua.processes.soundness.reaching import reaches

_WORK = frozenset({"assign", "examine", "review", "council", "consult", "sign"})


@lru_cache(maxsize=2048)
def route_of(process_version_id: int) -> EngineRoute:
    """The route of a published process version; kept, because a published version never changes."""
    return EngineRoute(compiled(process_version_id))


def target_of(process_version_id: int | None, target_id: int) -> EngineRoute | None:
    """The route of another published version of the same process; None when it is none."""
    if process_version_id is None or not follows(process_version_id, target_id):
        return None
    return route_of(target_id)


class EngineRoute:
    """One process version. Markings are JSON: the engine's own and the variables beside it."""

    def __init__(self, net: Net) -> None:
        self.net = net
        self.tasks = tuple(node for node in net.nodes if node.mode is Mode.TASK)

    @cached_property
    def asks(self) -> frozenset[str]:
        """Names of the variables that conditions, counts and timers of the process look at."""
        texts = [flow.condition for flow in self.net.flows if flow.condition]
        for node in self.net.nodes:
            if node.multi is not None:
                texts += [node.multi.cardinality, node.multi.collection, node.multi.completion]
            if node.timer is not None and conditions.is_expression(node.timer.text):
                texts.append(node.timer.text)
        return frozenset(name.split(".")[0] for text in texts if text for name in conditions.variables(text))

    @cached_property
    def seats(self) -> frozenset[tuple[str, str]]:
        """The (office, part) pairs that steps name at offices beside the dossier's own."""
        return frozenset(
            (task.work.office, part_of(task.work.unit)) for task in self.tasks if task.work.office
        )

    def start(self, variables: dict[str, Any], now: datetime) -> Moved:
        return self._advance(engine.Marking(), engine.Start(variables), now)

    def complete(self, marking: Any, token: int, variables: dict[str, Any], now: datetime) -> Moved:
        return self._advance(_marking(marking), engine.Complete(token, variables), now)

    def send_back(self, marking: Any, token: int, to_element: str, now: datetime) -> Moved:
        return self._advance(_marking(marking), engine.SendBack(token, to_element), now)

    def tick(self, marking: Any, now: datetime) -> Moved:
        return self._advance(_marking(marking), engine.Tick(), now)

    def leads_to(self, element: str, later: str) -> bool:
        """Whether work at `later` may be given back to the step `element`, the desk's own included."""
        node = self.net.find(later)
        return node is not None and element in {before.id for before in engine.earlier(self.net, node.index)}

    def moved_to(self, target: Route, marking: Any, places: dict[str, str]) -> Moved:
        """The standing in another version; raises Refusal when a token has no place, or could not be there."""
        assert isinstance(target, EngineRoute)
        before = _marking(marking)
        try:
            found, renamed = engine.transfer(self.net, target.net, before, places)
        except EngineError as error:
            raise _no_place(str(error)) from error
        if not reaches(target.net, found):
            raise _no_place("the open steps cannot be open together in the new version")
        opened = [t for t in found.tokens if t.id in renamed.values()]
        return Moved(
            marking=_json(found),
            completed=(),
            cancelled=tuple(renamed),
            opened=tuple(_step(token.id, target.net.nodes[token.node]) for token in opened),
            next_timer_at=engine.next_due(found),
            finished=False,
        )

    def earlier_steps(self, element: str) -> tuple[tuple[str, str], ...]:
        """(id, name) of the steps that work may be sent back to, in the order of the drawing; never the desk's."""
        return self._earlier.get(element, ())

    def decides(self, element: str) -> bool:
        """Whether this step takes the final decision: no later step signs; without signatures, the last work."""
        return element in self._deciding

    def step_name(self, element: str) -> str:
        node = self.net.find(element)
        return node.name if node else element

    def minutes(self, element: str) -> int | None:
        """The working minutes that a step may take; None when it is not counted."""
        node = self.net.find(element)
        return node.work.minutes if node else None

    @cached_property
    def _earlier(self) -> dict[str, tuple[tuple[str, str], ...]]:
        return {
            task.id: tuple(
                (node.id, node.name)
                for node in engine.earlier(self.net, task.index)
                if node.mode is Mode.TASK and node.work.action not in ("receive", "return")
            )
            for task in self.tasks
        }

    @cached_property
    def _deciding(self) -> frozenset[str]:
        signing = [task for task in self.tasks if task.work.action == "sign"]
        candidates = signing or [task for task in self.tasks if task.work.action in _WORK]
        before = {task.id: {node.id for node in engine.earlier(self.net, task.index)} for task in candidates}
        return frozenset(
            task.id
            for task in candidates
            if not any(
                task.id in before[other.id] and other.id not in before[task.id] for other in candidates
            )
        )

    def _advance(self, marking: engine.Marking, command: engine.Command, now: datetime) -> Moved:
        try:
            outcome = engine.advance(self.net, marking, command, now)
        except EngineError as error:
            raise Refusal(
                "process_cannot_go_on",
                N_("The process cannot go on: %(reason)s."),
                N_("Tell the administrator: the process needs a new version."),
                params={"reason": str(error)},
            ) from error
        after = outcome.marking
        entered: dict[int, NetNode] = {}
        completed: list[int] = []
        cancelled: list[int] = []
        for event in outcome.events:
            node = self.net.nodes[event.node]
            if node.mode is not Mode.TASK or not event.token:
                continue
            if event.what == engine.ENTERED:
                entered[event.token] = node
            elif event.what == engine.COMPLETED:
                completed.append(event.token)
            else:
                cancelled.append(event.token)
        gone = {*completed, *cancelled}
        return Moved(
            marking=_json(after),
            completed=tuple(completed),
            cancelled=tuple(cancelled),
            opened=tuple(_step(token, node) for token, node in entered.items() if token not in gone),
            next_timer_at=engine.next_due(after),
            finished=after.finished,
        )


def _no_place(reason: str) -> Refusal:
    return Refusal(
        "no_place",
        N_("The dossier cannot be moved: %(reason)s."),
        N_("Choose the step it goes to, or let it finish on its version."),
        params={"reason": reason},
    )


def _json(marking: engine.Marking) -> dict[str, Any]:
    kept = {"m": marking.to_json()}
    return kept | {"v": dict(marking.variables)} if marking.variables else kept


def _marking(data: Any) -> engine.Marking:
    return engine.Marking.from_json(data["m"], data.get("v", {}))


def _step(token: int, node: NetNode) -> Step:
    work = node.work
    return Step(
        token=token,
        element=node.id,
        name=node.name,
        action=work.action,
        role=work.role,
        unit=work.unit,
        minutes=work.minutes,
        status=work.status or "in_processing",
        office=work.office,
    )
