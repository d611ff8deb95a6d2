"""The running sum of a process: after which working time a dossier has passed a step, on the longest way to it."""

from __future__ import annotations

from motcua.processes.bpmn.model import TASKS, Kind
from motcua.processes.net import Mode, Net, NetNode
from motcua.processes.ordering import forward_order
from motcua.processes.publication import repeats


def running_sums(net: Net) -> dict[str, int]:
    """Working minutes from the beginning to the end of each human step, by element id.

    Parallel branches count once (the longest), loops once, like `publication.longest`; a sub-process with a
    time of its own takes that time, whatever stands inside.
    """
    after = {node.index: _after(net, node) for node in net.nodes}
    order, forward = forward_order(net.starts, after)
    reached: dict[int, int] = dict.fromkeys(net.starts, 0)
    sums: dict[str, int] = {}
    for index in order:
        node = net.nodes[index]
        done = reached.get(index, 0) + _own(net, node)
        if node.mode is Mode.TASK:
            sums[node.id] = max(done, sums.get(node.id, 0))
        for target in after[index]:
            if (index, target) in forward:
                reached[target] = max(reached.get(target, 0), done)
    return sums


def _after(net: Net, node: NetNode) -> list[int]:
    """Where a token goes from a node: into a sub-process, over its borders, and out of it at its end."""
    if node.mode is Mode.SCOPE:
        inner = [n.index for n in net.nodes if n.scope == node.index and n.kind is Kind.START]
        found = inner or [net.flows[flow].target for flow in node.outs]
    else:
        found = [net.flows[flow].target for flow in node.outs]
    found += [net.flows[flow].target for border in node.boundary for flow in net.nodes[border].outs]
    if not node.outs and node.scope >= 0 and node.host < 0:
        found += [net.flows[flow].target for flow in net.nodes[node.scope].outs]
    return found


def _own(net: Net, node: NetNode) -> int:
    """Minutes of the node itself; what a sub-process with its own time holds counts nothing."""
    scope = node.scope
    while scope >= 0:
        if net.nodes[scope].work.minutes is not None:
            return 0
        scope = net.nodes[scope].scope
    if node.kind not in TASKS and node.mode is not Mode.SCOPE:
        return 0
    return (node.work.minutes or 0) * repeats(node)
