"""Mutant: a delivery is kept as often as it comes; nothing knows the provider's own id of it.

The database's constraint is taken away by the suite before anything comes.
"""

import importlib
from typing import Any

from hotline.site.wsgi import application

# By name, and not before the application is set up.
_MODULE: Any = importlib.import_module("hotline.casefile.actions.deliveries")
_MODULE._KEEP = _MODULE._KEEP.replace("ON CONFLICT (channel, provider_id) DO NOTHING", "")

__all__ = ["application"]
