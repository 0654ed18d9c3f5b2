"""Verbs on operators and plans."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hospital_onboard.cli.context import Options, give, say
from hospital_onboard.domain.refusal import INPUT_REFUSED, Refusal
from hospital_onboard.text.width import cells, pad
from hospital_onboard.text.wording import Words

if TYPE_CHECKING:
    from hospital_onboard.domain.issue import Issue
    from hospital_onboard.domain.operator import Operator
    from hospital_onboard.domain.plan import Plan
    from hospital_onboard.domain.record import Record


Json = Annotated[bool, typer.Option("--json", help="JSON で出力 / print JSON")]
Code = Annotated[str, typer.Option("--operator", help="保険医療機関コード・ID・名称 / institution code, id or name")]


def register(root: typer.Typer) -> None:
    """Hang the verbs on the root."""
    operator = typer.Typer(help="事業者 / Operators", no_args_is_help=True)
    operator.command("list")(operator_list)
    operator.command("show")(operator_show)
    operator.command("add")(operator_add)
    operator.command("edit")(operator_edit)
    operator.command("designate")(operator_designate)
    root.add_typer(operator, name="operator")
    plan = typer.Typer(help="導入・委託の計画 / Plans", no_args_is_help=True)
    plan.command("list")(plan_list)
    plan.command("show")(plan_show)
    plan.command("add")(plan_add)
    root.add_typer(plan, name="plan")


def operator_list(context: typer.Context, as_json: Json = False) -> None:
    """登録した事業者の一覧 / List the operators of this store."""
    from hospital_onboard.work import who

    options: Options = context.obj
    with options.desk() as desk:
        known = who.operators(desk)
    if as_json:
        give({"schema": "hospital-onboard/operator-list/1", "operators": [_operator(one) for one in known]})
        return
    table([(o.code or "", o.name, options.words.choice("operator_kind", o.operator_kind), o.id) for o in known])
    say(options.words("cli.total", count=len(known)))


def operator_show(context: typer.Context, code: Annotated[str, typer.Argument()] = "", as_json: Json = False) -> None:
    """事業者と設備 / Show an operator and its equipment."""
    from hospital_onboard.work import browse, show, who

    options: Options = context.obj
    with options.desk() as desk:
        operator = who.find_operator(desk, code)
        equipment = browse.equipment(desk, operator.id)
    if as_json:
        listed = [{"name": _name(one), **_plain(one.says()), "id": one.id} for one in equipment]
        give({"schema": "hospital-onboard/operator-show/1", "operator": _operator(operator), "equipment": listed})
        return
    words = options.words
    said = operator.says()
    table([(words(f"field.operator.{name}"), show.shown(operator, name, options.lang, _nothing)) for name in said])
    print()
    table([(words.choice("group", one.group), _name(one), one.id) for one in equipment])
    say(words("cli.total", count=len(equipment)))


def operator_add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="名称の一部・コード・agency / part of the name, a code, or agency")],
    other: Annotated[bool, typer.Option("--other", help="一覧にない病院として登録 / not on the shipped list")] = False,
    as_json: Json = False,
) -> None:
    """事業者を登録する / Register a hospital (from the shipped list) or the agency."""
    from hospital_onboard.work import who

    options: Options = context.obj
    with options.desk(create=True) as desk:
        if name == "agency":
            added = who.register_agency(desk)
        elif other:
            added = who.register_other(desk, name)
        else:
            found = who.search_reference(name)
            exact = [h for h in found if name in (h.name_ja, h.name_en, h.code)] or list(found)
            if not exact:
                raise Refusal("not-on-the-list", where=name)
            if len(exact) > 1:
                raise Refusal("which-hospital", where=" / ".join(h.name(options.lang) for h in exact[:8]))
            added = who.register_hospital(desk, exact[0])
    if as_json:
        give({"schema": "hospital-onboard/operator-add/1", "operator": {**_plain(added.says()), "id": added.id}})
    say(options.words("cli.operator_added", name=added.name, code=added.code or added.id))


def operator_edit(
    context: typer.Context,
    code: Annotated[str, typer.Argument()],
    settings: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...")],
) -> None:
    """項目を書き換える（空の値は消去） / Change fields; an empty value clears."""
    from hospital_onboard.domain.operator import Operator
    from hospital_onboard.work import edit, who

    options: Options = context.obj
    raw = dict(_setting(setting, Operator.asked()) for setting in settings)
    with options.desk() as desk:
        operator = who.find_operator(desk, code)
        saved = edit.save(desk, Operator, operator, raw, operator=operator.id)
    _refuse_issues(saved.issues if saved.record is None else (), options.words, "operator")
    say(options.words("cli.saved" if saved.seq else "cli.nothing_changed"))


def operator_designate(
    context: typer.Context,
    code: Annotated[str, typer.Argument()],
    on: Annotated[str, typer.Option("--on", help="指定日 / day of designation")],
    announced: Annotated[str | None, typer.Option(help="公示日 / day of the public notice")] = None,
    basis: Annotated[str, typer.Option(help="new | succession")] = "new",
) -> None:
    """指定を記録する / Record the designation."""
    from hospital_onboard.domain.operator import Operator
    from hospital_onboard.work import edit, who

    options: Options = context.obj
    raw = {"designation_status": "designated", "designated_on": on, "designation_basis": basis}
    if announced is not None:
        raw["announced_on"] = announced
    with options.desk() as desk:
        operator = who.find_operator(desk, code)
        saved = edit.save(desk, Operator, operator, raw, operator=operator.id)
    _refuse_issues(saved.issues if saved.record is None else (), options.words, "operator")
    say(options.words("cli.saved" if saved.seq else "cli.nothing_changed"))


def plan_list(context: typer.Context, operator: Code = "", as_json: Json = False) -> None:
    """計画の一覧 / List the plans."""
    from hospital_onboard.work import plans

    options: Options = context.obj
    with options.desk() as desk:
        found = plans.all_plans(desk, operator)
    if as_json:
        give({"schema": "hospital-onboard/plan-list/1", "plans": [plans.to_json(plan) for plan in found]})
        return
    words = options.words
    table([_plan_line(plan, words) for plan in found])
    say(words("cli.total", count=len(found)))


def plan_show(context: typer.Context, plan: Annotated[str, typer.Argument()], as_json: Json = False) -> None:
    """計画の内容 / Show one plan."""
    from hospital_onboard.work import plans, show

    options: Options = context.obj
    with options.desk() as desk:
        found, named = plans.one(desk, plan)
    if as_json:
        give({"schema": "hospital-onboard/plan-show/1", "plan": plans.to_json(found)})
        return
    table([(options.words(f"field.plan.{n}"), show.shown(found, n, options.lang, named.get)) for n in found.says()])


def plan_add(
    context: typer.Context,
    equipment: Annotated[str, typer.Option(help="設備の ID または名称 / id or name of the equipment")],
    kind: Annotated[str, typer.Option(help="introduction | entrustment")],
    in_service: Annotated[str, typer.Option("--in-service", help="利用開始日 / day it goes into service")],
    title: Annotated[str, typer.Option(help="計画の名称 / title")] = "",
    purchase: Annotated[str | None, typer.Option()] = None,
    contract: Annotated[str | None, typer.Option()] = None,
    consultation: Annotated[str | None, typer.Option()] = None,
    filing: Annotated[str | None, typer.Option()] = None,
    receipt: Annotated[str | None, typer.Option()] = None,
    as_json: Json = False,
) -> None:
    """計画を加える / Add a plan."""
    from hospital_onboard.work import plans

    options: Options = context.obj
    days = {"in_service_on": in_service, "purchase_on": purchase, "contract_on": contract}
    days |= {"consultation_on": consultation, "filing_on": filing, "receipt_on": receipt}
    raw = {
        "equipment": equipment,
        "plan_kind": kind,
        "title": title,
        **{k: v for k, v in days.items() if v is not None},
    }
    with options.desk() as desk:
        saved = plans.add(desk, raw, options.lang)
        added = None if saved.record is None else plans.to_json(saved.record)
    _refuse_issues(saved.issues if added is None else (), options.words, "plan")
    if as_json:
        give({"schema": "hospital-onboard/plan-add/1", "plan": added})
    say(options.words("cli.plan_added", id=added["id"] if added else ""))


def table(rows: list[tuple[str, ...]]) -> None:
    """Rows in columns, on stdout; Japanese counts two cells a character."""
    widths = [max(cells(row[n]) for row in rows) for n in range(len(rows[0]))] if rows else []
    for row in rows:
        print("  ".join(pad(text, width) for text, width in zip(row, widths, strict=True)).rstrip())


def _operator(operator: "Operator") -> dict[str, Any]:
    said = _plain(operator.says(), "code", "operator_kind")
    return {"code": operator.code, "kind": operator.operator_kind, **said, "id": operator.id}


def _plan_line(plan: "Plan", words: Words) -> tuple[str, ...]:
    status = words.choice("plan_status", plan.status) if plan.status else ""
    return (plan.id, words.choice("plan_kind", plan.plan_kind), plan.title, str(plan.in_service_on or ""), status)


def _name(record: "Record") -> str:
    from hospital_onboard.domain.naming import title

    return title(record, _nothing)


def _nothing(_id: str) -> None:
    """A look-up for records that name no others."""


def _plain(said: Mapping[str, Any], *left_out: str) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in left_out}


def _setting(text: str, known: tuple[str, ...]) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or name not in known:
        raise Refusal("bad-setting", where=text, known=", ".join(known))
    return name, value


def _refuse_issues(issues: "tuple[Issue, ...]", words: Words, kind: str) -> None:
    """Turn what is wrong with typed values into one refusal that names each field."""
    if not issues:
        return
    lines = []
    for issue in issues:
        label = words(f"field.{kind}.{issue.place.column}")
        wanted = words(f"wanted.{issue.code}", **issue.params)
        lines.append(f"{label}: {issue.seen or '—'} → {wanted}")
    raise Refusal("bad-values", INPUT_REFUSED, where="\n  ".join(lines))
