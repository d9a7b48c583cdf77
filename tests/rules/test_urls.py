"""Every address is either open to everyone by its own word, or guarded by roles."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.rules.sources import none_breaks

# Django's own views, which cannot carry our marks: what they do is written beside each.
OF_DJANGO = {
    "django.views.i18n.set_language",  # sets the language cookie of whoever asks
}


def test_every_address_is_guarded_or_public() -> None:
    unguarded = [f"{route} -> {_name(pattern)}" for route, pattern in _patterns(get_resolver()) if not _is_marked(pattern)]
    none_breaks("mark the view with people.guards: public, roles(…) or signed_in", unguarded)


def _patterns(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = f"{before}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, route)
        else:
            yield route, entry


def _is_marked(pattern: URLPattern) -> bool:
    view = pattern.callback
    return _name(pattern) in OF_DJANGO or hasattr(view, "hotline_public") or hasattr(view, "hotline_roles")


def _name(pattern: URLPattern) -> str:
    return f"{pattern.callback.__module__}.{getattr(pattern.callback, '__qualname__', type(pattern.callback).__name__)}"
