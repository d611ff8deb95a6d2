"""The compiled net: a model flattened once into immutable tuples with integer indexes, ready to be walked
and stored.

Call activities are unfolded in place (the called process shares the caller's variables); `path` tells two
unfoldings of the same element apart. Everything the engine would otherwise search for is computed here:
which node sits behind which flow, what each node does, and from where the incoming flows of an inclusive
join can still be reached.
"""

from __future__ import annotations

from motcua.processes.net.compiling import Resolver, compile_net
from motcua.processes.net.structure import Mode, Net, NetFlow, NetNode

__all__ = ["Mode", "Net", "NetFlow", "NetNode", "Resolver", "compile_net"]
