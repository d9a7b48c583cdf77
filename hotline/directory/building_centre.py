"""Makes the facts of how the centre is reached and manned from the document of the current profile."""

from datetime import time

from hotline.directory import facts
from hotline.directory.facts import ReachKind
from hotline.directory.profile import centre_schema, fields, schema

_NOTHING = facts.Wording("", "")


def centre_of(profile: schema.Profile) -> facts.CentreFacts:
    """Return streams, channels, emergency numbers and shifts, each saying whether its source is verified."""
    verified = {source.code for source in profile.sources if source.verified}
    return facts.CentreFacts(
        streams=tuple(_stream(one, verified=one.source in verified) for one in profile.streams),
        channels=tuple(_reach(one, verified=one.source in verified) for one in profile.channels),
        emergencies=tuple(
            facts.EmergencyFacts(
                one.number, _wording(one.name), _wording(one.takes), one.service, one.unit, one.source in verified
            )
            for one in profile.emergencies
        ),
        shifts=tuple(
            facts.ShiftFacts(
                one.code,
                _wording(one.name),
                time.fromisoformat(one.begins),
                time.fromisoformat(one.ends),
                one.operators,
                one.source in verified,
            )
            for one in profile.shifts
        ),
    )


def _stream(stream: centre_schema.StreamRecord, *, verified: bool) -> facts.StreamFacts:
    return facts.StreamFacts(
        code=stream.code,
        name=_wording(stream.name),
        note=_wording(stream.note),
        verified=verified,
        intro=_wording(stream.intro),
        publish=stream.publish,
        services=frozenset(stream.services),
    )


def _reach(reach: centre_schema.Reach, *, verified: bool) -> facts.ReachFacts:
    return facts.ReachFacts(
        code=reach.code,
        kind=reach.kind,
        name=_wording(reach.name),
        address=reach.address,
        link=reach.link or _link(reach),
        note=_wording(reach.note),
        stream=reach.stream or "",
        verified=verified,
    )


def _link(reach: centre_schema.Reach) -> str:
    """Return what opens when an address that says so itself is touched; nothing for an account in somebody's application."""
    dialled = "".join(letter for letter in reach.address if letter.isdecimal() or letter == "+")
    links = {ReachKind.PHONE: f"tel:{dialled}", ReachKind.SMS: f"sms:{dialled}", ReachKind.EMAIL: f"mailto:{reach.address}"}
    return links.get(reach.kind, "")


def _wording(both: fields.Both | None) -> facts.Wording:
    return facts.Wording(both.vi, both.en) if both else _NOTHING
