"""What relies on what as an SVG draws it: columns of boxes with lines; a table says the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from macd.views.shown.bars import rounded

BOX_WIDTH, BOX_HEIGHT, GAP_X, GAP_Y = 330, 52, 60, 18
LONGEST = 40
DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Node:
    """One box: its key, a name, and what becomes of it, in a tone."""

    key: int
    name: str
    fate: str
    tone: str


def web(nodes: Sequence[Node], needs: Mapping[int, Sequence[int]]) -> dict[str, Any]:
    """Boxes in columns, those that need nothing first, each line from what is needed.

    ``needs`` names for each box those that it relies on; a ring of needs is drawn as it comes.
    """
    known = {node.key for node in nodes}
    edges = [(key, other) for key in known for other in needs.get(key, ()) if other in known]
    depth = {node.key: 0 for node in nodes}
    for _turn in range(DEEPEST):
        for key, other in edges:
            depth[key] = min(max(depth[key], depth[other] + 1), DEEPEST)
    rows: dict[int, int] = {}
    places: dict[int, tuple[float, float]] = {}
    for node in nodes:
        column = depth[node.key]
        row = rows.get(column, 0)
        rows[column] = row + 1
        places[node.key] = (column * (BOX_WIDTH + GAP_X), row * (BOX_HEIGHT + GAP_Y))
    return {
        "width": (max(depth.values(), default=0) + 1) * (BOX_WIDTH + GAP_X) - GAP_X,
        "height": max(rows.values(), default=1) * (BOX_HEIGHT + GAP_Y) - GAP_Y,
        "box": {"width": BOX_WIDTH, "height": BOX_HEIGHT},
        "nodes": [_node(node, *places[node.key]) for node in nodes],
        "edges": [_edge(places[other], places[key]) for key, other in sorted(edges)],
    }


def _node(node: Node, x: float, y: float) -> dict[str, Any]:
    name = node.name if len(node.name) <= LONGEST else f"{node.name[: LONGEST - 1]}…"
    return {
        "x": rounded(x),
        "y": rounded(y),
        "text_x": rounded(x + 12),
        "name_y": rounded(y + 22),
        "fate_y": rounded(y + 40),
        "name": name,
        "fate": node.fate,
        "tone": node.tone,
    }


def _edge(needed: tuple[float, float], by: tuple[float, float]) -> dict[str, str]:
    return {
        "x1": rounded(needed[0] + BOX_WIDTH),
        "y1": rounded(needed[1] + BOX_HEIGHT / 2),
        "x2": rounded(by[0]),
        "y2": rounded(by[1] + BOX_HEIGHT / 2),
    }
