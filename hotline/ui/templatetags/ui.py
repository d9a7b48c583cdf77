"""Tags and filters of the page furniture. README.md of this app shows a line of use for each."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hotline.core.status import Phase
from hotline.ui import rows, words
from hotline.ui.choices import errors_of, grouped
from hotline.ui.clocks import Clock
from hotline.ui.look import COLOURS, SIZES, Look

register = template.Library()

_NOTICE_ICONS = {"green": "circle-check", "amber": "late", "red": "late"}

Context = dict[str, Any]


# Filters ------------------------------------------------------------------------------------------------------------


@register.filter
def phone(value: str) -> str:
    """Return a telephone number in groups, as people write it."""
    return words.phone(value)


@register.filter
def when(value: datetime | date | None) -> str:
    """Return "thứ Sáu, 27/02/2026 17:00" in Vietnam's time; nothing for nothing."""
    return "" if value is None else words.when(value)


@register.filter
def when_short(value: datetime | None, now: datetime) -> str:
    """Return the hour for today, else day and month: for dense lists."""
    return "" if value is None else words.when_short(value, now=now)


@register.filter
def ago(value: datetime | None, now: datetime) -> str:
    """Return how long before `now` it was, in words."""
    return "" if value is None else words.ago(value, now=now)


@register.filter
def length_words(value: timedelta | None) -> str:
    """Return a length of time in words."""
    return "" if value is None else words.length(value)


@register.filter
def money(value: int | None) -> str:
    """Return an amount of đồng, thousands parted."""
    return "" if value is None else words.money(value)


@register.filter
def reference_groups(value: str) -> SafeString:
    """Return a reference in groups that never break inside. Copied text is the reference with its hyphens."""
    return rows.reference_groups(value)


@register.filter
def aloud(value: str) -> str:
    """Return a reference letter by letter, for reading aloud."""
    return words.aloud(value)


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Return a <time> element that machines can read too."""
    return "" if value is None else rows.moment(value)


@register.filter
def phase_name(value: str) -> str:
    """Return the public's word for a phase."""
    return rows.phase_names()[Phase(value)]


# Small things -------------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return an outline icon. It is decoration: the word beside it carries the meaning."""
    return rows.icon(name)


@register.inclusion_tag("ui/components/display.html", takes_context=True)
def display(context: template.Context) -> Context:
    """Show the reader's choice of colours and size of letters; it works on every page, without JavaScript."""
    return {"look": context.get("look", Look()), "here": context.get("here", "/"), "sizes": SIZES, "colours": COLOURS}


@register.simple_tag
def badge(text: str, tone: str = "slate", icon: str = "") -> SafeString:
    """Show a short word of state."""
    return rows.badge(text, tone=tone, icon_name=icon)


@register.simple_tag
def phase_badge(phase: str) -> SafeString:
    """Show a case's public phase as a badge."""
    return rows.phase_badge(phase)


@register.simple_block_tag
def notice(content: str, tone: str = "slate", title: str = "", role: str = "") -> SafeString:
    """Wrap words that the reader should not miss; `role="alert"` only for what just happened."""
    given = {"body": content, "tone": tone, "title": title, "role": role, "icon_name": _NOTICE_ICONS.get(tone, "info")}
    return render_to_string("ui/components/notice.html", given)


@register.simple_block_tag
def panel(content: str, title: str = "", aside: str = "", anchor: str = "") -> SafeString:
    """Wrap one matter of a staff page in a titled panel."""
    return render_to_string("ui/components/panel.html", {"body": content, "title": title, "aside": aside, "anchor": anchor})


@register.simple_block_tag
def confirmation(content: str, title: str, reference: str = "", level: int = 1) -> SafeString:
    """Say that it worked, with the reference large, and whatever stands between the tags."""
    given = {"body": content, "title": title, "reference": reference, "level": level}
    return render_to_string("ui/components/confirmation.html", given)


@register.inclusion_tag("ui/components/empty_state.html")
def empty_state(title: str, text: str = "", url: str = "", action: str = "", icon: str = "inbox") -> Context:
    """Say why a list is empty and what to do."""
    return {"title": title, "text": text, "url": url, "action": action, "icon_name": icon}


@register.inclusion_tag("ui/components/pagination.html")
def pagination(previous: str = "", following: str = "", position: str = "") -> Context:
    """Link to the pages before and after."""
    return {"previous": previous, "following": following, "position": position}


# Forms --------------------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, short: bool = False) -> Context:
    """Show one field with its label, hint and errors."""
    kind = getattr(bound.field.widget, "input_type", "")
    return {"field": bound, "is_checkbox": kind == "checkbox" and not bound.use_fieldset, "short": short}


@register.inclusion_tag("ui/components/big_choice.html")
def big_choice(bound: BoundField, hints: Mapping[str, str] | None = None, show_legend: bool = True) -> Context:
    """Show a field of radio buttons (or checkboxes) as whole rows to touch; groups of choices get headings."""
    return {"field": bound, "groups": grouped(bound, hints or {}), "show_legend": show_legend}


@register.inclusion_tag("ui/components/rating.html")
def rating(bound: BoundField) -> Context:
    """Show a field of five choices as a rating: a number and its word on each."""
    return {"field": bound, "groups": grouped(bound, {})}


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(*forms: BaseForm, level: int = 2) -> Context:
    """List all errors at the top, each linked to its field."""
    return {"errors": [error for form in forms for error in errors_of(form)], "level": level}


@register.inclusion_tag("ui/components/step_header.html")
def step_header(title: str, step: int, of: int, back: str = "", level: int = 1) -> Context:
    """Head one question of several: the way back, where one is, and the question."""
    return {
        "level": level,
        "title": title,
        "step": step,
        "of": of,
        "back": back,
        "marks": [n < step + 1 for n in range(1, of + 1)],
    }


@register.inclusion_tag("ui/components/check_answers.html")
def check_answers(rows: Sequence[object]) -> Context:
    """List what was answered, each with a link to change it. Rows are `Answered` or alike."""
    return {"rows": rows}


@register.inclusion_tag("ui/components/photo_tray.html")
def photo_tray(bound: BoundField, kept: Sequence[object] = ()) -> Context:
    """Show a `ui.fields.PhotosField`, with previews where there is JavaScript, and the photos already kept."""
    limits = {"limit": getattr(bound.field, "limit", 5), "megabytes": getattr(bound.field, "megabytes", 15)}
    return {"field": bound, "kept": kept, **limits}


@register.inclusion_tag("ui/components/my_place.html")
def my_place(lat: BoundField, lon: BoundField) -> Context:
    """Show the "my place" button, which fills two fields; it appears only where it can work."""
    return {"lat": lat, "lon": lon}


# Cases --------------------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/components/phase_strip.html")
def phase_strip(phase: str) -> Context:
    """Show the three public phases and which of them holds; a refused case has one of its own."""
    now = Phase(phase)
    names = rows.phase_names()
    way = [Phase.RECEIVED, Phase.REFUSED] if now is Phase.REFUSED else [Phase.RECEIVED, Phase.IN_PROGRESS, Phase.RESOLVED]
    reached = way.index(now)
    return {
        "steps": [
            _PhaseStep(name=names[one], tone=rows.TONES[one], icon=rows.PHASE_ICONS[one], now=n == reached, past=n < reached)
            for n, one in enumerate(way)
        ]
    }


@register.inclusion_tag("ui/components/timeline.html")
def timeline(entries: Sequence[object]) -> Context:
    """Show what happened, in the order given. Entries are `Moment` or alike."""
    return {"entries": entries}


@register.inclusion_tag("ui/components/deadline.html")
def deadline(due_at: datetime | None, because: str | Sequence[str] = "", label: str = "") -> Context:
    """Show by when, and in a fold why: the derivation as words or as lines."""
    lines = [because] if isinstance(because, str) else list(because)
    return {"due_at": due_at, "lines": [line for line in lines if line], "label": label or _("Hạn")}


@register.simple_tag
def clock_chip(clock: Clock | None, now: datetime) -> SafeString:
    """Show a clock: what is left, how late, paused with its length left, or how it ended. Nothing for None."""
    return rows.clock_chip(clock, now=now)


register.simple_tag(rows.case_row)
register.simple_tag(rows.case_rows)


@register.inclusion_tag("ui/components/person_card.html")
def person_card(name: str, lines: Sequence[object] = (), note: str = "") -> Context:
    """Show a person: a name (or why there is none), lines of contact, a note."""
    return {"name": name, "lines": lines, "note": note}


@register.simple_block_tag
def part_card(
    content: str, agency: str, role: str = "", state: str = "", tone: str = "slate", because: str = "", **more: object
) -> SafeString:
    """Show one agency's part: who, as what, where it stands, which rule chose it; between the tags its facts and forms."""
    given = {"body": content, "agency": agency, "role": role, "state": state, "tone": tone, "because": because, **more}
    return render_to_string("ui/components/part_card.html", given)


@register.inclusion_tag("ui/components/evidence.html")
def evidence(photos: Sequence[object], pair: bool = False) -> Context:
    """Show photos; `pair` sets two side by side, before and after. Photos are `Photo` or alike."""
    return {"photos": photos, "pair": pair}


@register.inclusion_tag("ui/components/compare.html")
def compare(before: Sequence[object], after: Sequence[object]) -> Context:
    """Show how it was beside how it is, in any number of photos. Photos are `Photo` or alike."""
    return {"before": before, "after": after}


@register.inclusion_tag("ui/components/result_figures.html")
def result_figures(figures: object) -> Context:
    """Show what was fined and counted: anything with `fine`, `counted` and `what`; nothing for None."""
    return {"figures": figures}


# Numbers ------------------------------------------------------------------------------------------------------------


@register.filter
def number(value: int | None) -> str:
    """Return a number with its thousands parted as the page's language does."""
    return "" if value is None else words.number(value)


@register.inclusion_tag("ui/components/figure.html")
def figure(label: str, value: str, trend: str = "", words: str = "", tone: str = "slate", url: str = "") -> Context:
    """Show one number with its name; `trend` is "more", "less" or "same", `words` say it, `tone` whether that is good."""
    return {"label": label, "value": value, "trend": trend, "words": words, "tone": tone, "url": url}


@register.inclusion_tag("ui/components/chart.html")
def chart(caption: str, rows: Sequence[Any], what: str, how_many: str) -> Context:
    """Show counts as bars inside the table that says them; `what` and `how_many` head its columns. Rows are `Bar` or alike."""
    most = max((row.count for row in rows), default=0) or 1
    lines = [{"row": row, "share": round(100 * row.count / most, 1)} for row in rows]
    return {"caption": caption, "lines": lines, "what": what, "how_many": how_many}


# Helpers ------------------------------------------------------------------------------------------------------------


class _PhaseStep(TypedDict):
    name: str
    tone: str
    icon: str
    now: bool
    past: bool
