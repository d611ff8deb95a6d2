"""What a sound process must still say before an office may work by it: who, how long, and which status it
shows.
"""

from __future__ import annotations

from motcua.processes.bpmn.attributes import ROLES, STATUSES
from motcua.processes.bpmn.model import TASKS, Kind, Trigger
from motcua.processes.engine.run import describe
from motcua.processes.errors import Problem
from motcua.processes.net import Mode, Net, NetNode


def publication_problems(net: Net, committed_minutes: int | None = None) -> tuple[Problem, ...]:
    """Reasons not to publish: steps without role or status, scripts, steps longer than the committed working
    minutes.

    Soundness is asked for separately (`check_soundness`). None for `committed_minutes` skips the sum.
    """
    found: dict[tuple[str, str], Problem] = {}

    def refuse(code: str, node: NetNode, reason: str) -> None:
        found.setdefault((code, node.id), Problem(code, node.id, node.name, reason))

    plain = [net.nodes[i] for i in net.starts if net.nodes[i].trigger is Trigger.NONE]
    for node in plain[1:]:
        refuse("start", node, f"a dossier begins at {describe(plain[0])}; nothing ever begins here")
    for node in net.nodes:
        if node.kind is Kind.SCRIPT:
            refuse("script", node, "script tasks are never executed; replace it by a service or user task")
        if node.mode is not Mode.TASK:
            continue
        if node.work.role not in ROLES:
            refuse("role", node, "the step has no role: put it in a lane or set motcua:role")
        if node.work.status not in STATUSES:
            refuse("status", node, "the step maps to no status: set motcua:action or motcua:status")
    if committed_minutes is not None:
        total, steps = longest(net)
        if total > committed_minutes:
            told = " + ".join(f"{n.name or n.id} {n.work.minutes}" for n in steps)
            reason = (
                f"the steps take {total} working minutes, the committed time is {committed_minutes}: {told}"
            )
            found[("time", net.key)] = Problem("time", net.key, net.name, reason)
    return tuple(found.values())


def longest(net: Net) -> tuple[int, tuple[NetNode, ...]]:
    """Working minutes of the longest way through (parallel branches: the longest; loops: once), and its
    steps.
    """
    weights: dict[int, tuple[int, tuple[NetNode, ...]]] = {}
    depth = {n.index: _depth(net, n) for n in net.nodes}
    for scope in sorted({n.scope for n in net.nodes}, key=lambda s: -1 if s < 0 else depth[s], reverse=True):
        weights[scope] = _longest_in(net, scope, weights)
    return weights.get(-1, (0, ()))


def repeats(node: NetNode) -> int:
    """How often a node is done one after another, as far as the drawing says; people side by side count once."""
    if node.multi is not None and node.multi.sequential and node.multi.cardinality.isdigit():
        return int(node.multi.cardinality)
    return 1


def _depth(net: Net, node: NetNode) -> int:
    count = 0
    while node.scope >= 0:
        node = net.nodes[node.scope]
        count += 1
    return count


def _own(
    node: NetNode, weights: dict[int, tuple[int, tuple[NetNode, ...]]]
) -> tuple[int, tuple[NetNode, ...]]:
    if node.mode is Mode.SCOPE:
        total, steps = weights.get(node.index, (0, ()))
        if node.work.minutes is not None:
            total, steps = node.work.minutes, (node,)
    elif node.kind in TASKS and node.work.minutes:
        total, steps = node.work.minutes, (node,)
    else:
        return 0, ()
    return total * repeats(node), steps


def _longest_in(
    net: Net, scope: int, weights: dict[int, tuple[int, tuple[NetNode, ...]]]
) -> tuple[int, tuple[NetNode, ...]]:
    """Depth-first with an explicit stack; a flow back to a node still open is a loop and is not walked
    again.
    """
    best: dict[int, tuple[int, tuple[NetNode, ...]]] = {}
    opened: set[int] = set()
    starts = [n.index for n in net.nodes if n.scope == scope and n.kind is Kind.START]
    stack = [(s, False) for s in starts]
    while stack:
        here, closing = stack.pop()
        node = net.nodes[here]
        after = [net.flows[f].target for f in node.outs]
        exits = [net.flows[f].target for b in node.boundary for f in net.nodes[b].outs]
        if closing:
            ways = [best[t] for t in (*after, *exits) if t in best]
            total, steps = _own(node, weights)
            longest_way = max(ways, key=lambda w: w[0], default=(0, ()))
            best[here] = (total + longest_way[0], steps + longest_way[1])
            opened.discard(here)
        elif here not in best and here not in opened:
            opened.add(here)
            stack.append((here, True))
            stack.extend((t, False) for t in (*after, *exits) if t not in best and t not in opened)
    return max((best[s] for s in starts), key=lambda w: w[0], default=(0, ()))
