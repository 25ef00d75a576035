"""What every chapter of a journey needs from the building: the outside, its secret, its address."""

from dataclasses import dataclass

from app.outside import Outside


@dataclass(frozen=True)
class House:
    """Chosen once at start. `secret` derives pick-up codes and claim codes; `url` is the hall's own."""

    outside: Outside
    secret: str
    url: str
