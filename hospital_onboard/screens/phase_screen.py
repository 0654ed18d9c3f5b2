"""What the screens about an area share: where they look, the readiness already worked out, how they go on."""

from functools import partial

from hospital_onboard.reference.areas import Area, bureaus
from hospital_onboard.reference.prefectures import prefecture
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.work import phase
from hospital_onboard.work.phase import EVERYWHERE, Status, Within
from hospital_onboard.work.phase_ready import Readies


class PhaseScreen(WorkScreen):
    """Looks at the country, a bureau's area or a prefecture; ``show`` takes the coverage there."""

    def __init__(
        self, readies: Readies, bureau: str = "", prefecture_code: str = "", inside: Area | None = None
    ) -> None:
        """``inside``: one of the eight regions, which no bureau stands for."""
        super().__init__()
        self.readies, self.bureau, self.prefecture_code, self.inside = readies, bureau, prefecture_code, inside
        self.view: Status | None = None

    @property
    def where(self) -> Within:
        """The area as ``work.phase`` takes it."""
        if self.inside is not None:
            return Within("", frozenset(self.inside.prefectures))
        if self.bureau or self.prefecture_code:
            return phase.within(self.bureau, self.prefecture_code)
        return EVERYWHERE

    def area_name(self) -> str:
        """Its name in the language spoken now."""
        if self.prefecture_code:
            return prefecture(self.prefecture_code).name(self.app.lang)
        if self.inside is not None:
            return self.inside.short(self.app.lang)
        found = next((one for one in bureaus() if one.id == self.bureau), None)
        return self.words("region.everywhere") if found is None else found.name(self.app.lang)

    def path(self) -> tuple[str, ...]:
        """The map, then this screen."""
        return (self.words("screen.region"), self.words(f"screen.{self.name_key}"))

    def owner(self) -> str:
        """Where it looks, on which day."""
        return self.words("region.within", area=self.area_name(), on=self.app.desk.on)

    def load(self) -> None:
        """Ask for the coverage of the area."""
        self.ask(partial(phase.at_once, self.app.desk, self.where, self.readies), self._take)

    def _take(self, found: Status) -> None:
        self.view = found
        self.show(found)

    def show(self, found: Status) -> None:
        """Put the coverage on the screen."""

    def go_on(self, name: str, **more: object) -> None:
        """Another screen about the same area."""
        where = {"bureau": self.bureau, "prefecture_code": self.prefecture_code, "inside": self.inside}
        self.app.go(name, readies=self.readies, **where, **more)
