"""How the measures are said: spans of time, channels, savings."""

from collections.abc import Mapping

from flask_babel import format_decimal, lazy_gettext
from flask_babel import gettext as _

CHANNELS: Mapping[str, object] = {
    "portal": lazy_gettext("Portal"),
    "email": lazy_gettext("Poșta electronică"),
    "scan": lazy_gettext("Scaner"),
    "counter": lazy_gettext("Ghișeu"),
    "post": lazy_gettext("Poștă"),
    "courier": lazy_gettext("Curier"),
    "fax": lazy_gettext("Fax"),
    "locker": lazy_gettext("Casetă"),
    "internal": lazy_gettext("Intern"),
}
# What comes as a file; the others come on paper or by word of mouth.
ELECTRONIC = ("email", "portal", "scan")


def channel(code: str) -> str:
    """A channel as people call it."""
    return str(CHANNELS.get(code, code))


def span(seconds: float) -> str:
    """4,2 s; 3 min 20 s; 2 h 05 min; 3 zile 4 h"""
    if seconds < 60:
        return str(_("%(s)s s", s=format_decimal(round(seconds, 1))))
    minutes, left = divmod(round(seconds), 60)
    if minutes < 60:
        return str(_("%(m)s min %(s)02d s", m=minutes, s=left))
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return str(_("%(h)s h %(m)02d min", h=hours, m=minutes))
    return str(_("%(d)s zile %(h)s h", d=hours // 24, h=hours % 24))


def per_cent(share: float) -> str:
    """94,3 % mai puțin; 12 % mai mult"""
    said = format_decimal(abs(share))
    if share < 0:
        return str(_("%(share)s %% mai mult", share=said))
    return str(_("%(share)s %% mai puțin", share=said))
