"""Handing data on and taking in what came: choose, see what leaves or what changes, then write."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.screens.long_work import LongWorkScreen
from hospital_onboard.screens.paths import in_short, path_of, writing_folder
from hospital_onboard.text.wording import Lang
from hospital_onboard.widgets.dialogs import AskText, Choose, Confirm, Tell
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.plain import styled
from hospital_onboard.widgets.progress import ProgressLine
from hospital_onboard.widgets.prose import Part, Prose
from hospital_onboard.work import who
from hospital_onboard.work.desk import Desk

if TYPE_CHECKING:
    from hospital_onboard.work.bundle_keys import Keys
    from hospital_onboard.work.export_bundle import Leaving
    from hospital_onboard.work.merge_bundle import Merging

_THINGS = ("export", "merge", "conflicts", "keys")
_EVERYONE = "*"
_FULL, _BARE = "full", "bare"
_TO, _FROM = "bundles.to", "bundles.folder"


class BundlesScreen(LongWorkScreen):
    """Four things to do; what was done stands below."""

    name_key = "bundles"
    DEFAULT_CSS = """
    BundlesScreen OptionList { height: auto; margin: 1 1 0 1; border: none; padding: 0 1; background: $background; }
    BundlesScreen OptionList:focus { border: none; }
    BundlesScreen #done {
        display: block; height: 1fr; min-height: 6; margin: 1 1 0 1; padding: 0 1; overflow-y: auto;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "open", "open")]

    def __init__(self) -> None:
        super().__init__()
        self._report: list[Part] = []

    def parts(self) -> Iterator[Widget]:
        """What can be done, progress, what was done."""
        yield OptionList(*(Option(self._line(thing)) for thing in _THINGS))
        yield ProgressLine()
        yield Prose(*(self._report or [self.words("bundles.nothing_yet")]), id="done", classes="pane")

    def _line(self, thing: str) -> Content:
        words = self.words
        return styled(
            (f"{words(f'bundles.{thing}')}\n", "bold"), (f"   {words(f'bundles.{thing}_hint')}", "$text-muted")
        )

    def load(self) -> None:
        """Begin with the first."""
        self.query_one("#done").border_title = self.words("bundles.done")
        self.query_one(OptionList).focus()

    def resumed(self) -> None:
        """What was done stays."""

    def action_open(self) -> None:
        """Do the thing under the cursor."""
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        thing = _THINGS[event.option_index]
        if thing == "export":
            self.ask(partial(who.operators, self.app.desk), self._ask_whose, group="operators")
        elif thing == "merge":
            self.ask(partial(who.place, self.app.desk, _FROM), self._ask_file, group="folder")
        elif thing == "conflicts":
            self.app.go("conflicts")
        else:
            self.ask(partial(_keys, self.app.desk), self._show_keys, group="keys")

    # Handing on -------------------------------------------------------------------

    def _ask_whose(self, known: Sequence[Operator]) -> None:
        if not known:
            self.tell(self.words("bundles.no_operator"))
        elif len(known) == 1:
            self._ask_personal([known[0].id])
        else:
            options = [(operator.id, operator.name) for operator in known]
            everyone = (_EVERYONE, self.words("bundles.everyone", count=len(known)))
            dialog = Choose(self.words, self.words("bundles.whose"), [everyone, *options])
            ids = [operator.id for operator in known]
            self.app.push_screen(
                dialog, lambda one: self._ask_personal(ids if one == _EVERYONE else [one]) if one else None
            )

    def _ask_personal(self, ids: list[str]) -> None:
        options = [(kind, self.words(f"bundles.{kind}")) for kind in (_FULL, _BARE)]
        dialog = Choose(self.words, self.words("bundles.which"), options)
        self.app.push_screen(dialog, lambda kind: self._look(ids, kind == _BARE) if kind else None)

    def _look(self, ids: list[str], bare: bool, sender: str = "") -> None:
        if len(ids) > 1 and not sender.strip():
            dialog = AskText(self.words, self.words("bundles.ask_office"))
            self.app.push_screen(dialog, lambda name: self._look(ids, bare, name) if name and name.strip() else None)
            return
        job = partial(_leaving, self.app.desk, ids, bare, sender)
        self.begin(self.words("bundles.looking"), lambda _told, _stopped: job(), self._show_leaving)

    def _show_leaving(self, leaving: "Leaving") -> None:
        names = self.words("list.comma").join(operator.name for operator in leaving.operators[:3])
        lines = [names]
        kinds = [f"{self.words(f'kind.{kind}')} {count:,}" for kind, count in leaving.counts.items()]
        lines.append(self.words("list.comma").join(kinds))
        if leaving.removed:
            lines.append(self.words("bundle.removed_line", count=f"{leaving.removed:,}"))
        if leaving.without_personal:
            lines.append(self.words("bundle.without_personal", count=f"{leaving.withheld:,}"))
        else:
            lines.append(self.words("bundle.with_personal", count=f"{leaving.personal:,}"))
        dialog = Confirm(
            self.words, self.words("bundles.leaves"), "\n".join(lines), yes=self.words("bundles.go_on"), safe=False
        )
        self.app.push_screen(dialog, lambda yes: self._ask_to(leaving) if yes else None)

    def _ask_to(self, leaving: "Leaving") -> None:
        def ask(before: str) -> None:
            dialog = AskText(self.words, self.words("bundles.ask_to"), value=before, hint="age1…")
            self.app.push_screen(dialog, lambda typed: self._ask_where(leaving, typed) if typed else None)

        self.ask(partial(who.place, self.app.desk, _TO), ask, group="to")

    def _ask_where(self, leaving: "Leaving", to: str) -> None:
        self.keep_place(_TO, to.strip())

        def ask(folder: Path) -> None:
            suggested = folder / f"bundle-{self.app.desk.on:%Y%m%d}.hob"
            dialog = AskText(self.words, self.words("bundles.ask_where"), value=in_short(suggested))
            self.app.push_screen(
                dialog, lambda typed: self._write(leaving, to, path_of(typed, folder)) if typed else None
            )

        self.ask(partial(writing_folder, self.app), ask, group="folder")

    def _write(self, leaving: "Leaving", to: str, out: Path | None) -> None:
        if out is None:
            return
        job = partial(_write, self.app.desk, leaving, out, to)
        label = self.words("bundles.writing", file=out.name)
        self.begin(label, lambda _told, _stopped: job(), lambda keys: self._sent(out, keys))

    def _sent(self, out: Path, keys: "Keys") -> None:
        words = self.words
        self._add(
            words("bundles.export"),
            words("bundle.exported", out=out, size=f"{out.stat().st_size:,}"),
            words("bundle.fingerprint", fingerprint=keys.fingerprint),
            words("bundle.fingerprint_hint"),
        )

    def _add(self, title: str, *lines: str) -> None:
        self._report = [(f"{title}\n", "bold"), *(f"  {line}\n" for line in lines), *self._report]
        self.query_one("#done", Prose).say(*self._report)

    # Taking in ----------------------------------------------------------------------

    def _ask_file(self, folder: str) -> None:
        value = f"{folder}/" if folder else ""
        dialog = AskText(self.words, self.words("bundles.ask_file"), value=value, hint="*.hob")
        self.app.push_screen(dialog, lambda typed: self._read(path_of(typed, Path.home())) if typed else None)

    def _read(self, path: Path | None, accept_key: str = "") -> None:
        if path is None:
            return
        self.keep_place(_FROM, str(path.parent))
        job = partial(_look, self.app.desk, path, self.app.lang, accept_key)
        self.begin(
            self.words("import.reading", file=path.name),
            lambda _told, _stopped: job(),
            lambda merging: self._looked(path, merging),
        )

    def _looked(self, path: Path, merging: "Merging | Refusal") -> None:
        if isinstance(merging, Refusal):
            self._ask_key(path, merging)
            return
        if merging.unchanged:
            self._add(path.name, self.words("bundle.unchanged"))
            return
        from hospital_onboard.screens.bundle_preview import BundlePreviewScreen

        self.app.push_screen(BundlePreviewScreen(path, merging))

    def _ask_key(self, path: Path, refusal: Refusal) -> None:
        """The sender's key has changed: only somebody who has asked the sender may go on."""
        known, seen, name = (str(refusal.params[part]) for part in ("known", "seen", "name"))
        body = self.words("bundles.key_body", name=name, known=known, seen=seen)
        yes = self.words("bundles.key_yes")
        dialog = Confirm(self.words, self.words("bundles.key_ask"), body, yes=yes, safe=False)
        self.app.push_screen(dialog, lambda checked: self._read(path, seen) if checked else None)

    # Keys -----------------------------------------------------------------------------

    def _show_keys(self, keys: "Keys") -> None:
        words = self.words
        lines = (
            words("bundle.keys_recipient", recipient=keys.recipient),
            words("bundle.fingerprint", fingerprint=keys.fingerprint),
            words("bundle.keys_place", folder=keys.folder),
        )
        self.app.push_screen(Tell(words, words("bundles.keys"), "\n\n".join(lines)))


# What brings in the libraries that encrypt; nobody waits for them before they are used.


def _keys(desk: Desk) -> "Keys":
    from hospital_onboard.work import bundle_keys

    return bundle_keys.keys(desk)


def _leaving(desk: Desk, ids: list[str], bare: bool, sender: str) -> "Leaving":
    from hospital_onboard.work import export_bundle

    return export_bundle.preview(desk, export_bundle.operators_of(desk, ids), without_personal=bare, sender=sender)


def _write(desk: Desk, leaving: "Leaving", out: Path, to: str) -> "Keys":
    from hospital_onboard.work import export_bundle

    return export_bundle.write(desk, leaving, out, [part for part in to.replace("、", ",").split(",") if part.strip()])


def _look(desk: Desk, path: Path, lang: Lang, accept_key: str) -> "Merging | Refusal":
    """The bundle beside the store; or that the sender's key has changed, which is for the person to decide."""
    from hospital_onboard.work import merge_bundle

    try:
        return merge_bundle.look(desk, path, lang, accept_key=accept_key)
    except Refusal as refusal:
        if refusal.code != "bundle-key-changed":
            raise
        return refusal
