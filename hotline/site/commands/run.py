"""Run the hotline: database, web and worker under one supervisor, until Ctrl-C.

A new data folder becomes a demonstration with made-up people, unless --no-demo says that it is meant for real ones.
"""

from hotline.site.commands._arguments import parser_for
from hotline.site.installation import installation_at
from hotline.site.supervisor.plan import Wanted
from hotline.site.supervisor.running import run


def main(arguments: list[str]) -> int:
    """Run until told to stop. Raises Refused."""
    parser = parser_for(__doc__, "run")
    parser.add_argument("--profile", metavar="NAME", help="the city: a folder of profiles/, or a path (default: hcmc)")
    parser.add_argument("--host", default="127.0.0.1", help="address to serve on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8022, help="port to serve on, 0 for any free one (default: %(default)s)")
    parser.add_argument("--demo", type=int, metavar="N", help="made-up cases in a new demonstration (default: 500)")
    parser.add_argument("--no-demo", action="store_true", help="a new data folder without made-up people and cases")
    asked = parser.parse_args(arguments)
    demo = 0 if asked.no_demo else asked.demo
    wanted = Wanted(profile=asked.profile, host=asked.host, port=asked.port, demo=demo, no_demo=asked.no_demo)
    return run(installation_at(asked.data), wanted)
