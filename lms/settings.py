"""Cairn's settings: one file, every deployment choice read from the environment (docs/guides/settings.md)."""

from email.utils import parseaddr
from pathlib import Path
from typing import Any, Literal

import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from lms import log_setup, policies, version

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# ----------------------------------------------------------------- the place
DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
BUILT_DIR = Path(env.str("BUILT_DIR", default=str(VAR_DIR / "built"))).resolve()
BUILT_DIR.mkdir(parents=True, exist_ok=True)  # build_fonts writes there; static files are looked for there

SECRET_KEY = env.str("SECRET_KEY", default="development-only-key" * 3 if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random text, or DEBUG=true to try Cairn on your own machine.")

SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env.str("SITE_NAME", default="Cairn")
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="stack-the-stones")  # of the people that seed_demo makes
RELEASE = env.str("RELEASE", default=version.of_code(BASE_DIR))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --------------------------------------------------------------------- the parts
INSTALLED_APPS = [
    "operations",
    "home",
    "desk",
    "certificates.proof",
    "certificates.updates",
    "certificates.ledger",
    "courses.bundles",
    "courses.practice",
    "courses.learning",
    "courses.releases",
    "courses.authoring",
    "courses.contents",
    "evidence",
    "notices",
    "accounts",
    "lms",
    "wagtail.contrib.forms",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.cms_app.CmsUsersConfig",  # wagtail.users, with our people in it
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "guardian",
    "bootstrap",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "lms.request_ids.RequestIdMiddleware",
    "lms.log_lines.RequestLinesMiddleware",
    "lms.doorstep.DoorstepMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lms.middleware.SoundRequestMiddleware",
    "lms.middleware.OrganisationMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lms.middleware.PersonalPagesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lms.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lms.middleware.NotFoundMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SessionUseMiddleware",
    "accounts.middleware.RequireSecondStepMiddleware",
    "accounts.middleware.EditorDoorMiddleware",
    "courses.releases.middleware.KeepWhatIsNeededMiddleware",
]

CONTENT_SECURITY_POLICY = policies.SITE
ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            BASE_DIR / "courses" / "contents"
        ],  # kinds of blocks and questions keep their templates beside their code
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.context.site",
                "accounts.context.roles",
                "notices.context.unread",
            ],
            "builtins": ["django.templatetags.i18n", "lms.templatetags.cairn"],
        },
    }
]

# ------------------------------------------------------------------ where state lives
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'cairn.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA recursive_triggers=ON;",  # so that REPLACE cannot slip past the triggers of records
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60), "CONN_HEALTH_CHECKS": True}
    # Short questions of many tables on a disk without a needle: compiling them costs more than it saves.
    _session = env.str("DATABASE_SESSION", default="-c jit=off -c random_page_cost=1.1")
    _told = {"options": _session, "prepare_threshold": 2 if env.bool("DATABASE_PREPARES", default=True) else None}
    DATABASES["default"]["OPTIONS"] = _told | DATABASES["default"].get("OPTIONS", {})

STRICT_LOCK_ORDER = env.bool("STRICT_LOCK_ORDER", default=DEBUG)  # refuse, rather than log, locks out of order

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://cairn")}
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
    CACHES["default"]["BACKEND"] = "lms.cache.ForgivingRedisCache"
# Sites that share a cache keep apart.
CACHES["default"]["KEY_PREFIX"] = env.str("CACHE_KEY_PREFIX", default=SITE_URL.split("://")[-1])
WEB_CONCURRENCY = env.int("WEB_CONCURRENCY", default=1)  # how many processes gunicorn starts
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = env.int("SESSION_COOKIE_AGE", default=14 * 24 * 3600)
# A session that nobody uses for so long ends; 0: it does not. Trainers, coordinators and administrators see others' records.
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=7 * 24 * 60)
SESSION_IDLE_MINUTES_STAFF = env.int("SESSION_IDLE_MINUTES_STAFF", default=120)
NOT_A_USE_OF_A_SESSION = ("/cms/editing-sessions/",)  # an open editor asks there by itself

MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))
MEDIA_URL = "/media/"
BACKUP_FOLDER = env.str("BACKUP_FOLDER", default=str(VAR_DIR / "backups"))
STATIC_ROOT = env.str("STATIC_ROOT", default=str(VAR_DIR / "static"))
STATIC_URL = "/static/"
STATICFILES_DIRS = [BUILT_DIR]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Certificates: fetched only through a view that asks who is asking.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": env.str("PRIVATE_ROOT", default=str(VAR_DIR / "private")),
            "directory_permissions_mode": 0o700,
            "file_permissions_mode": 0o600,
        },
    },
    # What releases show, under the hash of its bytes: fetched only through a view that asks who is asking.
    "frozen": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env.str("FROZEN_ROOT", default=str(VAR_DIR / "frozen"))},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# What everybody may see, and certificates: two buckets, so that no policy publishes both.
S3_BUCKET = env.str("S3_BUCKET", default="")
S3_PRIVATE_BUCKET = env.str("S3_PRIVATE_BUCKET", default="")
for _name, _bucket in (("default", S3_BUCKET), ("private", S3_PRIVATE_BUCKET), ("frozen", S3_PRIVATE_BUCKET)):
    if _bucket:
        STORAGES[_name] = {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": _bucket,
                "location": _name,
                "endpoint_url": env.str("S3_ENDPOINT_URL", default=None),
                "file_overwrite": False,
            },
        }

# --------------------------------------------------------------------------- time and language
TIME_ZONE = env.str("TIME_ZONE", default="America/Toronto")  # until the organisation has chosen its own
USE_TZ = True
USE_I18N = True
LANGUAGE_CODE = "en-ca"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["lms.formats"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE: Literal["Lax"] = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True

# ------------------------------------------------------------------------ people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = ["accounts.hashers.OwaspArgon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
GUARDIAN_RAISE_403 = True
ANONYMOUS_USER_NAME = None
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "/learn/", "/"

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.login_forms.LoginForm",
    "signup": "accounts.login_forms.FullSignupForm",
    "add_email": "accounts.login_forms.AddEmailForm",
    "change_password": "accounts.login_forms.ChangePasswordForm",
    "set_password": "accounts.login_forms.SetPasswordForm",
    "reset_password": "accounts.login_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.login_forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.login_forms.PasswordAgainForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_CHANGE_EMAIL = True  # one address a person; a new one counts once it is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # tell people when their password, address or second step changed
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)  # whose X-Forwarded-For rate limits believe
# Added to the library's own limits on signing up, resetting passwords and so on.
ACCOUNT_RATE_LIMITS = False if env.bool("NO_RATE_LIMITS", default=False) else {"login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "accounts.adapter.SecondStepAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a new address counts once confirmed; who has a second step may change theirs
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "accounts.login_forms.CodeForm",
    "reauthenticate": "accounts.login_forms.CodeAgainForm",
    "activate_totp": "accounts.login_forms.FirstCodeForm",
    "add_webauthn": "accounts.login_forms.AddPasskeyForm",
}
MFA_TOTP_ISSUER = SITE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
# People who can see others' records must use a second factor; off while trying Cairn out.
REQUIRE_MFA_FOR_STAFF = env.bool("REQUIRE_MFA_FOR_STAFF", default=not DEBUG)
# What they may open before: what is public, and what is their own. Everything else waits for the second step.
OPEN_WITHOUT_SECOND_STEP = (*policies.OPEN_TO_EVERYBODY, STATIC_URL)

# -------------------------------------------------------------------------- mail
_mail = env.email_url("EMAIL_URL", default=f"filemail:///{VAR_DIR / 'mail'}" if DEBUG else "smtp://localhost:25")
EMAIL_BACKEND = env.str("EMAIL_BACKEND", default=_mail["EMAIL_BACKEND"])
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)  # seconds; far less than a letter belongs to who sends it
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <training@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# What a new site starts with. What the organisation decides then stands in the database (lms.organisation).
_sender = parseaddr(env.str("DEFAULT_FROM_EMAIL", default=""))
ORGANISATION_STARTS_WITH = {
    "name": env.str("ORGANISATION_NAME", default=""),
    "time_zone": env.str("TIME_ZONE", default=""),
    "letters_name": _sender[0],
    "letters_address": _sender[1],
    "signatory_name": env.str("SIGNATORY_NAME", default=""),
    "signatory_title": env.str("SIGNATORY_TITLE", default=""),
}
ANYMAIL = env.dict("ANYMAIL", default={})
# More letters than this in one run wait for a person to say "send".
NOTICES_RUN_LIMIT = env.int("NOTICES_RUN_LIMIT", default=2000)
# Codes that one address may look up in a minute; 0: as many as it likes.
VERIFY_LOOKUPS_PER_MINUTE = env.int(
    "VERIFY_LOOKUPS_PER_MINUTE", default=0 if env.bool("NO_RATE_LIMITS", default=False) else 30
)

# --------------------------------------------------------------------------- background work
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://localhost")
CELERY_TASK_DEFAULT_QUEUE = env.str("CELERY_TASK_DEFAULT_QUEUE", default="celery")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Asking for a task happens within requests: a broker that is away costs them a moment, not their answer (lms.later).
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1}
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_TASK_ALWAYS_EAGER", default=False)
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, str | int | bool] = {}
if CELERY_BROKER_URL.startswith("filesystem:"):
    _broker = VAR_DIR / "broker"
    for _folder in ("queue", "control"):
        (_broker / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "control_folder": str(_broker / "control"),
    }
elif CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "retry_on_timeout": False}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "operations.tasks.heartbeat", "schedule": 60.0, "options": {"expires": 300}},
    "post-waiting-account-letters": {"task": "accounts.tasks.post_waiting", "schedule": 60.0},
    "deliver-waiting-notices": {"task": "notices.tasks.deliver_waiting", "schedule": 60.0},
    "publish-scheduled-pages": {"task": "courses.authoring.tasks.publish_scheduled", "schedule": 300.0},
    "release-what-is-due": {"task": "courses.releases.tasks.release_what_is_due", "schedule": 60.0},
    "apply-effective-releases": {"task": "certificates.updates.tasks.apply_effective_releases", "schedule": 300.0},
    "award-missing": {"task": "certificates.ledger.tasks.award_missing", "schedule": crontab(hour=2, minute=10)},
    "render-missing-files": {"task": "certificates.proof.tasks.render_missing", "schedule": 300.0},
    "ask-missing-updates": {"task": "certificates.updates.tasks.ask_missing", "schedule": crontab(hour=2, minute=40)},
    "queue-reminders": {"task": "certificates.updates.tasks.queue_reminders", "schedule": crontab(hour=6, minute=30)},
    "check-records": {"task": "operations.tasks.check_records", "schedule": crontab(hour=4, minute=20)},
    "sweep-uploaded-bundles": {"task": "courses.bundles.tasks.sweep_uploads", "schedule": crontab(minute=50)},
    "review-tasks": {"task": "courses.releases.tasks.open_missing_review_tasks", "schedule": crontab(hour=3, minute=0)},
    "apply-corrections": {"task": "courses.learning.tasks.apply_waiting_corrections", "schedule": 300.0},
}

# ---------------------------------------------------------------------------- Wagtail
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
WAGTAILADMIN_LOGIN_URL = "/account/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# No page and no document opens with a password that is passed around.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_ENABLED = False  # a release is approved at its desk; a second approval beside Publish misleads
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES  # the editor speaks the language of the account
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_DOCUMENT_FORM_BASE = "courses.authoring.documents.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "csv", "xlsx", "txt", "md", "vtt", "mp4", "webm", "mp3"]
TAGGIT_CASE_INSENSITIVE = True

# ------------------------------------------------------------------------------ safety
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "lms.errors.csrf_failure"
if SITE_URL.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
# What names beside ours do, and lists kept by browsers, are not for one site to decide; the editor frames its previews.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W019", "security.W021"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# ------------------------------------------------------------------------------- watching it
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # who has it may read /metrics
ADMINS = [("", address) for address in env.list("ADMINS", default=[])]  # who is written to about errors
SENTRY_DSN = env.str("SENTRY_DSN", default="")
if SENTRY_DSN:
    from lms import reporting

    reporting.start_sentry(SENTRY_DSN, RELEASE)

LOGGING = log_setup.logging(
    lines=env.str("LOG_FORMAT", default="line" if DEBUG else "json"), level=env.str("LOG_LEVEL", default="INFO")
)
