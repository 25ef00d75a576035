"""Writing to people who said „și eu”: what anybody may read about the report, nothing of whose it is."""

from datetime import datetime

from app.cityhall.complaints import queries
from app.cityhall.complaints.models import Report
from app.cityhall.procedures import queries as procedures
from app.journey import notify
from app.journey.house import House


def tell(report: Report, template: str, key: str, house: House, now: datetime) -> None:
    """An e-mail to each supporter; the same key again writes nothing new."""
    case = report.case
    texts = procedures.notice_texts(case.version_id)
    said = {
        "number": case.entry.legal_number,
        "institution": case.institution.name,
        "place": report.street,
        "link": f"{house.url}/sesizari/{report.id}",
    }
    for person in queries.supporters(report.id):
        if person.email:
            notify.to_person(person, texts, template, f"{key}:{person.id}", said, now)
