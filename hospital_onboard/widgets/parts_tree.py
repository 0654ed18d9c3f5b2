"""A tree whose branches are asked for when they are opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Tree

from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.plain import cell


@dataclass(frozen=True)
class Branch:
    """One node: a key, its label, and the thing it stands for."""

    key: str
    label: str
    item: object


class PartsTree(Tree[Branch]):
    """Holds what was opened so far."""

    DEFAULT_CSS = """
    PartsTree { background: $background; padding: 0 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("right", "unfold(True)", "unfold", show=False),
        key("left", "unfold(False)", "fold", show=False),
    ]

    @dataclass
    class Wanted(Message):
        """The children of a branch are wanted."""

        node_id: int
        branch: Branch

    @dataclass
    class At(Message):
        """The cursor is on a branch."""

        branch: Branch

    @dataclass
    class Opened(Message):
        """A branch without children was opened."""

        branch: Branch

    def __init__(self) -> None:
        super().__init__("")
        self.show_root = False
        self._grown: set[int] = set()

    def plant(self, branches: Sequence[Branch]) -> None:
        """Begin anew with these at the top."""
        self.clear()
        self._grown = set()
        for branch in branches:
            self.root.add(cell(branch.label), data=branch)
        self.root.expand()

    def grow(self, node_id: int, branches: Sequence[Branch]) -> None:
        """Put children under a node; without any it becomes a leaf."""
        node = self.get_node_by_id(node_id)  # type: ignore[arg-type]
        for branch in branches:
            node.add(cell(branch.label), data=branch)
        node.allow_expand = bool(branches)

    def action_unfold(self, open_it: bool) -> None:
        """Open or close the branch under the cursor."""
        node = self.cursor_node
        if node is not None and node.allow_expand:
            node.expand() if open_it else node.collapse()

    @on(Tree.NodeExpanded)
    def _expanded(self, event: Tree.NodeExpanded[Branch]) -> None:
        event.stop()
        node = event.node
        if node.data is not None and node.id not in self._grown:
            self._grown.add(node.id)
            self.post_message(self.Wanted(node.id, node.data))

    @on(Tree.NodeHighlighted)
    def _highlighted(self, event: Tree.NodeHighlighted[Branch]) -> None:
        event.stop()
        if event.node.data is not None:
            self.post_message(self.At(event.node.data))

    @on(Tree.NodeSelected)
    def _selected(self, event: Tree.NodeSelected[Branch]) -> None:
        event.stop()
        if event.node.data is not None and not event.node.allow_expand:
            self.post_message(self.Opened(event.node.data))
