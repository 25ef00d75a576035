"""What every command needs: the hall's settings and the time."""

from datetime import datetime

from flask import current_app

from app import clock
from app.journey.house import House
from app.settings import Settings


def settings() -> Settings:
    """How this hall is installed."""
    found: Settings = current_app.extensions["settings"]
    return found


def house() -> House:
    """The building this hall stands in."""
    found: House = current_app.extensions["house"]
    return found


def now() -> datetime:
    """The time of the command; below the doors time is given, never taken."""
    return clock.now()
