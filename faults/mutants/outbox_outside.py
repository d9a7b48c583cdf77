"""Mutant: the receipt is queued in a second transaction, after the report was committed."""

import time

from faults.mutants.patching import GAP, ORIGINAL, Parameters, application, execute, replace_write

_QUEUE = """
INSERT INTO casefile_message (request_id, event, facts, once, priority, channel, language, reporter_id, created_at, try_at)
SELECT %s, 'received', '{}', %s, %s, %s, %s, id, %s, %s FROM casefile_reporter WHERE request_id = %s
"""


def _write(parameters: Parameters) -> bool:
    messages = parameters["messages"]
    is_new = ORIGINAL({**parameters, "messages": []})
    time.sleep(GAP)
    for message in messages if is_new else []:
        request, now = parameters["id"], parameters["now"]
        row = [request, message["once"], message["priority"], message["channel"], parameters["language"], now, now, request]
        execute(_QUEUE, row)
    return is_new


replace_write(_write)

__all__ = ["application"]
