"""What a bundle would change, record by record. All of it is taken, or nothing."""

from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType

from hospital_onboard.screens.preview import PreviewScreen
from hospital_onboard.screens.reading import Reading
from hospital_onboard.text.dates import moment
from hospital_onboard.widgets.dialogs import Confirm, Tell
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.prose import Part
from hospital_onboard.work import merge_bundle
from hospital_onboard.work.merge_bundle import Merging
from hospital_onboard.work.trail import Receipt


class BundlePreviewScreen(PreviewScreen):
    """The preview of an import, without choosing rows: a bundle is one piece."""

    BINDINGS: ClassVar[list[BindingType]] = [key("f2", "accept", "accept-bundle")]

    def __init__(self, path: Path, merging: Merging) -> None:
        super().__init__(Reading(path), merging.preview)
        self._merging = merging
        self._chosen = {(row.sheet, row.number) for row in merging.preview.rows if row.change is not None}

    def path(self) -> tuple[str, ...]:
        """Bundles, preview, which file."""
        return (self.words("screen.bundles"), self.words("screen.preview"), self._reading.path.name)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No row can be left out or said to be another party, and a bundle has no cells to mark."""
        return action not in ("take", "take_all", "issue_copy", "same_party")

    def action_accept(self) -> None:
        """Merge, after saying who it is from and what is to be checked."""
        words, bundle, merging = self.words, self._merging.bundle, self._merging
        counts = {name: f"{count:,}" for name, count in merging.preview.counts.items()}
        body: list[Part] = [
            words(
                "bundles.accept_body",
                name=bundle.sender.name,
                made=moment(bundle.made_at),
                fingerprint=merging.fingerprint,
                personal=words("bundle.has_personal" if bundle.personal else "bundle.no_personal"),
                conflicts=f"{len(merging.conflicts):,}",
                **counts,
            )
        ]
        for issue in merging.preview.file_issues:
            said = " ".join(words(f"{part}.{issue.code}", **issue.params) for part in ("issue", "wanted"))
            body.append((f"\n{said}", "$text-warning"))
        dialog = Confirm(words, words("bundles.accept_ask"), *body, yes=words("key.accept-bundle"), safe=False)
        self.app.push_screen(dialog, lambda yes: self._commit() if yes else None)

    def _commit(self) -> None:
        desk, merging = self.app.desk, self._merging
        self.begin(
            self.words("preview.writing"),
            lambda _told, _stopped: merge_bundle.commit(desk, merging),
            self._committed,
        )

    def _committed(self, receipt: Receipt) -> None:
        numbers = {name: f"{receipt.counts.get(name, 0):,}" for name in ("new", "changed", "removed")}
        body = self.words("bundles.receipt", file=receipt.file, **numbers)
        if self._merging.conflicts:
            body += "\n" + self.words("bundles.conflicts_kept", count=f"{len(self._merging.conflicts):,}")
        dialog = Tell(self.words, self.words("bundles.taken"), body)
        self.app.push_screen(dialog, lambda _: self.app.pop_screen())
