"""The identity of frozen content: SHA-256 of its canonical JSON (RFC 8785), in which no database number takes part."""

import hashlib
from typing import Any

import rfc8785

SCHEMA = 1


def canonical(value: Any) -> bytes:
    """The value as JSON that is the same bytes whoever writes it, in any language that knows RFC 8785.

    Raises rfc8785.CanonicalizationError for what has no such form: numbers beyond 53 bits, halves of characters.
    """
    return rfc8785.dumps(value)


def content_hash(kind: str, key: str, data: dict[str, Any]) -> str:
    """SHA-256 (hex) of a content's kind, key, schema and data."""
    return hashlib.sha256(canonical({"kind": kind, "key": key, "schema": SCHEMA, "data": data})).hexdigest()
