"""Checks of what a profile says of proof."""

from collections.abc import Iterator

from hotline.core.facts import Publish
from hotline.directory.profile.draft import Draft
from hotline.directory.profile.faults import Fault


def evidence_faults(draft: Draft) -> Iterator[Fault]:
    """Give the faults of `evidence` and `outcome` in `services.yaml`: figures without a source, or public where nothing is."""
    known = {source.record.code for source in draft.sources}
    for group, path, service in draft.services:
        asked = service.evidence
        if asked is not None and asked.near_m and asked.source is None:
            yield group.fault("`near_m` needs a `source`", at=f"{path}.evidence.near_m")
        if asked is not None and asked.source is not None and asked.source not in known:
            yield group.fault(f"the source `{asked.source}` is not in sources.yaml", at=f"{path}.evidence.source")
        if service.outcome is not None and service.outcome.public and service.publish is Publish.NEVER:
            yield group.fault("`outcome.public`: cases of this service are never public", at=f"{path}.outcome.public")
