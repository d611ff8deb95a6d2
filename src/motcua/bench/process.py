"""The process of the benchmark: eight human tasks in a row, with one exclusive and one parallel gateway."""

_ROLES = 'motcua:role="case_officer" motcua:unit="division" motcua:minutes="60" motcua:status="in_processing"'


def _task(number: int, action: str = "examine") -> str:
    return f'<userTask id="t{number}" name="Step {number}" motcua:action="{action}" {_ROLES}/>'


def _flow(source: str, target: str, condition: str = "") -> str:
    inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    ends = f'id="f_{source}_{target}" sourceRef="{source}" targetRef="{target}"'
    return f"<sequenceFlow {ends}>{inner}</sequenceFlow>"


def bpmn() -> bytes:
    """BPMN: t1, an exclusive gateway to t2 (usual) or past it, t3, t4 beside t5, t6, t7, the return t8."""
    tasks = "".join(_task(number) for number in range(1, 7)) + _task(7, "sign")
    last = (
        '<userTask id="t8" name="Step 8" motcua:action="return" motcua:role="receptionist" motcua:unit="desk"'
        ' motcua:status="result_ready"/>'
    )
    flows = (
        _flow("s", "t1")
        + _flow("t1", "x")
        + _flow("x", "t2")
        + _flow("x", "t3", "skip == true")
        + _flow("t2", "t3")
        + _flow("t3", "split")
        + _flow("split", "t4")
        + _flow("split", "t5")
        + _flow("t4", "join")
        + _flow("t5", "join")
        + _flow("join", "t6")
        + _flow("t6", "t7")
        + _flow("t7", "t8")
        + _flow("t8", "e")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:motcua="http://motcua.org/bpmn"'
        ' id="d" targetNamespace="http://motcua.org/bench"><process id="bench" isExecutable="true">'
        f'<startEvent id="s"/>{tasks}{last}<exclusiveGateway id="x" default="f_x_t2"/>'
        f'<parallelGateway id="split"/><parallelGateway id="join"/><endEvent id="e"/>{flows}'
        "</process></definitions>"
    ).encode()


def without_extensions() -> bytes:
    """The same drawing for engines that know no attributes of ours."""
    import re

    return re.sub(rb' (?:xmlns:)?motcua(?::\w+)?="[^"]*"', b"", bpmn())
