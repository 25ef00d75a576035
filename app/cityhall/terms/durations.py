"""Lengths of time as procedures write them: P30D, PT72H, P1DT12H."""

import re
from datetime import timedelta

_ISO = re.compile(r"^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$")


def parse(text: str) -> timedelta:
    """An ISO 8601 duration of weeks to seconds. Raises ValueError."""
    found = _ISO.match(text)
    if found is None or not any(found.groups()):
        raise ValueError(f"not a duration: {text}")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
