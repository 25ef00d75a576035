"""The operators' rooms: map, planning, upkeep, alarms, figures, screens of cabinets."""

from app.web.lockers import cabinets, devices, doors, home, plans
from app.web.lockers.door import lockers

__all__ = ["cabinets", "devices", "doors", "home", "lockers", "plans"]
