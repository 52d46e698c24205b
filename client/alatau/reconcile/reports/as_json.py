"""A report as JSON: amounts as decimal strings, times in ISO 8601, in a fixed order."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from alatau.reconcile.reports.report import Report, ReportLine
from alatau.reconcile.workflow.records import Resolution


def report_plain(report: Report) -> dict[str, Any]:
    """The report as plain values."""
    return {
        "zone": report.zone,
        "at": moment(report.at),
        "decisions": report.number,
        "carried_from": report.run.get("from", ""),
        "compared": None if not report.run else moment(report.run["now"]),
        "matches": report.run.get("matches"),
        "overdue": report.overdue,
        "types": [
            {
                "type": str(one.type),
                "asset": one.asset,
                "breaks": one.breaks,
                "overdue": one.overdue,
                "at_risk": report.money(one.at_risk, one.asset),
                "oldest_seconds": one.oldest,
            }
            for one in report.types
        ],
        "ages": dict(report.ages),
        "breaks": [line_plain(report, line) for line in report.lines],
        "waiting": [resolution_view(report, one) for one in report.waiting],
        "resolved": [resolution_view(report, one) for one in report.resolved],
    }


def report_json(report: Report) -> str:
    """The same as text, with a newline at its end."""
    return json.dumps(report_plain(report), ensure_ascii=False, indent=2) + "\n"


def line_plain(report: Report, line: ReportLine) -> dict[str, Any]:
    """A break with its state as plain values."""
    one, case = line.case.one, line.case
    return {
        "id": one.id,
        "type": str(one.type),
        "state": str(case.state),
        "between": [str(each) for each in one.between],
        "asset": one.asset,
        "amount": report.money(one.amount, one.asset),
        "at_risk": report.money(one.at_risk, one.asset),
        "since": moment(one.since),
        "age_seconds": line.age,
        "carried_from": line.carried,
        "due": None if line.due is None else moment(line.due),
        "overdue": line.overdue,
        "assigned": case.assigned,
        "proposal": case.proposal,
        "resolution": case.resolution,
        "items": list(one.items),
        "cause": report.cause(one),
    }


def resolution_view(report: Report, one: Resolution) -> dict[str, Any]:
    """A resolution as plain values."""
    return {
        "id": one.id,
        "action": str(one.action),
        "actor": one.actor,
        "approver": one.approver,
        "reason": one.reason,
        "at": moment(one.at),
        "shares": [
            {
                "asset": share.asset,
                "ours": list(share.ours),
                "theirs": list(share.theirs),
                "ours_sum": report.money(share.ours_sum, share.asset),
                "theirs_sum": report.money(share.theirs_sum, share.asset),
                "difference": report.money(share.difference, share.asset),
            }
            for share in one.shares
        ],
        "breaks": list(one.breaks),
        "posts": one.posts,
        "undoes": one.undoes,
        "undone": one.undone,
    }


def moment(seconds: int) -> str:
    """A time in UTC, in ISO 8601."""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
