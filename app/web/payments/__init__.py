"""Paying: the public page of a note, for whoever pays it, and the cashier's pages."""

from app.web.payments import desk, pages, papers
from app.web.payments.door import cashier, payments

__all__ = ["cashier", "desk", "pages", "papers", "payments"]
