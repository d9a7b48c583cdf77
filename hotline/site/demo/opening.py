"""How a story begins: when its report came in, by which hotline and channel, from where, with which photos."""

from datetime import datetime, time, timedelta

from hotline.casefile import actions
from hotline.casefile.contactpoints import Point
from hotline.casefile.facts import ContactDraft, Draft, Opened
from hotline.core.facts import CITIZEN, NOWHERE, AttachmentKind, Channel, Place
from hotline.directory import places
from hotline.directory.queries import snapshot
from hotline.site.demo.hands import Case, Hands
from hotline.site.demo.photos import Scene
from hotline.site.demo.scenes import AFTER, BEFORE
from hotline.site.demo.script import Story, script_file
from hotline.site.demo.texts import NO_SCENE, phrasebook


class Opening(Hands):
    """The first step of every story."""

    def scenes(self, story: Story) -> list[Scene]:
        """Return the photos that telling a story will want."""
        wants_more = any(step.photos or step.do == "result" for step in story.steps)
        before = [(self._scene(story), BEFORE)] if story.photos or wants_more else []
        return [*before, (self._scene(story), AFTER)] if wants_more else before

    def _report(self, story: Story, at: datetime) -> Case:
        scene = self._scene(story)
        kept = [self._album.photo((scene, BEFORE), kind=AttachmentKind.REPORT, now=at) for _ in range(story.photos)]
        draft = Draft(
            service=story.service,
            words=story.words,
            channel=Channel(story.channel),
            contact=_contact(story),
            place=place_of(story),
            stream=story.stream,
            language=story.language,
            attributes=story.attributes,
            attachments=tuple(photo.key for photo in kept),
        )
        return Case(story, self._opened(story, draft, at), scene, photos=kept)

    def _opened(self, story: Story, draft: Draft, at: datetime) -> Opened:
        actor = self._centre("operator") if draft.channel is Channel.PHONE else CITIZEN
        key = f"demonstration:{story.code}"
        if not story.same_as:
            return actions.open_request(draft, key=key, now=at, actor=actor)
        known = self._told[story.same_as].opened.reference
        return actions.open_as_same(draft, same_as=known, key=key, now=at, actor=actor)

    def _scene(self, story: Story) -> str:
        scene = story.scene or phrasebook(script_file()).of(story.service).scene
        return "paper" if scene == NO_SCENE else scene


def _contact(story: Story) -> ContactDraft:
    account = Point(Channel(story.channel), story.account) if story.account else None
    return ContactDraft(name=story.name, phone=story.phone, email=story.email, hidden=story.hidden, account=account)


def received_at(story: Story, *, now: datetime) -> datetime:
    """Return when the report came in; nothing is reported later than half a minute ago."""
    if story.received_at:
        return story.received_at
    if story.minutes_ago:
        return now - timedelta(minutes=story.minutes_ago)
    zone = snapshot().city.zone
    day = (now.astimezone(zone) - timedelta(days=story.days_ago)).date()
    return min(datetime.combine(day, time.fromisoformat(story.at), zone), now - timedelta(seconds=30))


def place_of(story: Story) -> Place:
    """Return the place of a story, with its ward."""
    if story.lat is None or story.lon is None:
        return NOWHERE
    located = places.locate(story.lat, story.lon)
    return Place(
        lat=story.lat,
        lon=story.lon,
        words=story.place,
        area_id=located.area.id,
        area_code=located.area.code,
        how=located.how,
    )
