"""What every screen may ask of the program it runs in: the desk, the language, whose data, where to go."""

from textual.app import App
from textual.binding import Binding

from hospital_onboard.domain.operator import Operator
from hospital_onboard.screens import catalogue
from hospital_onboard.text.wording import Lang, Words, words
from hospital_onboard.widgets.keys import key_shown
from hospital_onboard.work import who
from hospital_onboard.work.desk import Desk


class Host(App[None]):
    """The session. Screens read it; only its own methods change it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.lang: Lang = who.language(desk)
        self.operator: Operator | None = who.current(desk)

    @property
    def words(self) -> Words:
        """The sentences of the language spoken now."""
        return words(self.lang)

    @property
    def operator_name(self) -> str:
        """Whose data is shown, in the language spoken now where there is a name in it."""
        operator = self.operator
        if operator is None:
            return ""
        return (operator.name_en or operator.name) if self.lang == "en" else operator.name

    def get_key_display(self, binding: Binding) -> str:
        """Keys are written as they are printed on keyboards."""
        return key_shown(binding)

    def go(self, name: str, **arguments: object) -> None:
        """Open a screen on top of this one."""
        self.push_screen(catalogue.make(name, **arguments))

    def go_home(self) -> None:
        """Close everything above the first screen."""
        while len(self.screen_stack) > 1 and not self.screen.has_class("-root"):
            self.pop_screen()

    def switch_operator(self, operator: Operator) -> None:
        """Work on another operator's data; what is open is about the old one, so it closes."""
        self.operator = operator
        self.go_home()

    def speak(self, lang: Lang) -> None:
        """Change the language; every screen follows when it is next seen."""
        self.lang = lang
