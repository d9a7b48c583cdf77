"""The figures of `bench likeness`, each taken by a module of its own: what is like another case, wards that end, an API."""
