"""The LMTP server as a process of its own: `python -m hotline.site.lmtp`, listening where HOTLINE_LMTP says."""

import asyncio
import os
import sys
from functools import partial

import django


def main() -> int:
    """Serve until SIGTERM. Exit code 2 when nobody can listen there."""
    django.setup()
    from hotline.intake.mail.listening import UnreadableListening, listening
    from hotline.intake.mail.lmtp import serve
    from hotline.site.connections import LMTP, tell

    try:
        where = listening(os.environ.get("HOTLINE_LMTP", ""))
        sock = where.open()
    except (UnreadableListening, OSError) as error:
        print(f"hotline: HOTLINE_LMTP: {error}", file=sys.stderr)
        return 2
    print(f"hotline: LMTP on {where}", flush=True)
    asyncio.run(serve(sock, told=partial(tell, LMTP)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
