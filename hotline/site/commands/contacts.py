"""Erase whoever reported a case, with all that is joined with them, or index addresses anew; --dry-run says what that is.

Usage: bin/hotline contacts erase REFERENCE --basis asked|retention|ordered [--same-points] [--dry-run] [--data DIR]
       bin/hotline contacts reindex [--dry-run] [--data DIR]

Erased are the words, places, photos and messages of every case of that person, their numbers, addresses and accounts. The cases
stay with their events, which hold nothing personal. --same-points also takes the cases that name the same number or
address, though nobody proved that it is the same person: look at them first with --dry-run.

reindex: have every e-mail address known again however it is spelt. An update does so by itself; where the old version went on
serving beside it, this takes up what came in meanwhile. It may be run at any time, and again.
"""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hotline.site.attach import attached, ends_cleanly
from hotline.site.commands._arguments import parser_for
from hotline.site.refusal import Refused

if TYPE_CHECKING:
    from hotline.casefile.queries.erasing import Covered

BASES = {
    "asked": "the person asked for it",
    "retention": "the time for which it may be kept is over",
    "ordered": "an authority ordered it",
}


def main(arguments: list[str]) -> int:
    """Erase, or with --dry-run say what would be, and return 0. Raises Refused for a case without a reporter to erase."""
    ends_cleanly()
    parser = parser_for(__doc__, "contacts")
    parser.add_argument("what", choices=["erase", "reindex"], help="erase a person for good, or index addresses anew")
    parser.add_argument("reference", nargs="?", help="erase: any case of theirs, such as 1022-2611-7K3M9QXT-H")
    parser.add_argument("--basis", choices=list(BASES), help="erase: " + "; ".join(f"{k}: {v}" for k, v in BASES.items()))
    parser.add_argument("--same-points", action="store_true", help="and the cases that name the same number or address")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
    asked = parser.parse_args(arguments)
    if asked.what == "reindex":
        return _reindex(asked.data, dry_run=asked.dry_run)
    if asked.reference is None or asked.basis is None:
        parser.error("erase needs a REFERENCE and --basis")
    with attached(asked.data, begun=True):
        from hotline.casefile.queries.erasing import NobodyToErase, covered
        from hotline.core.reference import NotAReference, parse_reference
        from hotline.directory.queries import snapshot

        try:
            reference = parse_reference(asked.reference, number=snapshot().city.reference_number)
            person = covered(reference)
        except NotAReference as error:
            raise Refused(f"'{asked.reference}' is not a reference: {error}") from error
        except NobodyToErase as error:
            raise Refused(f"{asked.reference}: no such case, or nobody behind it (any more).") from error
        _print(person.sure, "Of this person:" if asked.dry_run else "Erasing of this person:")
        named = person.named_too
        if named.references:
            _print(named, "And of the same points:" if asked.same_points else "Left: of the same points, but perhaps not theirs:")
        if asked.dry_run:
            print("Nothing was erased.")
            return 0
        also = named.contacts if asked.same_points else ()
        _erase(person.contact_id, also, basis=asked.basis)
    print("Erased.")
    return 0


def _reindex(data: str | None, *, dry_run: bool) -> int:
    with attached(data, begun=True):
        from hotline.casefile import actions

        count = len(actions.addresses_to_reindex()) if dry_run else actions.reindex_addresses(now=datetime.now(UTC))
    print(f"{count} addresses {'to be indexed' if dry_run else 'indexed'} anew.")
    return 0


def _print(found: "Covered", head: str) -> None:
    print(head)
    print(f"  points    {', '.join(found.points) or '-'}")
    print(f"  cases     {', '.join(found.references) or '-'}")
    print(f"  open      {', '.join(found.still_open) or '-'}")
    print(f"  messages  {found.messages}   photos {found.photos}")


def _erase(contact_id: int, also: Collection[int], *, basis: str) -> None:
    """Erase, then remove the files of the photos: a crash between leaves files that no row shows, named in DIR/audit/erasures."""
    from hotline.casefile import actions, mediafiles
    from hotline.core.facts import SYSTEM

    erased = actions.erase_contact(contact_id, also=also, reason=f"erase_{basis}", now=datetime.now(UTC), actor=SYSTEM)
    for key in erased.picture_keys:
        mediafiles.remove(key)
