"""This file is what a template's marks may do: print values, walk through lists, choose."""

from collections.abc import Iterator

from jinja2 import nodes

from handlers.reading.unclear import N_

DEEPEST_LOOP = 3
LONGEST_JOINT = 10
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.For,
    nodes.If,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
)
FILTERS = frozenset({"upper", "lower", "length", "join", "first", "last"})
# What stands for a kind of mark that has no name of its own.
CALL, SUM = N_("a call"), N_("a calculation")
LIST_IN_LIST = N_("a list within another list")


def unsafe(node: nodes.Node, walked: tuple[str, ...] = ()) -> Iterator[str]:
    """Find what a template has no use for; `walked` names the loops around, the innermost last."""
    if not isinstance(node, ALLOWED):
        yield CALL if isinstance(node, nodes.Call) else SUM
    if isinstance(node, nodes.Filter) and not _is_plain(node):
        yield node.name
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        yield node.attr
    if (
        isinstance(node, nodes.Getitem)
        and isinstance(node.arg, nodes.Const)
        and str(node.arg.value)[:1] == "_"
    ):
        yield str(node.arg.value)
    if isinstance(node, nodes.For):
        yield from _unsafe_loop(node, walked)
        return
    for inner in node.iter_child_nodes():
        yield from unsafe(inner, walked)


def _unsafe_loop(loop: nodes.For, walked: tuple[str, ...]) -> Iterator[str]:
    """Let a loop within a loop walk the lists of the other's variable alone.

    Others are short in the sample; with the figures of some years their product never ends.
    """
    if len(walked) == DEEPEST_LOOP or (walked and _root(loop.iter) != walked[-1]):
        yield LIST_IN_LIST
    name = loop.target.name if isinstance(loop.target, nodes.Name) else ""
    for inner in (loop.target, loop.iter, *loop.else_):
        yield from unsafe(inner, walked)
    for inner in (*loop.body, *([loop.test] if loop.test else [])):
        yield from unsafe(inner, (*walked, name))


def _root(node: nodes.Node) -> str:
    """Give the name of whose part this is: group, of group.lines."""
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def _is_plain(used: nodes.Filter) -> bool:
    """Tell whether a filter is one of ours, and makes of its values no more than there was."""
    if used.name not in FILTERS or used.kwargs or used.dyn_args or used.dyn_kwargs:
        return False
    if used.name != "join":
        return not used.args
    joints = [one.value for one in used.args if isinstance(one, nodes.Const)]
    is_short = len(joints) == len(used.args) <= 1 and all(len(str(one)) <= LONGEST_JOINT for one in joints)
    return is_short and not (used.node and any(one.name == "join" for one in _filters(used.node)))


def _filters(node: nodes.Node) -> Iterator[nodes.Filter]:
    if isinstance(node, nodes.Filter):
        yield node
    yield from node.find_all(nodes.Filter)
