# The site, the worker and the clock are one image with three commands (compose.yaml).
FROM python:3.12-slim-trixie

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 WEB_CONCURRENCY=3 \
    VAR_DIR=/var/lib/cairn
WORKDIR /srv/cairn

COPY scripts/system-packages scripts/
RUN scripts/system-packages run && rm -rf /var/lib/apt/lists/*

# Backups use PostgreSQL's own tools, which must not be older than the server of compose.yaml.
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*

COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt

COPY . .
# Built assets do not depend on a deployment, so a throw-away key will do here.
RUN useradd --system --home-dir /var/lib/cairn --create-home cairn \
    && SECRET_KEY=build WEB_CONCURRENCY=1 python manage.py build_fonts \
    && SECRET_KEY=build WEB_CONCURRENCY=1 python manage.py compile_languages \
    && SECRET_KEY=build WEB_CONCURRENCY=1 python manage.py collectstatic --noinput \
    && mkdir -p /data/media /data/private /data/frozen /data/backups \
    && chown -R cairn:cairn /var/lib/cairn /data
USER cairn

EXPOSE 8000
CMD ["gunicorn", "lms.wsgi", "--bind", "0.0.0.0:8000", "--threads", "2"]
