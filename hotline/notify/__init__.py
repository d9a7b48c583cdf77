"""Stage 6: render texts, drain the outbox, send."""
