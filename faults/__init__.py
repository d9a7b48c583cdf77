"""What must hold when things break: each module with a `main` is one fault suite of `bin/hotline faults NAME`."""
