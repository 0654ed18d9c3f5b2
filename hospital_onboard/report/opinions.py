"""What vendors said about which equipment should be listed, per equipment group (提言 IV.2(2)② wants them heard)."""

from hospital_onboard.domain.codes import VOCABULARIES
from hospital_onboard.domain.nation import Nation
from hospital_onboard.domain.vendor import Opinion
from hospital_onboard.report.document import Coded, Column, Table
from hospital_onboard.report.nation_names import Names
from hospital_onboard.text.wording import Words


def opinions_table(nation: Nation, say: Words) -> Table:
    """Every opinion in the vendor's own words, the groups in their usual order."""
    names = Names(nation, say)
    order = VOCABULARIES["group"].index

    def place(opinion: Opinion) -> tuple[int, str]:
        return order(opinion.group), opinion.id

    rows = tuple(
        (
            Coded(one.group, say.choice("group", one.group)),
            names.record(one.party),
            one.said_on,
            one.text,
        )
        for one in sorted(nation.opinions, key=place)
    )
    return Table(
        key="opinions",
        title=say("report.opinions.title"),
        columns=(
            Column("group", say("field.equipment.group"), 18),
            Column("party", say("kind.party"), 28),
            Column("said_on", say("field.opinion.said_on"), 12),
            Column("text", say("field.opinion.text"), 60),
        ),
        rows=rows,
        empty=say("report.opinions.none"),
        note=say("report.opinions.note"),
        group="group",
    )
