"""Two blueprints: notes that anybody with their address may pay, and the desk where only cashiers pass."""

from flask import Blueprint

from app.web import gate

payments = Blueprint("payments", __name__, url_prefix="/plata")
cashier = Blueprint("cashier", __name__, url_prefix="/casierie")
gate.lock(cashier, gate.cashier)
