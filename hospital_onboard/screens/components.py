"""All components of the operator: a window on a list that may be very long, flat or as a tree."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from hospital_onboard.domain.codes import VOCABULARIES
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.naming import title
from hospital_onboard.domain.record import Record
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.screens.host import Host
from hospital_onboard.screens.sheet import Sheet
from hospital_onboard.widgets.dialogs import Choose
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.line import LineInput
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.widgets.parts_tree import Branch, PartsTree
from hospital_onboard.widgets.picker import Picker
from hospital_onboard.widgets.prose import Part, Prose
from hospital_onboard.work import browse, edit, walk

_SORTABLE = ("", "product", "layer", "version", "end_of_support", "quantity", "listed")
_IN_TABLE = ("product", "model", "version", "layer", "supplier", "listed", "quantity", "end_of_support", "equipment")


@dataclass(frozen=True)
class Asked:
    """What part of the list is wanted."""

    text: str = ""
    equipment_id: str = ""
    layer: str = ""
    sort: str = ""
    descending: bool = False
    offset: int = 0


@dataclass(frozen=True)
class Item:
    """A row: the component and the records it names."""

    record: Record
    named: dict[str, Record]


class ComponentsScreen(WorkScreen):
    """Filters over the table, the whole of one component beside or under it."""

    name_key = "components"
    DEFAULT_CSS = """
    ComponentsScreen #filters { height: 1; padding: 0 1; }
    ComponentsScreen #filters Input { width: 2fr; background: $surface; margin-right: 1; }
    ComponentsScreen #filters Picker { width: 1fr; margin-right: 1; }
    ComponentsScreen #body { height: 1fr; layout: vertical; }
    ComponentsScreen #detail { display: block; height: 6; padding: 0 1; overflow-y: auto; }
    ComponentsScreen.-wide #body { layout: horizontal; }
    ComponentsScreen.-wide #detail { width: 44; height: 100%; }
    ComponentsScreen PartsTree { display: none; height: 1fr; }
    ComponentsScreen.-tree PartsTree { display: block; }
    ComponentsScreen.-tree Pager { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f4", "sort", "sort"),
        key("f6", "tree", "tree"),
        key("f5,ctrl+n", "walk", "add"),
        key("slash", "search", "search", show=False),
        key("ctrl+z", "undo", "undo", show=False),
    ]

    def __init__(self, equipment_id: str = "") -> None:
        super().__init__()
        self._asked = Asked(equipment_id=equipment_id)

    def parts(self) -> Iterator[Widget]:
        """Filters, table or tree, detail."""
        words = self.words
        with Horizontal(id="filters"):
            yield LineInput(self._asked.text, placeholder=words("components.search"), compact=True)
            yield Picker("", "", (), words("components.all_equipment"))
            yield Picker("", "", (), words("components.all_layers"))
        with Widget(id="body"):
            yield Pager(words, self._columns(), empty=words("components.empty"))
            yield PartsTree()
            yield Prose(id="detail", classes="pane")

    def _columns(self) -> tuple[Column, ...]:
        def label(name: str) -> str:
            return self.words(f"field.component.{name}")

        return (
            Column("product", label("product"), 3, flexible=True),
            Column("model", label("model"), 2, flexible=True),
            Column("layer", label("layer"), 14),
            Column("supplier", label("supplier"), 2, flexible=True),
            Column("end_of_support", label("end_of_support"), 14, from_width=90),
            Column("quantity", label("quantity"), 6, right=True, from_width=90),
            Column("equipment", label("equipment"), 2, flexible=True, from_width=110),
        )

    def on_mount(self) -> None:
        """Begin in the table."""
        self.query_one("#detail").border_title = self.words("components.detail")
        super().on_mount()

    def load(self) -> None:
        """The page as it was asked for."""
        self.query_one(Pager).table.focus()
        self._fetch(self._asked)

    def resumed(self) -> None:
        """Facts may have changed elsewhere."""
        self._fetch(self._asked, keep=True)

    def _fetch(self, asked: Asked, *, keep: bool = False) -> None:
        self._asked = asked
        job = partial(_page, self.app, self.operator_id, asked, hurry=True)
        self.ask(job, lambda rows: self._show(rows, asked, keep=keep))

    def _show(self, rows: Rows, asked: Asked, *, keep: bool) -> None:
        self.query_one(Pager).show(rows, keep=keep)
        if not rows.counted:  # a long list is seen before it is counted
            job = partial(_page, self.app, self.operator_id, asked, hurry=False)
            self.ask(job, lambda counted: self._show(counted, asked, keep=True))
        if not rows.items:
            self.query_one("#detail", Prose).say("")

    @on(Pager.Needs)
    def _needs(self, event: Pager.Needs) -> None:
        self._fetch(replace(self._asked, offset=event.offset))

    @on(Pager.At)
    def _at(self, event: Pager.At) -> None:
        if isinstance(event.item, Item):
            self._detail(event.item)

    def _detail(self, item: Item) -> None:
        parts: list[Part] = [(title(item.record, item.named.get), "bold"), "\n"]
        for name in item.record.asked():
            value = edit.shown(item.record, name, self.app.lang, item.named.get)
            if value:
                parts += [(f"{self.words(f'field.component.{name}')}: ", "$text-muted"), f"{value}\n"]
        self.query_one("#detail", Prose).say(*parts)

    @on(Pager.Opened)
    def _opened(self, event: Pager.Opened) -> None:
        if isinstance(event.item, Item):
            self._edit(event.item.record)

    def _edit(self, record: Record) -> None:
        from hospital_onboard.screens.record import RecordScreen

        _, fields = walk.section_fields("components")
        self.app.push_screen(RecordScreen(Sheet(Component, record, fields)))

    # Filters -----------------------------------------------------------------------

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._fetch(replace(self._asked, text=event.value, offset=0))

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.query_one(Pager).table.focus()

    def action_search(self) -> None:
        """Into the search line."""
        self.query_one(Input).focus()

    @on(Picker.Opened)
    def _open_picker(self, event: Picker.Opened) -> None:
        pickers = list(self.query(Picker))
        if event.picker is pickers[0]:
            self.ask(
                partial(browse.equipment, self.app.desk, self.operator_id),
                lambda found: self._offer(event.picker, [(e.id, e.product) for e in found]),
                group="options",
            )
        else:
            self._offer(event.picker, [(code, self.words.choice("layer", code)) for code in VOCABULARIES["layer"]])

    def _offer(self, picker: Picker, options: list[tuple[str, str]]) -> None:
        labels = dict(options)
        dialog = Choose(self.words, self.words("components.filter"), options, chosen=picker.value)
        self.app.push_screen(dialog, lambda answer: picker.choose(answer, labels[answer]) if answer else None)

    @on(Picker.Picked)
    def _picked(self) -> None:
        equipment, layer = self.query(Picker)
        self._fetch(replace(self._asked, equipment_id=equipment.value, layer=layer.value, offset=0))

    # Order ---------------------------------------------------------------------------

    def action_sort(self) -> None:
        """Choose the order."""
        options = []
        for name in _SORTABLE:
            label = self.words(f"field.component.{name}") if name else self.words("components.own_order")
            options += [(f"{name}/up", label), (f"{name}/down", f"{label} {self.words('components.descending')}")]
        self.app.push_screen(Choose(self.words, self.words("key.sort"), options[:1] + options[2:]), self._sorted)

    def _sorted(self, answer: str | None) -> None:
        if answer:
            name, _, way = answer.partition("/")
            self._fetch(replace(self._asked, sort=name, descending=way == "down", offset=0))

    @on(Pager.HeaderClicked)
    def _header(self, event: Pager.HeaderClicked) -> None:
        if event.column in _SORTABLE:
            down = self._asked.sort == event.column and not self._asked.descending
            self._fetch(replace(self._asked, sort=event.column, descending=down, offset=0))

    # Tree ----------------------------------------------------------------------------

    def action_tree(self) -> None:
        """From the table to the tree and back."""
        self.toggle_class("-tree")
        if self.has_class("-tree"):
            self.ask(partial(browse.equipment, self.app.desk, self.operator_id), self._plant, group="tree")
        else:
            self.query_one(Pager).table.focus()

    def _plant(self, found: tuple[Equipment, ...]) -> None:
        tree = self.query_one(PartsTree)
        tree.plant([Branch(e.id, e.product, e) for e in found])
        tree.focus()

    @on(PartsTree.Wanted)
    def _children(self, event: PartsTree.Wanted) -> None:
        record = event.branch.item
        if isinstance(record, Equipment):
            job = partial(_branches, self.app, record.id, None)
        elif isinstance(record, Item) and isinstance(record.record, Component):
            job = partial(_branches, self.app, record.record.equipment, record.record.id)
        else:
            return
        # Every branch has its own group, so that opening one does not forget another.
        self.ask(job, lambda found: self.query_one(PartsTree).grow(event.node_id, found), group=f"tree{event.node_id}")

    @on(PartsTree.At)
    def _branch_at(self, event: PartsTree.At) -> None:
        if isinstance(event.branch.item, Item):
            self._detail(event.branch.item)

    @on(PartsTree.Opened)
    def _branch_opened(self, event: PartsTree.Opened) -> None:
        if isinstance(event.branch.item, Item):
            self._edit(event.branch.item.record)

    # Going on --------------------------------------------------------------------------

    def action_walk(self) -> None:
        """Add components where the equipment is filled in."""
        item = self.query_one(Pager).item
        equipment = self._asked.equipment_id
        if not equipment and isinstance(item, Item) and isinstance(item.record, Component):
            equipment = item.record.equipment
        self.app.go("walk", equipment_id=equipment, section="components")

    def action_undo(self) -> None:
        """Take the last step back."""
        self.take_back()


def _page(host: Host, operator_id: str, asked: Asked, *, hurry: bool) -> Rows:
    view = browse.components(
        host.desk,
        operator_id,
        text=asked.text,
        equipment_id=asked.equipment_id,
        layer=asked.layer,
        sort=asked.sort,
        descending=asked.descending,
        offset=asked.offset,
        limit=PAGE,
        hurry=hurry,
    )
    items = tuple(Item(record, view.named) for record in view.rows)
    cells = tuple(
        {name: edit.shown(record, name, host.lang, view.named.get) for name in _IN_TABLE} for record in view.rows
    )
    return Rows(items, cells, view.total, asked.offset, view.counted)


def _branches(host: Host, equipment_id: str, parent: str | None) -> list[Branch]:
    view = browse.component_children(host.desk, equipment_id, parent)
    return [
        Branch(record.id, _branch_label(host, record, view.named), Item(record, view.named)) for record in view.rows
    ]


def _branch_label(host: Host, record: Record, named: dict[str, Record]) -> str:
    layer = edit.shown(record, "layer", host.lang, named.get)
    called = title(record, named.get)
    return f"{called}  [{layer}]" if layer else called
