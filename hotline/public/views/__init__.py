"""The portal's pages: what everyone may read, and the private page of whoever reported."""
