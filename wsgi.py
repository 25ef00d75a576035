"""What gunicorn and flask load: `wsgi:app`."""

import os

from app import settings

chosen = settings.from_environment()
counted = chosen.instance / "metrics"
counted.mkdir(parents=True, exist_ok=True)
# Before anything that counts is imported: this is how the library learns that several processes count.
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(counted))

from app.assembly import create_app  # noqa: E402

app = create_app(chosen)
