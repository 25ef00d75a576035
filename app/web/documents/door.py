"""The blueprint of documents: each is looked up through the right to its case; only staff pass."""

from flask import Blueprint

from app.web import gate

documents = Blueprint("documents", __name__, url_prefix="/acte")
gate.lock(documents, gate.staff)
