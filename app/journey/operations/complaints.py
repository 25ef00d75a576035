"""What the diagram of a complaint asks: its place, its team, its twin, its result, a second turn."""

from functools import partial

from app.cityhall.cases import actions as cases
from app.cityhall.cases.watchers import posted
from app.cityhall.complaints import actions, queries
from app.cityhall.complaints.models import Report
from app.cityhall.registry.rules import romanian_day
from app.journey import notify, supporting
from app.journey.operations.context import Context, Settle
from app.refusal import Refusal


def locate_report(context: Context) -> Settle:
    """Write the report down; is it within the hall's territory? (yes, no, or nobody knows)"""
    return partial(_locate, context)


def send_team(context: Context) -> Settle:
    """Until when the hall means to have been there; who asked to be told is told."""
    return partial(_send, context)


def join_report(context: Context) -> Settle:
    """Attach a twin to the first report, if there is such a report to attach it to."""
    return partial(_join, context)


def settle_report(context: Context) -> Settle:
    """What was found, which pictures may be seen; who asked to be told is told."""
    return partial(_settle, context)


def reopen_report(context: Context) -> Settle:
    """The applicant says it is not solved: the case is open again."""
    return partial(_reopen, context)


def tell_colleagues(context: Context) -> Settle:
    """Write to everybody who holds that role in the institution."""
    return partial(_tell, context)


def _report(context: Context) -> Report:
    found = queries.of_case(context.case_id)
    if found is None:
        raise Refusal("report.unknown")
    return found


def _locate(context: Context) -> dict[str, object]:
    report = actions.write_down(context.case)
    inside = queries.inside(context.case.version_id, report.point)
    return {"inside": inside, "kind": report.kind, "street": report.street}


def _send(context: Context) -> dict[str, str]:
    report, asked = _report(context), context.parameters
    due = actions.send_team(
        report, int(asked.get("hours") or 72), listed=asked.get("listed") is True, now=context.now
    )
    supporting.tell(report, "supported_team", context.key, context.house, context.now)
    return {"due": due.isoformat(timespec="seconds")}


def _join(context: Context) -> dict[str, bool]:
    report = _report(context)
    first = queries.named(report.institution_id, str(context.parameters.get("to") or ""))
    if first is None:
        return {"joined": False}
    try:
        actions.join(report, first, context.now)
    except Refusal:
        return {"joined": False}
    facts = {"number": first.case.entry.legal_number}
    cases.record(context.case, "report_joined", context.now, facts=facts)
    return {"joined": True}


def _settle(context: Context) -> None:
    report, asked = _report(context), context.parameters
    before, after = (asked.get(name) is True for name in ("photo_before", "photo_after"))
    actions.settle(report, str(asked.get("result")), before=before, after=after, now=context.now)
    supporting.tell(report, "supported_result", context.key, context.house, context.now)


def _reopen(context: Context) -> None:
    actions.reopen(_report(context), context.now)
    context.case.outcome = None
    cases.record(context.case, "reopened", context.now)


def _tell(context: Context) -> None:
    case, asked, today = context.case, context.parameters, romanian_day(context.now)
    for account in posted(case, [str(asked["role"])], today):
        key = f"told:{context.key}:{account.id}"
        notify.to_colleague(case, account, str(asked["template"]), key, {}, context.house, context.now)
