"""An audience as a calendar file (RFC 5545), to be laid into the applicant's own calendar."""

from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from app.cityhall.audiences.models import Booking

MEDIA_TYPE = "text/calendar"


def calendar_file(booking: Booking, link: str, now: datetime) -> bytes:
    """The file of one audience; a moved audience keeps its UID, so that calendars replace it."""
    case, official = booking.case, booking.official
    event = Event()
    event.add("uid", f"{case.id}@{case.institution.code.lower()}.farahartie.ro")
    event.add("dtstamp", now)
    event.add("sequence", int(booking.changed_at.timestamp()))
    event.add("dtstart", booking.starts_at)
    event.add("dtend", booking.ends_at)
    event.add("summary", f"Audiență: {official.title}, {case.institution.short_name}")
    event.add("location", f"{booking.room}, {case.institution.address}")
    event.add("description", f"Cererea nr. {case.entry.legal_number}. Detalii sau altă oră: {link}")
    event.add("url", link)
    event["organizer"] = _organizer(booking)
    event.add_component(_alarm())
    return _calendar(event)


def _organizer(booking: Booking) -> vCalAddress:
    found = vCalAddress(f"MAILTO:{booking.case.institution.email}")
    found.params["cn"] = vText(booking.case.institution.name)
    return found


def _alarm() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Audiență la primărie")
    alarm.add("trigger", timedelta(hours=-2))
    return alarm


def _calendar(event: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Fara Hartie//RO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
