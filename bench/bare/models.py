"""One row to read and one to write."""

from django.db import models


class Row(models.Model):
    key = models.CharField(max_length=40, unique=True)
    text = models.TextField()

    def __str__(self) -> str:
        return self.key


class Mark(models.Model):
    row = models.ForeignKey(Row, on_delete=models.CASCADE)
    user_id = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.user_id} at {self.at}"
