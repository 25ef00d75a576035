"""A cabinet of lockers and its controller (docs/locker-api.md), with doors that a person opens and closes."""
