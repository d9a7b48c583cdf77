"""A demonstration city: made-up people who sign in, the stories of the press replayed, and everyday cases.

Everything is done by the same actions that people's clicks call, at moments in the recent past. What happens is told in
the profile's `demonstration.yaml`; a profile without one gets people only.
"""

from .people import sign_ins
from .seeding import seed

__all__ = ["seed", "sign_ins"]
