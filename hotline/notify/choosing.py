"""What a message offers to choose from: its facts hold codes, people read names in their own language."""

from collections.abc import Mapping
from typing import Any

from hotline.core.channels import Choice
from hotline.core.talk import OTHER, SKIP
from hotline.directory.facts import Directory, Wording

_OTHER, _ELSEWHERE = Wording("Việc khác", "Something else"), Wording("Nơi khác", "Somewhere else")
_NO_PHOTO = Wording("Không có ảnh", "I have no photo")


def choices_of(facts: Mapping[str, Any], directory: Directory, language: str) -> tuple[Choice, ...]:
    """Return what may be chosen, in the order of its numbers; nothing for most messages."""
    if "services" in facts:
        named = [Choice(code, _service(code, directory, language)) for code in facts["services"]]
        return (*named, Choice(OTHER, _OTHER.in_language(language)))
    if "wards" in facts:
        named = [Choice(code, _ward(code, directory, language)) for code in facts["wards"]]
        return (*named, Choice(OTHER, _ELSEWHERE.in_language(language)))
    if facts.get("skip"):
        return (Choice(SKIP, _NO_PHOTO.in_language(language)),)
    return ()


def _service(code: str, directory: Directory, language: str) -> str:
    """Return what a service is called; the code of one that is gone, so that the numbers stay those that were offered."""
    service = directory.services.get(code)
    return service.name.in_language(language) if service else code


def _ward(code: str, directory: Directory, language: str) -> str:
    area = directory.areas.get(code)
    return area.name.in_language(language) if area else code
