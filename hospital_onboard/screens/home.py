"""Where the operator stands, and who has to do what next."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import ItemGrid, Vertical
from textual.widget import Widget
from textual.widgets import Static

from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.screens.home_foot import burden_shown, days_shown, entered, import_shown
from hospital_onboard.screens.issues import form_issue_text
from hospital_onboard.screens.states import closed_of, open_shown
from hospital_onboard.text.width import pad
from hospital_onboard.widgets.card import EquipmentCard, Face
from hospital_onboard.widgets.dialogs import AskText
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.outline import Line, Outline
from hospital_onboard.widgets.plain import content, visible
from hospital_onboard.widgets.prose import Prose
from hospital_onboard.work import deadlines, edit, walk
from hospital_onboard.work.check import NextAction
from hospital_onboard.work.deadlines import Agenda
from hospital_onboard.work.next_steps import owed_said
from hospital_onboard.work.walk import Card, Home

_MOST_ACTIONS = 3
#: Kinds of owed facts named in one line.
_MOST_NAMED = 2
_WHO_WIDTH = 22
_COUNT_WIDTH = 9


class HomeScreen(WorkScreen):
    """Cards, next actions, next days, how the facts came in."""

    name_key = "home"
    DEFAULT_CSS = """
    HomeScreen #cards { height: auto; max-height: 16; grid-gutter: 0 1; padding: 0 1; }
    HomeScreen #cards.-one-row { height: 8; }
    HomeScreen Outline { height: auto; max-height: 6; padding: 0 1; }
    HomeScreen #begin { height: auto; padding: 0 2; }
    HomeScreen #days, HomeScreen #burden, HomeScreen #imports { height: auto; padding: 0 2; }
    HomeScreen #foot { height: auto; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2,w", "walk", "walk"),
        key("f3,c", "components", "components"),
        key("f4,p", "parties", "parties"),
        key("f5,i", "import", "import"),
        key("f6,o", "write", "write"),
        key("f7,a", "audit", "audit", show=False),
        key("f10,l", "plans", "plans"),
        key("n", "new", "new-equipment", show=False),
        key("b", "operator_record", "operator-record", show=False),
        key("ctrl+z", "undo", "undo", show=False),
        key("left,up", "app.focus_previous", "previous-card", show=False),
        key("right,down", "app.focus_next", "next-card", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.add_class("-root")
        self.view: Home | None = None

    def parts(self) -> Iterator[Widget]:
        """Cards over actions over days."""
        yield ItemGrid(id="cards", min_column_width=24)
        yield Static(content(self.words("home.next")), classes="heading")
        yield Prose(id="begin")
        yield Outline()
        with Vertical(id="foot"):
            yield Prose(id="days")
            yield Static("", id="burden", markup=False)
            yield Static("", id="imports", markup=False)

    def load(self) -> None:
        """Ask where things stand."""
        if self.operator_id:
            self.ask(partial(walk.home, self.app.desk, self.operator_id), self._show, otherwise=self._without)

    def _without(self, refusal: Refusal) -> None:
        """The operator itself was taken back: ask again who is there."""
        if refusal.code != "no-such-operator":
            self.refuse(refusal)
            return
        self.app.operator = None
        self.app.go("first_run")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """This is the first screen: there is nothing to go back to."""
        return action != "back"

    async def _show(self, home: Home) -> None:
        self.view = home
        self.app.operator = home.operator
        await self._show_cards(home)
        self._show_actions(home)
        self.query_one("#days", Prose).say(
            *days_shown(self.words, [entered(self.words, day) for day in home.milestones], self.size.width)
        )
        if home.milestones:  # what follows from them takes longer than what was entered
            agenda = partial(deadlines.of_operator, self.app.desk, home.operator.id, self.app.lang)
            self.ask(agenda, self._show_agenda, group="agenda")
        self.query_one("#burden", Static).update(burden_shown(self.words, home.burden))
        self.query_one("#imports", Static).update(import_shown(self.words, home.last_import))
        self.say_where(note=self._designation(home))

    # Cards -----------------------------------------------------------------------

    async def _show_cards(self, home: Home) -> None:
        grid, faces = self.query_one("#cards", ItemGrid), [self._face(card) for card in home.cards]
        cards = list(grid.query(EquipmentCard))
        if len(cards) == len(faces):
            for card, face in zip(cards, faces, strict=True):
                card.put(face)
            return
        cards = [EquipmentCard(face) for face in faces]
        grid.set_class(len(cards) <= 3, "-one-row")
        with self.app.batch_update():
            await grid.remove_children()
            await grid.mount_all(cards)
        self.set_focus(cards[0])

    def _face(self, card: Card) -> Face:
        words, equipment = self.words, card.equipment
        title = words.choice("group", card.group)
        if equipment is None:
            return Face(title, words("home.none"), words("home.register"), 0, 0, (), "", ("", card.group))
        done, total = closed_of(card.counts)
        plan = card.next_plan
        below = words("home.no_plan") if plan is None else words("home.plan", on=plan.in_service_on, title=plan.title)
        return Face(
            title,
            equipment.product,
            words("home.progress", done=f"{done:,}", total=f"{total:,}"),
            done,
            total,
            open_shown(words, card.counts),
            below,
            (equipment.id, card.group),
        )

    @on(EquipmentCard.Opened)
    def _card_opened(self, event: EquipmentCard.Opened) -> None:
        equipment_id, group = event.face.opens
        if equipment_id:
            self.app.go("walk", equipment_id=equipment_id)
        else:
            self._register(group)

    # Actions -----------------------------------------------------------------------

    def _show_actions(self, home: Home) -> None:
        begin, actions = self.query_one("#begin", Prose), self.query_one(Outline)
        registered = any(card.equipment for card in home.cards)
        self.query_one("#foot").display = registered
        begin.say(self.words("home.ready" if home.file_ready else "home.begin"))
        begin.display = not registered or home.file_ready
        actions.display = registered and bool(home.actions)
        lines = [Line(str(n), self._action(action)) for n, action in enumerate(home.actions[:_MOST_ACTIONS])]
        left = len(home.actions) - _MOST_ACTIONS
        if left > 0:
            lines.append(Line("more", self.words("home.more", count=left), heading=True))
        actions.put(lines)

    def _action(self, action: NextAction) -> str:
        words = self.words
        who = words("home.us") if action.actor == "operator" else action.name or words(f"actor.{action.actor}")
        total = pad(words("home.open", count=f"{len(action.lines):,}"), _COUNT_WIDTH, "right")
        return f"{pad(visible(who), _WHO_WIDTH)} {total}  {owed_said(action, words, _MOST_NAMED)}"

    @on(Outline.Opened)
    def _action_opened(self, event: Outline.Opened) -> None:
        home = self.view
        if home is None or not event.key.isdigit():
            return
        action = home.actions[int(event.key)]
        line = action.lines[0]
        if action.party:
            self.app.go("party", party_id=action.party)
        elif line.section == "operator":
            self.action_operator_record()
        else:
            self.app.go("walk", equipment_id=line.owner, section=line.section)

    # Days, burden, imports -------------------------------------------------------------

    def _show_agenda(self, agenda: Agenda) -> None:
        ahead = agenda.after(self.app.desk.on)
        said = [
            (self.words("home.day", on=day.date, kind=day.kind, what=visible(day.text)), visible(day.plan_title))
            for day in ahead
        ]
        self.query_one("#days", Prose).say(*days_shown(self.words, said, self.size.width))

    def _designation(self, home: Home) -> str:
        day = home.operator.designated_on
        return self.words("home.designated", on=day) if day else self.words("home.on", on=self.app.desk.on)

    # Going on ----------------------------------------------------------------------------

    def action_walk(self) -> None:
        """Go on filling in; the first equipment is registered here."""
        home = self.view
        if home is None:
            return
        if any(card.equipment for card in home.cards):
            self.app.go("walk")
        else:
            self._register(home.cards[0].group)

    def action_new(self) -> None:
        """Another equipment of the group the focus is on."""
        card = self.focused if isinstance(self.focused, EquipmentCard) else next(iter(self.query(EquipmentCard)), None)
        if card is not None:
            self._register(card.face.opens[1])

    def _register(self, group: str) -> None:
        title = self.words("home.ask_product", group=self.words.choice("group", group))
        dialog = AskText(self.words, title, hint=self.words("home.product_hint"))
        self.app.push_screen(dialog, lambda name: self._make(group, name) if name else None)

    def _make(self, group: str, name: str) -> None:
        fixed = {"operator": self.operator_id, "group": group}
        job = partial(
            edit.save, self.app.desk, Equipment, None, {"product": name}, fixed=fixed, operator=self.operator_id
        )
        self.ask(job, self._made, group="register")

    def _made(self, saved: edit.Saved) -> None:
        if saved.record is None:
            self.tell("\n".join(form_issue_text(self.words, issue) for issue in saved.issues), severity="error")
        else:
            self.app.go("walk", equipment_id=saved.record.id, section="overview")

    def action_components(self) -> None:
        """All components."""
        self.app.go("components")

    def action_parties(self) -> None:
        """All parties."""
        self.app.go("parties")

    def action_import(self) -> None:
        """Take in a workbook."""
        self.app.go("import")

    def action_write(self) -> None:
        """Write a template, a report or a packet."""
        self.app.go("write")

    def action_plans(self) -> None:
        """What is going to be introduced or entrusted, and by when to file."""
        self.app.go("plans")

    def action_audit(self) -> None:
        """Who changed what."""
        self.app.go("audit")

    def action_operator_record(self) -> None:
        """The operator's own facts."""
        if self.view is not None:
            from hospital_onboard.screens.record import RecordScreen
            from hospital_onboard.screens.sheet import Sheet

            kind, fields = walk.section_fields("operator")
            self.app.push_screen(RecordScreen(Sheet(kind, self.view.operator, fields)))

    def action_undo(self) -> None:
        """Take the last step back."""
        self.take_back()
