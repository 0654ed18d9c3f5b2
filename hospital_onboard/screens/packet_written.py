"""How a packet or a dossier is written from the screen: the options a person turns, and the writing itself."""

from dataclasses import dataclass, replace
from pathlib import Path

from hospital_onboard.screens.host import Host
from hospital_onboard.screens.long_work import Told
from hospital_onboard.text.wording import Lang, Words
from hospital_onboard.work.preview_packet import KINDS, Kind


@dataclass(frozen=True)
class How:
    """How it is written."""

    kind: Kind = "packet"
    lang: Lang = "ja"
    personal: bool = False
    folder: bool = False
    keys: tuple[str, ...] = ()

    def named(self, words: Words) -> list[tuple[str, str]]:
        """Each choice with its present value, as (id, line)."""
        values = {
            "kind": words(f"packet_screen.kind_{self.kind}"),
            "language": words(f"packet_screen.language_{self.lang}"),
            "personal": words(f"packet_screen.personal_{'yes' if self.personal else 'no'}"),
            "form": words(f"packet_screen.form_{'folder' if self.folder and not self.keys else 'zip'}"),
            "sealed": ", ".join(f"{k[:16]}…" for k in self.keys) or words("packet_screen.sealed_none"),
        }
        return [(name, words(f"packet_screen.option_{name}", value=value)) for name, value in values.items()]

    def turned(self, name: str) -> "How":
        """The other value of a choice that has two."""
        match name:
            case "kind":
                return replace(self, kind=KINDS[1 - KINDS.index(self.kind)])
            case "language":
                return replace(self, lang="en" if self.lang == "ja" else "ja")
            case "personal":
                return replace(self, personal=not self.personal)
            case _:
                return replace(self, folder=not self.folder)


@dataclass(frozen=True)
class Made:
    """What was written."""

    out: Path
    files: int
    #: Lines that keep it a draft; a packet is never one.
    open: int


def make(host: Host, plan_id: str, out: Path, how: How, told: Told) -> Made:
    """Brings in the libraries that make documents: call it in a worker. An older file is replaced: ask first."""
    if how.kind == "packet":
        from hospital_onboard.work.make_packet import write_packet

        written = write_packet(
            host.desk, plan_id, out, how.lang, personal=how.personal, sealed_for=how.keys, replace=True, progress=told
        )
        return Made(out, len(written.files), 0)
    from hospital_onboard.work.make_dossier import write_dossier

    made = write_dossier(
        host.desk, plan_id, out, how.lang, personal=how.personal, sealed_for=how.keys, replace=True, progress=told
    )
    return Made(out, len(made.written.files), len(made.open))
