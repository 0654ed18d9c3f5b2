"""Writing a file: a workbook for vendors or for our own lists, the readiness report, the consultation packet."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar, Protocol

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from hospital_onboard.domain.party import Snapshot
from hospital_onboard.domain.plan import Plan
from hospital_onboard.screens.host import Host
from hospital_onboard.screens.long_work import LongWorkScreen, Told
from hospital_onboard.screens.paths import WRITING, in_short, path_of, writing_folder
from hospital_onboard.text.wording import Words
from hospital_onboard.widgets.dialogs import AskText, Choose, Confirm
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.plain import styled
from hospital_onboard.widgets.progress import ProgressLine
from hospital_onboard.widgets.prose import Part, Prose
from hospital_onboard.work import edit, plans

#: What can be written, in the order in which people need it.
_THINGS = ("vendor", "inventory", "readiness", "packet", "calendar")
#: Instead of one vendor: all that owe something, each its own file in a folder, or all in one workbook.
_EACH, _TOGETHER = "*each", "*together"
_FILE_NAMES = {
    "vendor": "vendor.xlsx",
    "inventory": "inventory.xlsx",
    "readiness": "readiness.xlsx",
    "packet": "packet.zip",
    "calendar": "deadlines.ics",
}


class _Written(Protocol):
    """What the writers of reports and packets give back."""

    @property
    def counts(self) -> Mapping[str, int]: ...

    @property
    def files(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Order:
    """One thing to write, and where."""

    thing: str
    out: Path
    #: The plan of a packet; the party of a vendor's workbook, or ``_EACH``, ``_TOGETHER``.
    about: str = ""
    #: The person said that the file there may be replaced.
    replace: bool = False


@dataclass(frozen=True)
class Result:
    """What was written, counted from what was read back."""

    out: Path
    counts: dict[str, int]
    files: int


class WriteScreen(LongWorkScreen):
    """Choose what, say where; what was written stands below."""

    name_key = "write"
    DEFAULT_CSS = """
    WriteScreen OptionList { height: auto; margin: 1 1 0 1; border: none; padding: 0 1; background: $background; }
    WriteScreen OptionList:focus { border: none; }
    WriteScreen #written {
        display: block; height: 1fr; min-height: 6; margin: 1 1 0 1; padding: 0 1; overflow-y: auto;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "open", "open")]

    def __init__(self, thing: str = "", about: str = "") -> None:
        """``thing``: what to write at once, ``about`` which plan or party; empty: the person chooses."""
        super().__init__()
        self._written: list[Part] = []
        self._wanted = (thing, about)

    def parts(self) -> Iterator[Widget]:
        """Things to write, progress, what was written."""
        yield OptionList(*(Option(self._line(thing)) for thing in _THINGS))
        yield ProgressLine()
        yield Prose(*(self._written or [self.words("write.nothing_yet")]), id="written", classes="pane")

    def _line(self, thing: str) -> Content:
        return styled(
            (f"{self.words(f'write.{thing}')}\n", "bold"), (f"   {self.words(f'write.{thing}_hint')}", "$text-muted")
        )

    def load(self) -> None:
        """Begin with the first."""
        self.query_one("#written").border_title = self.words("write.written")
        self.query_one(OptionList).focus()
        (thing, about), self._wanted = self._wanted, ("", "")
        if thing:
            self.query_one(OptionList).highlighted = _THINGS.index(thing)
            if thing == "vendor" and not about:
                self._ask_whom()
            else:
                self._ask_where(thing, about)

    def action_open(self) -> None:
        """Write the thing under the cursor."""
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        thing = _THINGS[event.option_index]
        if thing == "vendor":
            self._ask_whom()
        elif thing == "packet":
            job = partial(plans.all_plans, self.app.desk, self.operator_id)
            self.ask(job, self._choose_plan, group="plans")
        else:
            self._ask_where(thing)

    def _ask_whom(self) -> None:
        job = partial(edit.options, self.app.desk, Snapshot, "party", self.app.lang)
        self.ask(job, self._choose_party, group="parties")

    def _choose_party(self, found: list[tuple[str, str]]) -> None:
        options = [(_EACH, self.words("write.each_vendor")), (_TOGETHER, self.words("write.all_together")), *found]
        dialog = Choose(self.words, self.words("write.which_party"), options)
        self.app.push_screen(dialog, lambda about: self._ask_where("vendor", about) if about else None)

    def _choose_plan(self, found: tuple[Plan, ...]) -> None:
        if not found:
            self.tell(self.words("write.no_plans"))
            return
        options = [(plan.id, f"{plan.title}  {plan.in_service_on or ''}") for plan in found]
        dialog = Choose(self.words, self.words("write.which_plan"), options)
        self.app.push_screen(dialog, lambda plan_id: self._ask_where("packet", plan_id) if plan_id else None)

    def _ask_where(self, thing: str, about: str = "") -> None:
        self.ask(partial(writing_folder, self.app), lambda folder: self._ask_name(thing, about, folder), group="folder")

    def _ask_name(self, thing: str, about: str, folder: Path) -> None:
        suggested, where = folder / _dated(_FILE_NAMES[thing], self.app.desk.on), f"write.{thing}_where"
        if about == _EACH:
            suggested, where = suggested.with_suffix(""), "write.folder_where"
        title = f"{self.words(f'write.{thing}')}\n{self.words(where)}"
        dialog = AskText(self.words, title, value=in_short(suggested))
        self.app.push_screen(dialog, lambda typed: self._check(thing, about, path_of(typed, folder) if typed else None))

    def _check(self, thing: str, about: str, out: Path | None) -> None:
        if out is None:
            return
        order = Order(thing, out, about, replace=out.is_file())
        if order.replace:
            body = self.words("write.replace_body", out=in_short(out))
            dialog = Confirm(
                self.words, self.words("write.replace"), body, yes=self.words("write.replace_yes"), safe=False
            )
            self.app.push_screen(dialog, lambda yes: self._write(order) if yes else None)
        else:
            self._write(order)

    def _write(self, order: Order) -> None:
        host, operator_id = self.app, self.operator_id
        self.begin(
            self.words("write.writing", file=order.out.name),
            lambda told, _stopped: _WRITERS[order.thing](host, operator_id, order, told),
            lambda result: self._done_writing(order, result),
        )

    def _done_writing(self, order: Order, result: Result) -> None:
        self.keep_place(WRITING, str(result.out.parent.absolute()))
        counted = self.words("list.comma").join(
            f"{counted_as(self.words, order.thing, name)} {n:,}" for name, n in result.counts.items()
        )
        self._written = [
            (f"{self.words(f'write.{order.thing}')}\n", "bold"),
            f"  {in_short(result.out)}\n",
            (f"  {self.words('write.read_back', counts=counted, files=result.files)}\n", "$text-muted"),
            *self._written,
        ]
        self.query_one("#written", Prose).say(*self._written)
        self.tell(self.words("write.done", out=in_short(result.out)))


def counted_as(words: Words, thing: str, name: str) -> str:
    """What was counted in a written file: the rows of one of its tables."""
    own = f"write.count.{thing}.{name}"
    return words(own if words.has(own) else f"write.count.{name}")


def _dated(name: str, on: date) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}-{on:%Y%m%d}.{suffix}"


# The writers bring in the libraries that make workbooks and documents; nobody waits for them before they are used.


def _vendor(host: Host, operator_id: str, order: Order, told: Told) -> Result:
    from hospital_onboard.work import write_template

    everybody = order.about in (_EACH, _TOGETHER)
    parties = () if everybody else (order.about,)
    sent = write_template.vendors(
        host.desk, order.out, [operator_id], parties, together=order.about != _EACH, replace=order.replace
    )
    counts = {"owed": sum(sum(one.owed.values()) for one in sent), "filled_in": sum(one.filled for one in sent)}
    return Result(order.out, counts, len(sent))


def _inventory(host: Host, operator_id: str, order: Order, told: Told) -> Result:
    from hospital_onboard.work import write_template

    return _rows(order, write_template.inventory(host.desk, order.out, operator_id, replace=order.replace))


def _readiness(host: Host, operator_id: str, order: Order, told: Told) -> Result:
    from hospital_onboard.work.make_report import write_readiness

    written = write_readiness(host.desk, order.out, [operator_id], host.lang, replace=order.replace, progress=told)
    return _result(order, written)


def _packet(host: Host, operator_id: str, order: Order, told: Told) -> Result:
    from hospital_onboard.work.make_packet import write_packet

    written = write_packet(host.desk, order.about, order.out, host.lang, replace=order.replace, progress=told)
    return _result(order, written)


def _calendar(host: Host, operator_id: str, order: Order, told: Told) -> Result:
    from hospital_onboard.work import calendar

    days = calendar.write(host.desk, order.out, operator_id, host.lang, replace=order.replace)
    return Result(order.out, {"days": days}, 1)


def _rows(order: Order, filled_in: int) -> Result:
    return Result(order.out, {"filled_in": filled_in}, 1)


def _result(order: Order, written: _Written) -> Result:
    return Result(order.out, dict(written.counts), len(written.files))


_WRITERS: dict[str, Callable[[Host, str, Order, Told], Result]] = {
    "vendor": _vendor,
    "inventory": _inventory,
    "readiness": _readiness,
    "packet": _packet,
    "calendar": _calendar,
}
