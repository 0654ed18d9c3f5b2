"""Who are you? One of the 88 hospitals on the ministry's list, the agency, or a hospital that is not listed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from hospital_onboard.domain.operator import Operator
from hospital_onboard.reference.bilingual import Provenance
from hospital_onboard.reference.hospitals import ReferenceHospital, agency
from hospital_onboard.reference.prefectures import prefecture
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.text.width import pad
from hospital_onboard.widgets.dialogs import AskText, Confirm
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.line import LineInput
from hospital_onboard.widgets.plain import content, styled
from hospital_onboard.widgets.prose import Part, Prose
from hospital_onboard.work import who
from hospital_onboard.work.desk import Desk


@dataclass(frozen=True)
class Offer:
    """One line of the list. Exactly one of the first two is set, or ``other`` says which of the fixed offers it is."""

    hospital: ReferenceHospital | None = None
    operator: Operator | None = None
    other: str = ""


class FirstRunScreen(WorkScreen):
    """Search, look at what is known, choose."""

    name_key = "first_run"
    DEFAULT_CSS = """
    FirstRunScreen #ask { height: auto; padding: 1 2 0 2; text-style: bold; }
    FirstRunScreen #hint { height: auto; padding: 0 2; color: $text-muted; }
    FirstRunScreen Input { margin: 1 2 0 2; width: 1fr; background: $surface; }
    FirstRunScreen OptionList { height: 1fr; min-height: 6; margin: 1 1 0 1; border: none; padding: 0 1; }
    FirstRunScreen #known { display: block; height: auto; min-height: 7; max-height: 9; margin: 0 1; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("down", "move(1)", "down", show=False),
        key("up", "move(-1)", "up", show=False),
        key("enter", "take", "choose"),
        key("f12,ctrl+l", "app.language", "language"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._offers: tuple[Offer, ...] = ()

    def parts(self) -> Iterator[Widget]:
        """Question, search line, list, and what is known about the line the cursor is on."""
        yield Static(content(self.words("first_run.question")), id="ask")
        yield Prose(self.words("first_run.hint"), id="hint")
        yield LineInput(placeholder=self.words("first_run.search"), compact=True)
        yield OptionList()
        known = Prose(id="known", classes="pane")
        known.border_title = self.words("first_run.known")
        yield known

    def load(self) -> None:
        """List what can be chosen before anything is typed."""
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self._search("")

    def resumed(self) -> None:
        """Nothing here changes while another screen is open."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no way back before somebody was chosen."""
        return self.app.operator is not None if action == "back" else True

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._search(event.value)

    def _search(self, text: str) -> None:
        self.ask(partial(_offers, self.app.desk, text), self._show, group="search")

    def _show(self, offers: tuple[Offer, ...]) -> None:
        self._offers = offers
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(self._line(offer)) for offer in offers])
        options.highlighted = 0

    def _line(self, offer: Offer) -> Content:
        if offer.hospital is not None:
            place = prefecture(offer.hospital.prefecture).name(self.app.lang)
            return styled(pad(place, 12), offer.hospital.name(self.app.lang))
        if offer.operator is not None:
            return styled((pad(self.words("first_run.registered"), 12), "$text-success"), self._called(offer.operator))
        return styled((f"+ {self.words(f'first_run.{offer.other}')}", "italic"))

    def _called(self, operator: Operator) -> str:
        return (operator.name_en or operator.name) if self.app.lang == "en" else operator.name

    @property
    def _offer(self) -> Offer | None:
        at = self.query_one(OptionList).highlighted
        return self._offers[at] if at is not None and at < len(self._offers) else None

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        offer = self._offer
        if offer is not None:
            self.query_one("#known", Prose).say(*self._known(offer))

    def _known(self, offer: Offer) -> list[Part]:
        if offer.hospital is not None:
            return self._facts(offer.hospital)
        if offer.operator is not None:
            return [self.words("first_run.registered_hint", name=self._called(offer.operator))]
        return [self.words(f"first_run.{offer.other}_hint")]

    def _facts(self, hospital: ReferenceHospital) -> list[Part]:
        """What choosing it fills in, and how far each value may be trusted."""
        area = prefecture(hospital.prefecture)
        lines: list[tuple[str, str, Provenance]] = [
            ("field.operator.code", hospital.code or self.words("first_run.unknown"), hospital.code_from),
            ("field.operator.corporation", hospital.operator, hospital.operator_from),
            ("field.operator.beds", f"{hospital.beds:,}", hospital.beds_from),
            ("field.operator.emergency", self._choice("emergency", hospital.emergency), hospital.emergency_from),
            ("field.operator.disaster", self._choice("disaster", hospital.disaster), hospital.disaster_from),
        ]
        parts: list[Part] = [(hospital.name(self.app.lang), "bold"), "  "]
        parts.append(f"{area.name(self.app.lang)} / {area.bureau(self.app.lang)}\n")
        for label, value, source in lines:
            parts += [(pad(self.words(label), 20), "$text-muted"), f"{value}  ", (self._trust(source), "$text-muted")]
            parts.append("\n")
        return parts[:-1]

    def _choice(self, vocabulary: str, code: str) -> str:
        return self.words("first_run.unknown") if code == "unknown" else self.words.choice(vocabulary, code)

    def _trust(self, source: Provenance) -> str:
        return self.words(f"first_run.from_{source.confidence}", as_of=source.as_of.split(" (")[0])

    def action_move(self, by: int) -> None:
        """Move in the list while typing goes on."""
        options = self.query_one(OptionList)
        if options.option_count:
            options.highlighted = min(max((options.highlighted or 0) + by, 0), options.option_count - 1)

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def action_take(self) -> None:
        """Choose the line the cursor is on."""
        offer = self._offer
        if offer is None:
            return
        if offer.operator is not None:
            self._work_as(offer.operator)
        elif offer.hospital is not None:
            hospital = offer.hospital
            self._confirm(self._facts(hospital), partial(who.register_hospital, self.app.desk, hospital))
        elif offer.other == "agency":
            about: list[Part] = [(agency().name.value.of(self.app.lang), "bold")]
            about.append(f"\n{self.words('first_run.agency_hint')}")
            self._confirm(about, partial(who.register_agency, self.app.desk))
        else:
            dialog = AskText(self.words, self.words("first_run.name"), value=self.query_one(Input).value)
            self.app.push_screen(dialog, self._register_other)

    def _confirm(self, facts: list[Part], register: Callable[[], Operator]) -> None:
        dialog = Confirm(self.words, self.words("first_run.confirm"), *facts, yes=self.words("first_run.register"))
        self.app.push_screen(dialog, lambda yes: self.ask(register, self._work_as, group="register") if yes else None)

    def _register_other(self, name: str | None) -> None:
        if name:
            self.ask(partial(who.register_other, self.app.desk, name), self._work_as, group="register")

    def _work_as(self, operator: Operator) -> None:
        self.ask(partial(who.choose, self.app.desk, operator.id), lambda _: self._begin(operator), group="choose")

    def _begin(self, operator: Operator) -> None:
        self.app.operator = operator
        self.app.pop_screen()


def _offers(desk: Desk, text: str) -> tuple[Offer, ...]:
    """What the list offers for this text."""
    registered = who.operators(desk)
    fixed = (Offer(other="agency"), Offer(other="other"))
    if not text.strip():
        return (*(Offer(operator=operator) for operator in registered), *fixed)
    found = who.search_reference(text, 50)
    names = {hospital.name_ja for hospital in found}
    known = tuple(o for o in registered if o.name in names or text in o.name or text == o.code)
    codes = {o.name for o in known}
    rest = tuple(Offer(hospital=hospital) for hospital in found if hospital.name_ja not in codes)
    return (*(Offer(operator=operator) for operator in known), *rest, *fixed)
