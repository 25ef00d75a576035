"""The routing blueprint: resolutions of heads and the works of departments; only staff pass."""

from flask import Blueprint

from app.web import gate

routing = Blueprint("routing", __name__, url_prefix="/repartizare")
gate.lock(routing, gate.staff)
