"""What is measured: each module with a `main` is one measurement of `bin/hotline bench NAME`."""
