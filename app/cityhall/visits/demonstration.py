"""Hours of the counter for the demonstration sector; a real hall writes its own, by an order."""

from datetime import date, time

from app.cityhall.institutions import Institution
from app.cityhall.visits import actions

ACT = "Dispoziția primarului nr. 2/2026 (demonstrație)"
SINCE = date(2026, 1, 1)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
HOURS = {
    MONDAY: (time(9), time(15)),
    TUESDAY: (time(9), time(15)),
    WEDNESDAY: (time(10), time(17)),
    THURSDAY: (time(9), time(15)),
    FRIDAY: (time(9), time(12)),
}


def set_hours(hall: Institution) -> None:
    """As the demonstration's counter says on its door: an appointment of ten minutes, two at a time."""
    rows = [
        {
            "weekday": weekday,
            "opens": opens,
            "closes": closes,
            "minutes": 10,
            "capacity": 2,
            "place": "ghișeul 3, parter",
            "act": ACT,
            "valid_from": SINCE,
        }
        for weekday, (opens, closes) in HOURS.items()
    ]
    actions.set_hours(hall.id, rows)
