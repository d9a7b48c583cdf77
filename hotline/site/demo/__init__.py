"""A demonstration city: made-up people who sign in, the stories of the press replayed, and everyday cases.

Everything is done by the same actions that people's clicks call, at moments of the last months. What happens is told in the
profile's `demonstration.yaml` and in `texts.yaml` here; a profile without a demonstration gets no people.
"""

from .people import password_of, sign_ins
from .seeding import seed, tell_everyday

__all__ = ["password_of", "seed", "sign_ins", "tell_everyday"]
