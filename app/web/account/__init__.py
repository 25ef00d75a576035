"""The account door: open one, prove its addresses, sign in, sign out."""

from flask import Blueprint

account = Blueprint("account", __name__)

from app.web.account import confirming, opening, signing_in  # noqa: E402, F401
