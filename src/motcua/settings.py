"""Django's settings. Every variable is read through `config`, with its help text beside it."""

from __future__ import annotations

from pathlib import Path

from motcua.kernel.database import database_settings
from motcua.kernel.places import ensure_home, home, kept_secret
from motcua.kernel.settings import config
from motcua.offices import limits  # noqa: F401 (registers its variables)

PACKAGE = Path(__file__).resolve().parent
HOME = ensure_home()

# ── security ──
SECRET_KEY = config(
    "MOTCUA_SECRET_KEY",
    "",
    "Key that signs sessions and cursors. Unset, one is made and kept in MOTCUA_HOME/secret_key. "
    "Every machine that serves the same database needs the same key.",
    group="Security",
    shown_default="kept in MOTCUA_HOME",
    secret=True,
) or kept_secret("secret_key")
ALLOWED_HOSTS = config(
    "MOTCUA_ALLOWED_HOSTS",
    ["localhost", "127.0.0.1", "[::1]"],
    "Names under which this installation may be reached, separated by commas.",
    group="Security",
)
CSRF_TRUSTED_ORIGINS: list[str] = config(
    "MOTCUA_TRUSTED_ORIGINS",
    [],
    "Addresses (https://name) from which forms are accepted when a proxy in front changes the host name.",
    group="Security",
)
_HTTPS = config(
    "MOTCUA_HTTPS",
    False,
    "Say yes when a proxy in front serves HTTPS and sets X-Forwarded-Proto; cookies then need HTTPS.",
    group="Security",
)
if _HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = (
    "motcua_session",
    "motcua_csrf",
    "motcua_language",
)
SESSION_COOKIE_AGE = 60 * config(
    "MOTCUA_SESSION_MINUTES",
    60,
    "Minutes without any action after which one must sign in again.",
    group="Security",
)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
AUTH_USER_MODEL = "offices.Person"
AUTHENTICATION_BACKENDS = ["motcua.offices.auth.PasswordBackend"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
DEBUG = False

# ── the house ──
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "motcua.kernel",
    "motcua.calendars",
    "motcua.rules",
    "motcua.files",
    "motcua.offices",
    "motcua.parties",
    "motcua.processes",
    "motcua.procedures",
    "motcua.dossiers",
    "motcua.payments",
    "motcua.delivery",
    "motcua.papers",
    "motcua.notices",
    "motcua.exchange",
    "motcua.reports",
    "motcua.portal",
    "motcua.counter",
    "motcua.desk",
    "motcua.oversight",
    "motcua.setup",
]
MIDDLEWARE = [
    "motcua.kernel.middleware.IncidentMiddleware",
    "motcua.kernel.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "motcua.kernel.middleware.BadInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "motcua.kernel.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Deny by default: every page declares who may see it (offices/access.py).
    "motcua.offices.access.AccessMiddleware",
    "motcua.kernel.middleware.SlidingSessionMiddleware",
    "motcua.kernel.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "motcua.urls"
WSGI_APPLICATION = "motcua.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "motcua.kernel.context.navigation",
            ]
        },
    }
]
CSRF_FAILURE_VIEW = "motcua.kernel.pages.form_expired"

# ── data ──
DATABASES = {"default": database_settings()}
# Append-only: the application's role may only read and add (kernel/rights.py).
LEDGER_TABLES = [
    "dossiers_dossierevent",
    *(f"payments_{name}" for name in ("charge", "payment", "refund", "dayclosing")),
    *(f"payments_{name}" for name in ("bankaccount", "collectionrule")),
    *(f"delivery_{name}" for name in ("handoverlist", "shipment", "shipmentfact")),
    *(f"delivery_{name}" for name in ("desktransfer", "deskarrival", "reminder")),
]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORED_FILES = home() / "files"
MAX_UPLOAD_BYTES = 2**20 * config(
    "MOTCUA_MAX_UPLOAD_MB", 25, "Largest file that may be handed in, in megabytes.", group="Files"
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_TEMP_DIR = None

# ── papers, messages, other installations ──
from motcua.settings_outside import *  # noqa: E402, F403

# ── language and time ──
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_AGE = 31_536_000
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# ── static files ──
STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
STATIC_ROOT = None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "motcua.kernel.static.FingerprintedStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 86_400

# ── jobs ──
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": 2,
    "delete_jobs": "successful",
    "fetch_job_polling_interval": 5.0,
}

# ── log ──
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["stderr"],
        "level": config("MOTCUA_LOG_LEVEL", "WARNING", "DEBUG, INFO, WARNING or ERROR.", str.upper),
    },
    # The incident middleware reports what Django would report again.
    "loggers": {
        "django.request": {"level": "CRITICAL"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
