"""Rows of a table piece by piece: however many there are, only one piece is held at a time."""

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

SIZE = 500  # rows a statement; SQLite allows no more than so many parameters
Row = TypeVar("Row", bound=Model)


def in_pieces(rows: QuerySet[Row], size: int = SIZE) -> Iterator[list[Row]]:
    """Every row by primary key; each piece is looked for after the last row of the one before.

    So nothing is kept open in between: what is done with a piece may write and commit, and what it takes out of the rows
    makes nobody be passed over.
    """
    ordered = rows.order_by("pk")
    piece = list(ordered[:size])
    while piece:
        yield piece
        piece = list(ordered.filter(pk__gt=piece[-1].pk)[:size])
