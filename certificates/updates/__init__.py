"""What a release asks of holders: audience, roll-out, obligations, reminders."""
