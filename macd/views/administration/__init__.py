"""What administrators keep: messages that are owed, webhooks, Django's own pages."""
