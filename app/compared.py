"""Secrets are compared in one place, in a time that says nothing of how much of them was right."""

import hmac


def same(kept: str, given: str) -> bool:
    """Is what somebody gave what we know? As long for a first wrong sign as for the last.

    Where there are many to compare with (links, keys of screens, sessions), the row is looked up by the
    hash of what was given instead: nobody can choose how that begins.
    """
    return hmac.compare_digest(kept.encode(), given.encode())
