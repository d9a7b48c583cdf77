"""Django's secret key: from the environment, else kept in DIR/keys and made on the first start."""

import os
import secrets
from pathlib import Path


def secret_key(folder: Path) -> str:
    """Return the key that signs sessions and forms: HOTLINE_SECRET_KEY, else the one of `folder`, made when missing."""
    if given := os.environ.get("HOTLINE_SECRET_KEY"):
        return given
    kept = folder / "django.key"
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text().strip()
    key = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key
