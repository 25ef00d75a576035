"""What gunicorn and flask load: `wsgi:app`."""

from app.assembly import create_app

app = create_app()
