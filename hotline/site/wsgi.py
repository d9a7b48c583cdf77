"""The WSGI application that the web server's workers load."""

import os
import signal

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from hotline.site.bodies import whole_bodies
from hotline.site.embedded.launch import die_with_parent
from hotline.site.headers import plain_charset

if os.environ.get("HOTLINE_SUPERVISED"):
    # The server's master hands on work but not its death: without this its workers would hold the port for ever.
    die_with_parent(os.getppid(), signal.SIGKILL)

application = plain_charset(whole_bodies(get_wsgi_application()))
get_resolver().url_patterns  # noqa: B018 - loads every view now, not while the first citizen waits
