"""Sending a dossier back to an earlier step, without leaving half of a parallel split behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.processes.bpmn.model import ACTIVITIES
from motcua.processes.engine.marking import BODY, Token
from motcua.processes.errors import EngineError
from motcua.processes.net import Net, NetNode

if TYPE_CHECKING:
    from motcua.processes.engine.run import Run


def earlier(net: Net, node: int) -> tuple[NetNode, ...]:
    """The activities of the same scope from which this node can be reached: where its work may be sent back
    to.
    """
    seen: set[int] = set()
    stack = [node]
    while stack:
        for source in _before(net, stack.pop()):
            if source not in seen:
                seen.add(source)
                stack.append(source)
    return tuple(n for n in net.nodes if n.index in seen and n.kind in ACTIVITIES and n.index != node)


def send_back(run: Run, token: Token, to: str) -> None:
    """Move the work of `token` to the earlier activity `to`.

    Tokens of other branches are taken back too when the target lies before the split they came from: those
    branches will be begun again. A branch that does not depend on the target goes on untouched.
    """
    around = run.tokens.get(token.scope)
    if around is not None and around.flow == BODY:
        token = around
    here = run.net.nodes[token.node]
    target = next((n for n in earlier(run.net, here.index) if to in (n.id, n.path)), None)
    if target is None:
        raise EngineError(f"«{to}» is no earlier step of «{here.name or here.id}» ({here.id})")
    above = _dominators(run.net, here)
    for other in [t for t in run.tokens.values() if t.scope == token.scope and t.id != token.id]:
        node = run.net.flows[other.flow].source if other.flow >= 0 else other.node
        shared = above[here.index] & above[node] - {node}
        inside = any(
            split in above[target.index] - {target.index} and _last(above, shared, split) for split in shared
        )
        if not inside and other.id in run.tokens:
            run.cancel(other)
    run.cancel(token)
    run.enter(target, token.scope)


def _last(above: dict[int, frozenset[int]], shared: frozenset[int], split: int) -> bool:
    """Whether `split` is the nearest of the shared dominators."""
    return len(above[split]) == max(len(above[s]) for s in shared)


def _before(net: Net, node: int) -> list[int]:
    told = net.nodes[node]
    found = [net.flows[f].source for f in told.ins]
    return [*found, told.host] if told.host >= 0 else found


def _dominators(net: Net, node: NetNode) -> dict[int, frozenset[int]]:
    """For each node of the scope, the nodes every way to it passes (itself included)."""
    members = [n.index for n in net.nodes if n.scope == node.scope]
    everything = frozenset(members)
    above = {i: everything if _before(net, i) else frozenset({i}) for i in members}
    changed = True
    while changed:
        changed = False
        for i in members:
            sources = [above[s] for s in _before(net, i)]
            found = (frozenset.intersection(*sources) if sources else frozenset()) | {i}
            if found != above[i]:
                above[i] = found
                changed = True
    return above
