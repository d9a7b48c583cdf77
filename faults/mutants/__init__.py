"""The web application broken on purpose, one way each: a fault suite that does not notice proves nothing.

Each is a WSGI module for HOTLINE_WSGI that replaces one function in its own process; production code knows nothing of it.
"""
