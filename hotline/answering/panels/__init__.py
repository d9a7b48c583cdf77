"""What the synthesis desk shows of a case, one function for each matter: `(reference, viewer, now, *, page) -> html`."""

from .answer import answer
from .public_copy import public_copy
from .results import results

__all__ = ["answer", "public_copy", "results"]
