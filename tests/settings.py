"""Settings of the tests: the same file as everywhere, with quick password hashing and mail kept in memory."""

import os

os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("VAR_DIR", "var/test")
os.environ.setdefault("BUILT_DIR", "var/built")  # cut once for all
os.environ.setdefault("EMAIL_URL", "memorymail://")
os.environ.setdefault("CELERY_TASK_ALWAYS_EAGER", "true")
os.environ.setdefault("NO_RATE_LIMITS", "true")
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("DATABASE_URL", "sqlite:///" + os.path.abspath("var/test/cairn.sqlite3"))
# Tests of pages use the database while Playwright's event loop runs in the same thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from lms.catalogues import compile_all
from lms.settings import *  # noqa: F403

compile_all()

if "redis" in CACHES["default"]["BACKEND"].lower():  # noqa: F405
    # Each test process empties its own cache.
    _place, _number = CACHES["default"]["LOCATION"].rsplit("/", 1)  # noqa: F405
    _process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    CACHES["default"]["LOCATION"] = f"{_place}/{int(_number) + _process}"  # noqa: F405

if os.environ.get("REUSE_DB") and "sqlite" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # With pytest's --reuse-db: a file that the next run finds again, instead of migrating for half a minute.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "reused.sqlite3")}  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # noqa: F405 (whitenoise warns without)

# Each test process has files of its own, so that none deletes what another one looks at.
_own = os.environ.get("PYTEST_XDIST_WORKER", "alone")
for _area in ("private", "frozen"):
    STORAGES[_area]["OPTIONS"]["location"] = str(VAR_DIR / "files" / _own / _area)  # noqa: F405

TASKS = {"default": {"BACKEND": "tests.indexing.SearchOnlyWhenAsked", "ENQUEUE_ON_COMMIT": False}}
