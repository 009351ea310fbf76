"""The identity of frozen content: SHA-256 of its canonical JSON, in which no database number takes part."""

import hashlib
import json
from typing import Any

SCHEMA = 1


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no spaces and UTF-8, so that equal values are equal bytes."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def content_hash(kind: str, key: str, data: dict[str, Any]) -> str:
    """SHA-256 (hex) of a content's kind, key, schema and data."""
    return hashlib.sha256(canonical({"kind": kind, "key": key, "schema": SCHEMA, "data": data})).hexdigest()
