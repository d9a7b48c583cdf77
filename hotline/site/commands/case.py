"""Print the whole file of one case, contacts masked unless revealed with a reason that is logged.

Usage: bin/hotline case REFERENCE [--json] [--reveal REASON] [--language vi|en] [--data DIR]
"""

import json
import sys
from datetime import UTC, datetime

from hotline.site.attach import attached, ends_cleanly
from hotline.site.commands._arguments import parser_for
from hotline.site.refusal import Refused


def main(arguments: list[str]) -> int:
    """Print the case and return 0. Raises Refused for a reference that is none, or of no case here."""
    ends_cleanly()
    parser = parser_for(__doc__, "case")
    parser.add_argument("reference", help="such as 1022-2611-7K3M9QXT-H; case and dashes do not matter")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")
    parser.add_argument("--reveal", metavar="REASON", help="show contacts in full; the reason is kept with the case")
    parser.add_argument("--language", choices=["vi", "en"], default="vi", help="of names and derivations")
    asked = parser.parse_args(arguments)
    with attached(asked.data, begun=True):
        from hotline.casefile import actions, queries
        from hotline.core.facts import SYSTEM
        from hotline.core.reference import NotAReference, parse_reference
        from hotline.directory.queries import snapshot
        from hotline.site import caseprint

        try:
            reference = parse_reference(asked.reference, number=snapshot().city.reference_number)
            if asked.reveal is not None:
                request_id = queries.request_id_of(reference)
                actions.log_reveal(request_id, reason=asked.reveal, now=datetime.now(UTC), actor=SYSTEM)
            case = queries.case_file(reference, language=asked.language, revealed=asked.reveal is not None)
        except NotAReference as error:
            raise Refused(f"'{asked.reference}' is not a reference: {error}") from error
        except actions.NoSuchCase as error:
            raise Refused(f"There is no case {asked.reference} here.") from error
        except actions.SecondPersonNeeded as error:
            raise Refused("It complains of an agency: who complains is opened by two people, on the case's page.") from error
        except actions.ReasonMissing as error:
            raise Refused("Contacts are shown with a reason only: --reveal 'why'.") from error
        plain = caseprint.plain(case)
    if asked.json:
        json.dump(plain, sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        print(caseprint.text(plain))
    return 0
