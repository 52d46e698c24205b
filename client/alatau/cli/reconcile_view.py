"""Runs, breaks and resolutions as the command line shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from alatau.cli.options import Settings
from alatau.cli.output import emit, pairs, printable, table
from alatau.cli.statement_view import problem_line, problem_view
from alatau.errors import CaseMissing
from alatau.reconcile.reports.as_json import line_plain, moment, report_plain, resolution_view
from alatau.reconcile.reports.report import age_text
from alatau.reconcile.workflow.records import item_plain

if TYPE_CHECKING:
    from alatau.reconcile.model import BreakType
    from alatau.reconcile.reports.report import Report, ReportLine
    from alatau.reconcile.workflow.accepting import Acceptance
    from alatau.reconcile.workflow.bookings import PostedMatch
    from alatau.reconcile.workflow.casebook import CaseState
    from alatau.reconcile.workflow.desk import Desk
    from alatau.reconcile.workflow.runs import Run


def tell_run(settings: Settings, report: Report, accepted: Acceptance | None, found: Run) -> None:
    """Print what a run accepted, posted and found."""
    files, problems = accepted_view(accepted), accepted.problems if accepted is not None else ()
    data = {
        "files": files,
        "problems": [problem_view(one) for one in problems],
        "run": run_view(found),
        **report_plain(report),
    }
    lines = [problem_line(one) for one in problems]
    for one in files:
        counted = f"{one['statements']:,} statements, {one['booked']:,} entries posted"
        lines.append(f"{one['file']}: {'known, nothing changes' if one['known'] else counted}")
    back = len(found.stale) + len(found.gone)
    lines.append(
        f"{len(found.found.matches):,} matches, {len(found.new):,} of them new"
        + (f"; {back:,} taken back, as an item is no more" if back else "")
    )
    if report.run["from"]:
        left = sum(bool(line.carried) for line in report.lines)
        lines.append(
            f"{left:,} breaks were carried from closed days, the last {report.run['from']}"
        )
    emit(settings, data, printable("\n".join(lines)) + "\n" + _types(report))


def tell_list(
    settings: Settings, report: Report, states: Sequence[CaseState], types: Sequence[BreakType]
) -> None:
    """Print breaks, of some states and types or all."""
    lines = [
        line
        for line in report.lines
        if (not states or line.case.state in states) and (not types or line.case.one.type in types)
    ]
    data = {
        **report_plain(report),
        "breaks": [line_plain(report, line) for line in lines],
    }
    rows = [_row(report, line) for line in lines]
    parts = [table(rows, "no such breaks")]
    if report.waiting:
        named = ", ".join(f"{one.id} of {one.actor}" for one in report.waiting)
        parts.append(printable(f"waiting for a second actor: {named}"))
    emit(settings, data, "\n\n".join(parts))


def tell_one(
    settings: Settings, desk: Desk, report: Report, id_: str, match: PostedMatch | None
) -> None:
    """Print a break, a proposal, a resolution or an automatic match.  Raises `CaseMissing`."""
    line = next((one for one in report.lines if one.case.one.id == id_), None)
    proposal = desk.book.proposals.get(id_)
    if line is not None:
        data = _break_view(desk, report, line)
    elif id_ in desk.book.resolutions:
        data = resolution_view(report, desk.book.resolutions[id_])
    elif proposal is not None:
        data = {**resolution_view(report, proposal.resolution), "state": str(proposal.state)}
    elif match is not None:
        items = [item_plain(one) for one in match.items]
        data = {"id": match.id, "stage": str(match.match.stage),
                "explanation": match.match.explanation, "items": items}  # fmt: skip
    else:
        raise CaseMissing(
            f"there is no break, proposal, resolution or match {id_!r}",
            remedy="alatau reconcile list --all shows those there are",
        )
    emit(settings, data, pairs({name: value for name, value in data.items() if value != ""}))


def _break_view(desk: Desk, report: Report, line: ReportLine) -> dict[str, Any]:
    case, book = line.case, desk.book
    asset = case.one.asset
    items = []
    for name in case.one.items:
        item = book.items.get(name)
        items.append(
            {"id": name}
            if item is None
            else {
                "id": name,
                "source": str(item.source),
                "amount": report.money(item.amount, item.asset),
                "time": moment(item.time),
                "party": item.party,
                "text": item.text,
                "taken_by": book.taken.get(name, ""),
            }
        )
    mine = set(case.one.items)
    suggestions = [one for one in book.run.get("suggestions", ())
                   if {one["ours"], one["theirs"]} & mine]  # fmt: skip
    history = [
        {"number": one.number, "what": str(one.kind), "id": one.id, "at": moment(one.at),
         "actor": one.actor, "reason": one.reason}
        for one in case.history
    ]  # fmt: skip
    shown = line_plain(report, line)
    return {
        **shown,
        "age": age_text(line.age),
        "asset": asset,
        "items": items,
        "suggestions": suggestions,
        "history": history,
    }


def _types(report: Report) -> str:
    rows = [
        {
            "type": str(one.type),
            "asset": one.asset,
            "breaks": f"{one.breaks:,}",
            "overdue": f"{one.overdue:,}",
            "at_risk": report.money(one.at_risk, one.asset),
            "oldest": age_text(one.oldest),
        }
        for one in report.types
    ]
    return table(rows, "everything agrees")


def _row(report: Report, line: ReportLine) -> dict[str, Any]:
    one = line.case.one
    late = " (overdue)" if line.overdue else ""
    return {
        "break": one.id,
        "type": str(one.type),
        "state": str(line.case.state),
        "amount": report.money(one.amount, one.asset),
        "at_risk": report.money(one.at_risk, one.asset),
        "asset": one.asset,
        "age": age_text(line.age),
        "due": ("-" if line.due is None else moment(line.due)) + late,
        "carried": line.carried or None,
        "assigned": line.case.assigned or None,
        "cause": report.cause(one),
    }


def accepted_view(accepted: Acceptance | None) -> list[dict[str, Any]]:
    """Files and what became of them."""
    if accepted is None:
        return []
    known = [{"file": name, "known": True, "statements": 0, "booked": 0} for name in accepted.known]
    return known + [
        {"file": one.file, "known": False, "statements": one.statements, "booked": len(one.changes)}
        for one in accepted.files
    ]


def run_view(found: Run) -> dict[str, Any]:
    """What a run posted and took back."""
    return {
        "matches": len(found.found.matches),
        "new": len(found.new),
        "taken_back": [*(one.id for one in found.stale), *(one.id for one in found.gone)],
    }
