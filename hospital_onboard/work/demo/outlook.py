"""What the invented operator plans: milestones, consultations, measures and their evidence."""

from hospital_onboard.domain.entrustment import Entrustment
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.plan import Consultation, Evidence, Exhibit, Involvement, MeasureAnswer, Plan
from hospital_onboard.reference.measures import AppliesTo, Measure, measures_for
from hospital_onboard.work.demo.estate import Estate
from hospital_onboard.work.demo.pen import Pen


def look_ahead(estate: Estate, equipment: Equipment, contracts: list[Entrustment]) -> None:
    """Plans and measures of one equipment. The records start with the equipment that comes first in the filings."""
    if equipment.group in ("emr", "emr_sharing"):
        _renewal(estate, equipment)
    elif equipment.group in ("surgery", "e_prescription"):
        _bought_too_early(estate.pen, equipment)
    elif estate.pen.chance(25):
        _maintenance_plan(estate.pen, equipment, contracts[0])
    answered = 80 if equipment.group in ("emr", "emr_sharing") or estate.pen.thorough else 35
    _measures(estate.pen, equipment.id, equipment, "introduction", answered)
    for contract in contracts:
        _measures(estate.pen, contract.id, equipment, "entrustment", answered - 15)


def _renewal(estate: Estate, equipment: Equipment) -> None:
    """As it should be: consulted first, filed, and bought only after the waiting period."""
    pen = estate.pen
    plan = pen.write(
        Plan,
        typed=True,
        equipment=equipment.id,
        plan_kind="introduction",
        title="電子カルテの更新" if equipment.group == "emr" else "情報共有基盤の更改",
        purpose="保守期限を迎える設備の定期の更新",
        consultation_on=pen.day(-70, -40),
        filing_on=pen.day(25, 40),
        contract_on=pen.day(130, 140),
        purchase_on=pen.day(150, 160),
        delivery_on=pen.day(210, 230),
        in_service_on=pen.day(280, 320),
        status="consulting",
    )
    network = estate.vendor("network").party.id
    pen.write(Involvement, plan=plan.id, party=network, role="go_between" if pen.chance(70) else None)
    pen.write(
        Consultation,
        typed=True,
        plan=plan.id,
        question="部門システムの中継サーバーは構成設備に当たると考えてよいか。",
        held_on=plan.consultation_on,
        who="情報システム部（架空）",
        answer="省令が定まるまで確答はできない。対象になるものとして準備してほしい。" if pen.chance(60) else None,
    )


def _bought_too_early(pen: Pen, equipment: Equipment) -> None:
    """The pain the proposal names: the hardware stands there before anybody asked the ministry."""
    pen.write(
        Plan,
        typed=True,
        equipment=equipment.id,
        plan_kind="introduction",
        title="手術部門システムの増設" if equipment.group == "surgery" else "管理サービスの増強",
        purpose="手術室の増設" if pen.chance(80) else None,
        contract_on=pen.day(-60, -50),
        purchase_on=pen.day(-40, -30),
        delivery_on=pen.day(-10, -1),
        consultation_on=pen.day(10, 20),
        filing_on=pen.day(42, 55),
        in_service_on=pen.day(120, 150) if pen.chance(80) else None,
        status="preparing",
    )


def _maintenance_plan(pen: Pen, equipment: Equipment, contract: Entrustment) -> None:
    pen.write(
        Plan,
        typed=True,
        equipment=equipment.id,
        plan_kind="entrustment",
        title=f"{contract.title}の更新",
        entrustment=contract.id if pen.chance(85) else None,
        purpose="契約期間の満了に伴う再契約",
        filing_on=pen.day(45, 58),
        status="preparing",
    )


def _measures(pen: Pen, subject: str, equipment: Equipment, applies_to: AppliesTo, answered: int) -> None:
    papers: dict[str, Evidence] = {}
    for measure in measures_for(applies_to):
        if pen.chance(answered):
            _measure(pen, subject, equipment, measure, papers)


def _measure(pen: Pen, subject: str, equipment: Equipment, measure: Measure, papers: dict[str, Evidence]) -> None:
    roll = pen.roll()
    if roll <= 72:
        pen.write(MeasureAnswer, subject=subject, item=measure.id, state="done")
        if pen.chance(70):
            _show(pen, subject, equipment, measure, papers)
    elif roll <= 82:
        day = pen.day(20, 200)
        pen.write(MeasureAnswer, subject=subject, item=measure.id, state="planned", planned_on=day)
    elif roll <= 90:
        note = "隔離した網に置き、監視で補う。" if pen.chance(80) else None
        pen.write(MeasureAnswer, subject=subject, item=measure.id, state="equivalent", note=note)
    else:
        note = "リスクが小さいと評価した。" if pen.chance(70) else None
        pen.write(MeasureAnswer, subject=subject, item=measure.id, state="not_taken", note=note)


def _show(pen: Pen, subject: str, equipment: Equipment, measure: Measure, papers: dict[str, Evidence]) -> None:
    """One paper proves several measures of the same subject."""
    title = f"{measure.typical_evidence.ja[0]} {equipment.product} {subject[-6:]}"
    if title not in papers:
        papers[title] = pen.write(
            Evidence,
            title=title,
            evidence_kind="procedure",
            about=subject,
            issued_on=pen.day(-400, -30),
            valid_until=pen.day(-30, 600) if pen.chance(30) else None,
            direct_to_minister="yes" if measure.direct_to_minister and pen.chance(25) else "no",
        )
    pen.write(Exhibit, evidence=papers[title].id, subject=subject, item=measure.id)
