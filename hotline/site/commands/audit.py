"""Verify that no event of the record was changed, deleted, inserted or reordered: bin/hotline audit verify.

Prints what is sealed, what is not yet, and since when; exit code 1 with the findings when the record is not whole.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

from hotline.site.attach import attached, ends_cleanly
from hotline.site.commands._arguments import parser_for
from hotline.site.installation import Installation, read_json


def main(arguments: list[str]) -> int:
    """Verify the record; return 0 if it is whole and 1 if not."""
    ends_cleanly()
    parser = parser_for(__doc__, "audit")
    parser.add_argument("what", choices=["verify"], help="read every event and every seal")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")
    asked = parser.parse_args(arguments)
    with attached(asked.data, begun=True) as settled:
        from hotline.casefile.actions import seal_batch
        from hotline.casefile.audit import verify

        if not _is_running(settled.installation):
            # Nobody sealed while nothing ran. Each event's own mac proves it; waiting for a worker proves nothing.
            while seal_batch(datetime.now(UTC)):
                pass
        verdict = verify(datetime.now(UTC))
    oldest = verdict.oldest_unsealed_at.isoformat() if verdict.oldest_unsealed_at else None
    if asked.json:
        found = {
            "ok": verdict.ok,
            "sealed": verdict.sealed,
            "unsealed": verdict.unsealed,
            "oldest_unsealed": oldest,
            "seals": verdict.seals,
            "faults": verdict.faults,
        }
        print(json.dumps(found, ensure_ascii=False))
    else:
        print(f"sealed: {verdict.sealed}  unsealed: {verdict.unsealed}  oldest unsealed: {oldest or '-'}  seals: {verdict.seals}")
        for fault in verdict.faults:
            print(f"FAULT  {fault}")
        print("The record is whole." if verdict.ok else "The record is NOT whole.")
    return 0 if verdict.ok else 1


def _is_running(installation: Installation) -> bool:
    """Return whether `run` runs here, which has a worker that seals."""
    state = read_json(installation.state_file)
    return state is not None and Path(f"/proc/{state.get('pid')}").exists()
