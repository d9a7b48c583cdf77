"""Django's settings. Everything that differs between installations comes from HOTLINE_… in the environment.

`bin/hotline` settles the data folder and the database and exports them; docs/settings.md says what each setting means.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from hotline.site.dsn import django_database
from hotline.site.livesocket import check_connection
from hotline.site.logs import LOGGING  # noqa: F401 - a setting
from hotline.site.secret import secret_key

# ---- the installation ------------------------------------------------------------------------------------------------
DATA = Path(os.environ["HOTLINE_DATA"])
PROFILE = os.environ.get("HOTLINE_PROFILE", "hcmc")
PUBLIC_URL = os.environ.get("HOTLINE_PUBLIC_URL", "http://127.0.0.1:8022").rstrip("/")
IS_DEMONSTRATION = os.environ.get("HOTLINE_DEMO") == "1"
REPOSITORY = Path(__file__).resolve().parents[2]
NODE_MODULES = Path(os.environ.get("HOTLINE_NODE_MODULES", REPOSITORY / "node_modules"))  # set up by bin/hotline

_address = urlsplit(PUBLIC_URL)
_is_https = _address.scheme == "https"

DEBUG = False
SECRET_KEY = secret_key(DATA / "keys")
ALLOWED_HOSTS = sorted(
    {_address.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"}
    | {host.strip() for host in os.environ.get("HOTLINE_ALLOWED_HOSTS", "").split(",") if host.strip()}
)
CSRF_TRUSTED_ORIGINS = [f"{_address.scheme}://{_address.netloc}"]

# ---- applications ----------------------------------------------------------------------------------------------------
STAGES = ["intake", "triage", "dispatch", "casework", "answering", "notify", "public", "oversight"]
_PARTS = [f"hotline.{name}" for name in ("ui", "people", "directory", "casefile", *STAGES, "site")]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    *_PARTS,  # before allauth, so that its pages are drawn by our templates
    "django_htmx",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "hotline.site.machinedoor.machine_door",
    "hotline.site.headers.plain_session",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hotline.people.sessions.SessionLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "hotline.site.urls"
WSGI_APPLICATION = "hotline.site.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "django.template.context_processors.csp",
                "hotline.site.context.page",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "hotline.ui.formrenderer.Renderer"
INSTALLED_APPS.insert(0, "django.forms")

# ---- database --------------------------------------------------------------------------------------------------------
# `default` is the application: neither superuser nor owner. `owner` is for migrations and what only an owner may do.
DATABASES = {
    "default": django_database(os.environ["HOTLINE_DATABASE_URL"]),
    "owner": django_database(os.environ.get("HOTLINE_DATABASE_OWNER_URL") or os.environ["HOTLINE_DATABASE_URL"]),
}
_pool = os.environ.get("HOTLINE_DATABASE_POOL", "1")
if os.environ.get("HOTLINE_DATABASE_PLANS", _pool) != "1":
    DATABASES["default"]["OPTIONS"]["prepare_threshold"] = None  # not even of what asks for it
if _pool == "1":
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": int(os.environ.get("HOTLINE_DATABASE_POOL_SIZE", "20")),
        "timeout": 3,
        "max_lifetime": 1800,
        "check": check_connection,
    }

# ---- language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# ---- files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
# Of npm's packages only what browsers ask for: each file in these folders is looked at when the server starts.
STATICFILES_DIRS = [
    ("npm/be-vietnam-pro", NODE_MODULES / "@fontsource" / "be-vietnam-pro" / "files"),
    ("npm/leaflet", NODE_MODULES / "leaflet" / "dist"),
    ("npm/leaflet.markercluster", NODE_MODULES / "leaflet.markercluster" / "dist"),
]
WHITENOISE_USE_FINDERS = True  # served from where they lie: no collectstatic step on a small machine
WHITENOISE_MAX_AGE = 3600
# Bytes of one form without its files: a million letters, each three bytes and each byte written as %E1, get a sentence.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
FILE_UPLOAD_HANDLERS = [
    "hotline.casefile.pictures.uploads.CappedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# ---- map -------------------------------------------------------------------------------------------------------------
TILES_SOURCE = os.environ.get("HOTLINE_TILES", "")  # asked by us and kept: a browser talks to no third party
TILES_ATTRIBUTION = os.environ.get("HOTLINE_TILES_ATTRIBUTION", "")
TILES_MOST_BYTES = int(os.environ.get("HOTLINE_TILES_MB", "512")) * 1_000_000

# ---- agencies' systems -----------------------------------------------------------------------------------------------
# For tests only: requests to addresses that agencies type in may reach this machine itself, and there without TLS.
HOTLINE_OUTGOING_LOOPBACK = os.environ.get("HOTLINE_OUTGOING_LOOPBACK") == "1"
HOTLINE_AGENCY_CALLS = int(os.environ.get("HOTLINE_AGENCY_CALLS", "600"))  # a minute by one key; chưa kiểm chứng: ours

# ---- security --------------------------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # a private link must not travel to other sites
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "hotline.site.errors.csrf_failure"
SESSION_ENGINE = "hotline.people.recognising"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _is_https
SESSION_COOKIE_AGE = 12 * 3600  # seconds; the absolute limit, whatever is done meanwhile
if _is_https:
    # Only a proxy can have ended TLS: it must set, and strip from clients, this header.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # asked from this machine, behind the proxy

# ---- people: sign-in (kept by hotline/people) ------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "hotline.people.recognising.Accounts",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "hotline.people.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "hotline.people.passwords.NotWhatPeopleGuess"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/staff/"
HOTLINE_SESSION_IDLE = timedelta(minutes=30)  # without anybody at work
HOTLINE_SESSION_ABSOLUTE = timedelta(hours=12)  # since signing in, whatever is done
HOTLINE_FRESH = timedelta(minutes=15)  # how long showing again who one is lasts, for contacts and exports
HOTLINE_SECOND_FACTOR = os.environ.get("HOTLINE_SECOND_FACTOR") or ("offered" if IS_DEMONSTRATION else "required")
if HOTLINE_SECOND_FACTOR not in ("required", "offered"):
    raise ImproperlyConfigured("HOTLINE_SECOND_FACTOR is 'required' or 'offered'")
HOTLINE_SECOND_FACTOR_GRACE = timedelta(days=7)  # from the first sign-in until a second step must be there
MFA_ADAPTER = "hotline.people.factors.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "hotline.people.forms.CodeForm",
    "activate_totp": "hotline.people.forms.AppForm",
    "authenticate_webauthn": "hotline.people.forms.PasskeySecondForm",
    "login_webauthn": "hotline.people.forms.PasskeySignInForm",
    "add_webauthn": "hotline.people.forms.PasskeyForm",
    "edit_webauthn": "hotline.people.forms.PasskeyNameForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a finger, a face or a PIN: a passkey alone signs in
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}  # an office signs in from one address, and a passkey cannot be guessed
ACCOUNT_ADAPTER = "hotline.people.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "hotline.people.forms.SignInForm",
    "change_password": "hotline.people.forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# An office signs in from one address: django-axes counts by account and device, and this only slows down a machine
# that tries many.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip"}
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "hotline.people.devices.counted_as"  # the account and the device
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # changing address or cookie gains nothing: all unknown devices of an account count as one
AXES_LOCKOUT_CALLABLE = "hotline.people.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # sign-ins are in people's own history
AXES_SENSITIVE_PARAMETERS = ["username", "login", "ip_address", "csrfmiddlewaretoken"]
AXES_VERBOSE = False
# ---- end of people ---------------------------------------------------------------------------------------------------

# Whether all other names under a city's domain speak HTTPS too is not ours to say (HSTS for subdomains, browsers' preload lists).
SILENCED_SYSTEM_CHECKS += ["security.W005", "security.W021"]
