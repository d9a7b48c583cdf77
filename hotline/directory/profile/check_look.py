"""Checks of what a profile gives pages to look like: colours that can be read, an emblem that is a drawing and nothing else."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from hotline.core.contrast import contrast
from hotline.directory.profile.draft import EMBLEM, Draft
from hotline.directory.profile.faults import Fault

READABLE = 7.0
"""What citizens read (WCAG 2.2, level AAA for text)."""
PAPERS = {"colour": "#ffffff", "colour_dark": "#0f171e"}
"""The paper of the light and of the dark set of colours, on which the city's colour is the colour of links."""
LARGEST_EMBLEM = 16_000  # letters

_SHAPES = frozenset({"svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "title", "desc"})
_REFERS = re.compile(r"url\(|[a-z]+:", re.IGNORECASE)


def look_faults(draft: Draft) -> Iterator[Fault]:
    """Give the faults of the city's colours and emblem."""
    for field, paper in PAPERS.items():
        colour = getattr(draft.city.record, field)
        found = contrast(colour, paper)
        if found < READABLE:
            reason = f"`{field}`: {colour} on {paper} has a contrast of {found:.1f}, pages need {READABLE:.0f}"
            yield draft.city.fault(reason, at=field)
    if emblem := draft.city.record.emblem:
        yield from (Fault(EMBLEM, 0, reason) for reason in _emblem_faults(emblem))


def _emblem_faults(emblem: str) -> Iterator[str]:
    if len(emblem) > LARGEST_EMBLEM:
        yield f"{len(emblem)} letters: at most {LARGEST_EMBLEM}"
        return
    if "<!" in emblem.replace("<!--", ""):
        yield "an emblem has no document type and no entities"
        return
    try:
        root = ET.fromstring(emblem)  # noqa: S314 - no document type, so no entity that could grow
    except ET.ParseError as error:
        yield f"not XML: {error}"
        return
    if _name(root.tag) != "svg" or "viewBox" not in root.attrib:
        yield "an emblem is an <svg> with a viewBox"
    for element in root.iter():
        if _name(element.tag) not in _SHAPES:
            yield f"<{_name(element.tag)}> is no shape: {', '.join(sorted(_SHAPES))}"
        for name, value in element.attrib.items():
            if _name(name).startswith("on") or _name(name) in {"href", "style"} or _REFERS.search(value):
                yield f"`{_name(name)}` of <{_name(element.tag)}>: an emblem refers to nothing and does nothing"


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]
