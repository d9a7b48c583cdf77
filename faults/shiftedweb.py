"""The web application under a shifted clock; see `faults.shifting`."""

from faults.shifting import shifted

shifted()

from hotline.site.wsgi import application  # noqa: E402 - the clock first

__all__ = ["application"]
