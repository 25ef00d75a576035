"""The administrator's door: what stands still and needs a hand, and how the hall is."""

from app.web.admin import delegations, incidents, state
from app.web.admin.door import admin

__all__ = ["admin", "delegations", "incidents", "state"]
