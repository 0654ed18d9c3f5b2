"""Attaching papers at the keyboard: which files, what kind they are, and what became of each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import get_args

from hospital_onboard import places
from hospital_onboard.domain.codes import PERSONAL_PAPERS, EvidenceKind
from hospital_onboard.domain.refusal import USAGE, Refusal
from hospital_onboard.screens.long_work import LongWorkScreen
from hospital_onboard.screens.paths import in_short, path_of
from hospital_onboard.widgets.dialogs import AskText, Choose, Confirm, Tell
from hospital_onboard.work import age_keys, attach, officer_keys, who
from hospital_onboard.work.attach import Attached, Candidate, Order

_PLACE = "evidence.folder"
#: What the question about the kind offers besides the kinds themselves.
_AS_SUGGESTED, _LATER = "+suggested", "+later"


@dataclass(frozen=True)
class For:
    """What papers are attached for: the record they are about, and the measure they show."""

    about: str = ""
    subject: str = ""
    item: str = ""
    label: str = ""


class Attaching(LongWorkScreen):
    """A subclass says in ``shown_for`` what for, and hears in ``attached`` that there are new papers."""

    shown_for = For()

    def attached(self) -> None:
        """Papers were attached."""

    def action_attach(self) -> None:
        """Ask for a file or folder."""
        self.ask(partial(who.place, self.app.desk, _PLACE), self._ask_path, group="folder")

    def _ask_path(self, folder: str) -> None:
        words, label = self.words, self.shown_for.label
        title = words("papers.attach_for", label=label) if label else words("papers.attach")
        last = Path(folder) if folder else places.documents()
        dialog = AskText(words, f"{title}\n{words('papers.attach_hint')}", value=f"{in_short(last)}/")
        self.app.push_screen(dialog, lambda typed: self._look(path_of(typed, last)) if typed else None)

    def _look(self, path: Path | None) -> None:
        if path is not None:
            self.keep_place(_PLACE, str(path if path.is_dir() else path.parent))
            self.ask(partial(attach.look, [path]), self._ask_kind, group="look")

    def _ask_kind(self, found: tuple[Candidate, ...]) -> None:
        """A kind is never taken from a name; what names suggest is offered, and the person takes it or not."""
        if not found:
            self.tell(self.words("papers.no_files"))
            return
        words = self.words
        suggested = {c.suggestion.kind for c in found if c.suggestion.kind}
        options = [(kind, words.choice("evidence_kind", kind)) for kind in get_args(EvidenceKind)]
        if suggested and len(found) > 1:
            options.insert(0, (_AS_SUGGESTED, words("papers.as_suggested", count=self._guessed(found))))
        options.append((_LATER, words("papers.later")))
        chosen = _AS_SUGGESTED if len(found) > 1 else next(iter(suggested), _LATER)
        title = words("papers.which_kind", count=len(found), name=found[0].name)
        if len(suggested) == 1 and len(found) == 1:
            title += f"\n{words('attach.maybe_kind', kind=words.choice('evidence_kind', next(iter(suggested))))}"
        dialog = Choose(words, title, options, chosen=chosen)
        self.app.push_screen(dialog, lambda kind: self._order(found, kind) if kind else None)

    def _guessed(self, found: tuple[Candidate, ...]) -> int:
        return sum(c.suggestion.kind is not None for c in found)

    def _order(self, found: tuple[Candidate, ...], chosen: str) -> None:
        target = self.shown_for
        kind = next((kind for kind in get_args(EvidenceKind) if kind == chosen), None)
        order = Order(
            about=target.about or None,
            kind=kind,
            subjects=(target.subject,) if target.subject else (),
            items=(target.item,) if target.item else (),
            take_suggestions=chosen == _AS_SUGGESTED,
        )
        personal = kind in PERSONAL_PAPERS or (order.take_suggestions and any(c.suggestion.personal for c in found))
        if personal and not officer_keys.recipients(self.app.desk):
            self._ask_key(lambda: self._keep_files(found, order))
        else:
            self._keep_files(found, order)

    def _ask_key(self, then: Callable[[], object]) -> None:
        """The first paper of a person needs a key; what it means to lose it is said before it is made."""
        words, file = self.words, officer_keys.identity_file()
        body = words("papers.key_body", file=file)
        dialog = Confirm(words, words("papers.key_needed"), body, yes=words("papers.key_make"), safe=False)
        job = partial(officer_keys.new, self.app.desk)
        self.app.push_screen(dialog, lambda yes: self.ask(job, lambda _: then(), group="key") if yes else None)

    def _keep_files(self, found: tuple[Candidate, ...], order: Order) -> None:
        desk, operator = self.app.desk, self.operator_id
        self.begin(
            self.words("papers.attaching", count=len(found)),
            lambda told, stopped: attach.attach(
                desk, found, order, operator=operator, progress=told, cancelled=stopped
            ),
            self._attached,
        )

    def _attached(self, done: tuple[Attached, ...]) -> None:
        words = self.words
        counts = {name: sum(one.outcome == name for one in done) for name in ("new", "filled", "known", "refused")}
        summary = words("attach.done", **counts)
        refused = [one for one in done if one.outcome == "refused"]
        if refused:
            lines = [f"{one.candidate.name}\n  {words(f'attach.problem.{one.problem}')}\n" for one in refused]
            self.app.push_screen(Tell(words, summary, *lines))
        else:
            self.tell(summary)
        self.attached()

    def with_passphrase(self, sealed: bool, then: Callable[[age_keys.Ask], object]) -> None:
        """Go on with what asks for the passphrase of the key; it is asked for first where the key has one."""
        if not sealed or not age_keys.is_locked(officer_keys.identity_file()):
            then(_nobody)
            return

        def answered(typed: str | None) -> None:
            if typed:
                then(lambda: typed)

        self.app.push_screen(AskText(self.words, self.words("evidence.ask_passphrase"), secret=True), answered)


def _nobody() -> str:
    raise Refusal("no-passphrase-here", USAGE)
