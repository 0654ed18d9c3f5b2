"""How the invented equipment is maintained: contracts, subcontracts to the last tier, and the proof for exemptions."""

from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.plan import Evidence
from hospital_onboard.work.demo.catalogue import Role
from hospital_onboard.work.demo.estate import Estate

#: Group -> title, contractor, purpose, scope of each contract; groups of the agency are maintained like the first.
_CONTRACTS: dict[str, tuple[tuple[str, Role | None, str, str], ...]] = {
    "emr": (
        ("電子カルテ 保守", None, "定期点検と障害対応", "サーバー、データベース、業務アプリケーションの保守"),
        ("情報システム 常駐運用", "resident", "24時間の運用", "監視、利用者の登録、端末の交換"),
        ("給食管理 運用", "kitchen", "給食の献立と食数の管理", "病院情報システムへ接続した給食端末の運用"),
    ),
    "surgery": (("手術部門システム 保守", None, "定期点検と部品交換", "麻酔記録と術野映像の装置の点検"),),
    "icu": (("重症部門システム 定期点検", None, "定期点検", "生体情報モニタと記録サーバーの点検"),),
}
#: Answers to the exemption test: passed, still open, failed, not claimed; and how many of a hundred come up to each.
_PASSED = ("yes", "yes", "yes")
_TESTS = ((35, _PASSED), (60, ("yes", "unknown", None)), (70, ("yes", "no", "no")), (100, (None, None, None)))


def maintain(estate: Estate, equipment: Equipment) -> list[Entrustment]:
    """Write the contracts of one equipment and what they are subcontracted to."""
    contracts = []
    for title, role, purpose, scope in _CONTRACTS.get(equipment.group, _CONTRACTS["emr"][:2]):
        contract = _contract(estate, equipment, title, role, (purpose, scope))
        contracts.append(contract)
        if role is None:
            _tiers(estate, contract)
    return contracts


def _contract(
    estate: Estate, equipment: Equipment, title: str, role: Role | None, work: tuple[str, str]
) -> Entrustment:
    pen = estate.pen
    remote = role != "resident"
    kitchen = role == "kitchen"
    return pen.write(
        Entrustment,
        equipment=equipment.id,
        title=title,
        contractor=equipment.supplier if role is None else estate.vendor(role).party.id,
        purpose=work[0],
        scope=work[1],
        place="本院" if not kitchen else "院外の給食センター",
        starts_on=pen.day(-700, -100),
        ends_on=pen.day(400, 1800),
        remote="yes" if remote else "no",
        remote_path=("給食センターからVPNで接続" if kitchen else "保守センターから中継サーバーを経て接続")
        if remote
        else None,
        remote_owner=("給食会社" if kitchen else "本院") if remote and pen.chance(85) else None,
        # The kitchen's appliance is the one nobody patched.
        remote_patched_on=(pen.day(-900, -600) if kitchen else pen.day(-120, -5))
        if remote and pen.chance(80)
        else None,
        video_equipment="no" if pen.chance(85) else "unknown",
    )


def _tiers(estate: Estate, contract: Entrustment) -> None:
    """Remote support is given on to a centre, and there to somebody further off."""
    first = _subcontract(estate, contract, None, estate.vendor("remote").party.id, "遠隔監視と一次対応", "保守センター")
    far = estate.pen.pick(estate.around).party.id
    second = _subcontract(estate, contract, first, far, "部品の交換", "本院")
    if estate.pen.chance(35):
        _subcontract(estate, contract, second, estate.vendor("network").party.id, "回線の保守", "本院")


def _subcontract(
    estate: Estate, contract: Entrustment, above: Subcontract | None, party: str, purpose: str, place: str
) -> Subcontract:
    pen = estate.pen
    roll = pen.roll()
    known, restricted, audited = test = next(answers for limit, answers in _TESTS if roll <= limit)
    subcontract = pen.write(
        Subcontract,
        entrustment=contract.id,
        subcontractor=party,
        parent=None if above is None else above.id,
        purpose=purpose,
        scope=f"{contract.title}のうち{purpose}" if restricted != "unknown" else None,
        place=place,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        remote="yes" if above is None else "no",
        remote_path="保守センターの専用線" if above is None and pen.chance(80) else None,
        content_known=known,
        entry_restricted=restricted,
        records_audited=audited,
    )
    if test == _PASSED and pen.chance(80):
        pen.write(
            Evidence,
            title=f"再委託先の管理状況の確認書 {purpose} {subcontract.id[-6:]}",
            evidence_kind="exemption_proof",
            about=subcontract.id,
            issued_on=pen.day(-300, -20),
            direct_to_minister="no",
        )
    return subcontract
