"""Everything the rules say about one plan, under one view."""

from collections import defaultdict
from collections.abc import Mapping

from hospital_onboard.domain.determination import Determination, PlanDetermination
from hospital_onboard.rules.duty.case import Case
from hospital_onboard.rules.duty.cautions import cautions
from hospital_onboard.rules.duty.deadlines import plan_deadlines
from hospital_onboard.rules.duty.evaluate import MAIN, Evaluation
from hospital_onboard.rules.duty.law import Law


def determine(law: Law, case: Case) -> PlanDetermination:
    """Duties, deadlines, cautions and what is missing.

    Raises:
        RuleConflict: the rule files contradict themselves.
    """
    found = tuple(Evaluation(law, case).all())
    by_rule: dict[str, list[Determination]] = defaultdict(list)
    for determination in found:
        by_rule[determination.rule].append(determination)
    main = MAIN[case.plan.plan_kind]
    days = plan_deadlines(law, case, by_rule, by_rule[main][0])
    return PlanDetermination(
        plan=case.plan.id,
        operator=case.inventory.operator.id,
        on=case.reading.on,
        law_day=case.reading.law_day,
        view=case.reading.view.id,
        digest=law.regime.digest,
        determinations=found,
        deadlines=days,
        warnings=cautions(case, by_rule[main][0], days),
        assumptions=_assumptions(case, found),
        main=main,
    )


def _assumptions(case: Case, found: tuple[Determination, ...]) -> Mapping[str, str]:
    """Every assumption anything rests on, with its value where a person set one."""
    ids = {id for determination in found for id in determination.assumptions} | set(case.reading.view.assumes)
    return {id: case.assumed.get(id, "") for id in sorted(ids)}
