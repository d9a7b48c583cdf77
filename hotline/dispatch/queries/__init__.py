"""What this stage asks of its own tables. Frozen facts."""

from .keys import bearer_of, tokens
from .systems import hook, hooks, notices, remote_cases, systems_that_go_on

__all__ = ["bearer_of", "hook", "hooks", "notices", "remote_cases", "systems_that_go_on", "tokens"]
