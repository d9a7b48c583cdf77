"""A form's content as it is kept, sealed."""

import json
from typing import Any

from hotline.casefile.sealing import opened, sealed
from hotline.intake.report.facts import Photo, Sent, Step, Typed


def packed(typed: Typed, sent: Sent | None = None) -> bytes:
    """Return the sealed body of a form; of a sent one only what its last page shows."""
    return sealed(json.dumps(_of_sent(sent) if sent else _of_typed(typed), ensure_ascii=False).encode())


def unpacked(body: bytes | memoryview) -> tuple[Typed, Sent | None]:
    """Return what `packed` was given."""
    read: dict[str, Any] = json.loads(opened(body))
    if "reference" in read:
        return Typed(), Sent(**read)
    fields = {Step(step): typed for step, typed in read["fields"].items()}
    return Typed(fields, tuple(Photo(**photo) for photo in read["photos"]), tuple(read.get("complaints", ()))), None


def _of_typed(typed: Typed) -> dict[str, Any]:
    photos = [{"key": photo.key, "sha256": photo.sha256, "name": photo.name} for photo in typed.photos]
    fields = {step.value: dict(fields) for step, fields in typed.fields.items()}
    return {"fields": fields, "photos": photos, "complaints": typed.complaints}


def _of_sent(sent: Sent) -> dict[str, Any]:
    return {"reference": sent.reference, "link": sent.link, "payload": sent.payload, "steps": sent.steps}
