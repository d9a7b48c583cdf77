"""Says in two words what a browser's User-Agent claims: enough to tell one's own devices apart, too little to follow anybody."""

_BROWSERS = (
    ("coc_coc_browser", "Cốc Cốc"),
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("samsungbrowser", "Samsung Internet"),
    ("zalo", "Zalo"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("crios", "Chrome"),
    ("chrome", "Chrome"),
    ("safari", "Safari"),
)
"""In the order in which they pretend to be each other: the first that is named is it."""

_SYSTEMS = (
    ("android", "Android"),
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("windows", "Windows"),
    ("mac os", "macOS"),
    ("cros", "ChromeOS"),
    ("linux", "Linux"),
)


def browser_and_system(user_agent: str) -> tuple[str, str]:
    """Return the browser and the system, each empty when it is not known."""
    said = user_agent[:500].lower()
    return _named(said, _BROWSERS), _named(said, _SYSTEMS)


def _named(said: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in known if mark in said), "")
