"""The system diagram of one plan: what the equipment is made of layer by layer, who supplies it, and who gets in how.

Five hundred components cannot be drawn one by one on a page that is to be read: each layer is one row that counts its
components, names the first of them and its suppliers with their countries. Contracts stand at the left, each with its
subcontracts below and an arrow into the equipment where maintenance comes from afar.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, get_args

from hospital_onboard.domain.codes import Layer
from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component
from hospital_onboard.domain.party import Party
from hospital_onboard.report.document import Figure, shown
from hospital_onboard.report.drawing import INK, Arrow, Box, Drawing, Shape, Word, svg
from hospital_onboard.report.drawing_png import png
from hospital_onboard.report.packet.made_of import part_name
from hospital_onboard.report.packet.scope import Scope
from hospital_onboard.report.telling import Telling
from hospital_onboard.text.width import cells, cut, wrap

WIDTH: Final = 900
#: As high as a page has room for at this width.
_MOST_HEIGHT: Final = 1120
_MARGIN, _GAP, _LINE, _SIZE = 12, 10, 18, 13
_LEFT, _LEFT_WIDTH = _MARGIN, 268
_RIGHT, _RIGHT_WIDTH = 372, 516
_PRODUCTS: Final = 246
_SUPPLIER_LINES = 4
#: What of the equipment itself is written into its box.
_HEAD: Final = ("supplier", "place_installed", "internet_connected", "data_place", "cloud_service")
_REMOTE, _ONSITE, _OPEN = "#b00020", "#7b8794", "#c77700"
_TINTS: Final = ("#eef4fb", "#ffffff")


@dataclass
class _Card:
    """A box at the left, already broken into lines: (text, bold, colour)."""

    lines: list[tuple[str, bool, str]]
    indent: int = 0
    #: Colour and dash of the arrow into the equipment; none for one that only works for the party above.
    arrow: tuple[str, bool] | None = None
    height: int = field(init=False)

    def __post_init__(self) -> None:
        self.height = len(self.lines) * _LINE + 12


def figure(scope: Scope, tell: Telling, file: str) -> Figure:
    """The diagram as a figure. ``file``: what the SVG beside the document is called."""
    drawing = draw(scope, tell)
    say = tell.say
    return Figure(
        key="system",
        title=say("packet.diagram.title", name=scope.equipment.product),
        svg=svg(drawing),
        png=png(drawing),
        size=(drawing.width, drawing.height),
        alt=drawing.alt,
        instead=say("packet.diagram.no-font", file=file),
    )


def draw(scope: Scope, tell: Telling) -> Drawing:
    """Lay the diagram out."""
    inside, bottom = _equipment(scope, tell)
    cards, left_bottom = _placed(list(_cards(scope, tell)), tell)
    legend_top = max(bottom, left_bottom) + _GAP
    legend = list(_legend(tell, legend_top))
    alt = tell.say(
        "packet.diagram.alt",
        name=scope.equipment.product,
        components=len(scope.components),
        contracts=len(scope.entrustments),
        remote=sum(contract.remote == "yes" for contract in scope.entrustments),
    )
    return Drawing(WIDTH, legend_top + 2 * _LINE + _MARGIN, (*inside, *cards, *legend), alt)


def _equipment(scope: Scope, tell: Telling) -> tuple[list[Shape], int]:
    """The big box at the right; its shapes and where it ends."""
    head = [*_broken(part_name_of(scope), _RIGHT_WIDTH - 20, 16)]
    facts = (tell.fact(scope.equipment, name) for name in _HEAD)
    under = [f"{fact.label}: {shown(fact.value, tell.say('report.blank'))}" for fact in facts]
    shapes: list[Shape] = []
    y = _MARGIN + 8
    for line in head:
        y += 20
        shapes.append(Word(_RIGHT + 10, y, line, 16, bold=True))
    for text in under:
        for line in _broken(text, _RIGHT_WIDTH - 20, _SIZE, most=2):
            y += _LINE
            shapes.append(Word(_RIGHT + 10, y, line, _SIZE))
    y += 10
    for number, (layer, parts) in enumerate(_layers(scope)):
        row, y = _layer_row(scope, tell, layer, parts, y, _TINTS[number % 2])
        shapes += row
    if not scope.components:
        y += _LINE
        shapes.append(Word(_RIGHT + 10, y, tell.say("report.packet.no-components"), _SIZE))
    bottom = y + 10
    return [Box(_RIGHT, _MARGIN, _RIGHT_WIDTH, bottom - _MARGIN, "#ffffff", INK, thick=2), *shapes], bottom


def part_name_of(scope: Scope) -> str:
    """The equipment's product and model."""
    equipment = scope.equipment
    return f"{equipment.product} {equipment.model}" if equipment.model else equipment.product


def _layers(scope: Scope) -> Iterator[tuple[str | None, list[Component]]]:
    """Layer -> its components, in the order from application to terminal; those without one last."""
    for layer in (*get_args(Layer), None):
        parts = [part for _, part in scope.components if part.layer == layer]
        if parts:
            yield layer, parts


def _layer_row(
    scope: Scope, tell: Telling, layer: str | None, parts: Sequence[Component], top: int, fill: str
) -> tuple[list[Shape], int]:
    say = tell.say
    name = say.choice("layer", layer) if layer else say("packet.diagram.no-layer")
    left = [say("packet.diagram.layer", name=name, count=len(parts))]
    named, shown_parts = _named_parts(parts)
    left += named
    if len(parts) > shown_parts:
        left.append(say("packet.diagram.more-parts", count=len(parts) - shown_parts))
    suppliers = Counter(part.supplier for part in parts)
    ranked = sorted(suppliers.items(), key=lambda item: (item[0] is None, -item[1], item[0] or ""))
    right: list[str] = []
    for number, (party, count) in enumerate(ranked):
        lines = _supplier(scope, tell, party, count)
        rest = number + 1 < len(ranked)
        if right and len(right) + len(lines) + rest > _SUPPLIER_LINES:
            right.append(say("packet.diagram.more-suppliers", count=len(ranked) - number))
            break
        right += lines
    height = max(len(left), len(right)) * _LINE + 10
    middle = _RIGHT + 10 + _PRODUCTS
    shapes: list[Shape] = [Box(_RIGHT + 10, top, _RIGHT_WIDTH - 20, height, fill, "#9aa5b1")]
    for n, line in enumerate(left):
        shapes.append(Word(_RIGHT + 18, top + 18 + n * _LINE, line, _SIZE if n == 0 else 12, bold=n == 0))
    for n, line in enumerate(right):
        shapes.append(Word(middle + 8, top + 18 + n * _LINE, line, 12))
    return shapes, top + height


def _named_parts(parts: Sequence[Component]) -> tuple[list[str], int]:
    """Two lines of names, and how many parts they name: two short names, or one that takes both lines."""
    room = _fits(_PRODUCTS - 16, 12)
    first = _broken(part_name(parts[0]), _PRODUCTS - 16, 12, most=2)
    if len(first) > 1 or len(parts) == 1 or cells(part_name(parts[1])) > room:
        return first, 1
    return [*first, part_name(parts[1])], 2


def _supplier(scope: Scope, tell: Telling, party: str | None, count: int) -> list[str]:
    """One supplier with its country and how many components are its, in as many lines as that takes."""
    say = tell.say
    record = scope.inventory.by_id.get(party or "")
    if not isinstance(record, Party):
        return [say("packet.diagram.no-supplier", count=count)]
    country = shown(tell.cell(record, "country"), say("packet.diagram.country-open"))
    end = say("packet.diagram.supplier-end", country=country, count=count)
    name, width = tell.brief(record.id) or "", _RIGHT_WIDTH - 20 - _PRODUCTS - 14
    if cells(name + end) <= _fits(width, 12):
        return [name + end]
    return [*_broken(name, width, 12, most=2), end.strip()]


def _cards(scope: Scope, tell: Telling) -> Iterator[_Card]:
    """Each contract, then its subcontracts from the first tier to the last."""
    for contract in scope.entrustments:
        yield _contract_card(scope, tell, contract)
        for tier, subcontract in scope.subcontracts:
            if subcontract.entrustment == contract.id:
                yield _subcontract_card(scope, tell, tier, subcontract)


def _contract_card(scope: Scope, tell: Telling, contract: Entrustment) -> _Card:
    say = tell.say
    texts = [(contract.title, True, INK), (_party(scope, tell, contract.contractor), False, INK)]
    if contract.remote == "yes":
        path = contract.remote_path or say("report.blank")
        owner = contract.remote_owner or say("report.blank")
        patched = shown(contract.remote_patched_on, say("report.blank"))
        texts.append((say("packet.diagram.remote", path=path), False, _REMOTE))
        texts.append((say("packet.diagram.appliance", owner=owner, patched=patched), False, _REMOTE))
        return _Card(_lines(texts, _LEFT_WIDTH), arrow=(_REMOTE, False))
    known = contract.remote == "no"
    texts.append((say(f"packet.diagram.{'onsite' if known else 'remote-open'}"), False, _ONSITE if known else _OPEN))
    return _Card(_lines(texts, _LEFT_WIDTH), arrow=(_ONSITE if known else _OPEN, True))


def _subcontract_card(scope: Scope, tell: Telling, tier: int, subcontract: Subcontract) -> _Card:
    say = tell.say
    indent = 18 * min(tier, 5)
    texts = [
        (say("packet.diagram.tier", tier=tier, purpose=subcontract.purpose or say("report.blank")), False, INK),
        (_party(scope, tell, subcontract.subcontractor), False, INK),
    ]
    arrow = None
    if subcontract.remote == "yes":
        path = subcontract.remote_path or say("report.blank")
        texts.append((say("packet.diagram.remote", path=path), False, _REMOTE))
        arrow = (_REMOTE, False)
    return _Card(_lines(texts, _LEFT_WIDTH - indent), indent, arrow)


def _party(scope: Scope, tell: Telling, party: str | None) -> str:
    record = scope.inventory.by_id.get(party or "")
    if not isinstance(record, Party):
        return tell.say("report.blank")
    country = shown(tell.cell(record, "country"), tell.say("packet.diagram.country-open"))
    return tell.say("packet.diagram.party", name=tell.brief(record.id), country=country)


def _lines(texts: Iterable[tuple[str, bool, str]], width: int) -> list[tuple[str, bool, str]]:
    return [(line, bold, colour) for text, bold, colour in texts for line in _broken(text, width - 16, _SIZE, most=3)]


def _placed(cards: Sequence[_Card], tell: Telling) -> tuple[list[Shape], int]:
    """The cards from top to bottom, their arrows, and where they end. What finds no room is counted, not dropped."""
    shapes: list[Shape] = []
    if not cards:
        text = tell.say("report.packet.no-entrustments")
        lines = enumerate(_broken(text, _LEFT_WIDTH, _SIZE))
        return [Word(_LEFT, _MARGIN + 18 + n * _LINE, line) for n, line in lines], _MARGIN + 60
    y = _MARGIN
    for number, card in enumerate(cards):
        if y + card.height > _MOST_HEIGHT - 60:
            y += _LINE
            shapes.append(Word(_LEFT, y, tell.say("packet.diagram.more-cards", count=len(cards) - number), _SIZE))
            break
        x = _LEFT + card.indent
        shapes.append(Box(x, y, _LEFT_WIDTH - card.indent, card.height, "#ffffff", "#52606d", dashed=card.indent > 0))
        for n, (line, bold, colour) in enumerate(card.lines):
            shapes.append(Word(x + 8, y + 19 + n * _LINE, line, _SIZE, bold=bold, colour=colour))
        if card.arrow is not None:
            colour, dashed = card.arrow
            at = y + card.height // 2
            shapes.append(Arrow(((_LEFT + _LEFT_WIDTH, at), (_RIGHT, at)), colour, dashed))
        y += card.height + _GAP
    return shapes, y


def _legend(tell: Telling, top: int) -> Iterator[Shape]:
    x = _LEFT
    for key, colour, dashed in (("remote", _REMOTE, False), ("onsite", _ONSITE, True), ("open", _OPEN, True)):
        yield Arrow(((x, top + 12), (x + 44, top + 12)), colour, dashed)
        text = tell.say(f"packet.diagram.legend.{key}")
        yield Word(x + 52, top + 17, text, 12)
        x += 52 + cells(text) * 7 + 24
    yield Word(_LEFT, top + 17 + _LINE, tell.say("packet.diagram.legend.more"), 12)


def _broken(text: str, width: int, size: int, most: int = 4) -> list[str]:
    """The text in lines that fit; the last one says so when there is more."""
    lines = wrap(" ".join(text.split()), _fits(width, size))
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], cut(lines[most - 1] + lines[most], _fits(width, size))]


def _fits(width: int, size: int) -> int:
    """How many terminal cells of this size fit; Latin letters of most fonts are a little wider than half an em."""
    return int(width / (size * 0.53))
