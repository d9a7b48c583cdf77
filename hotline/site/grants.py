"""Give the application its rights on tables whose own migrations gave it none: those of Django and of libraries."""

from django.db import connections

from hotline.site.roles import APP

# A table on which the application has any right at all was thought about in a migration: it is left as it is.
UNCLAIMED = """
    SELECT quote_ident(relname)
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relowner = current_user::regrole
      AND NOT has_table_privilege(%(role)s, oid, 'SELECT, INSERT, UPDATE, DELETE')
      AND NOT has_any_column_privilege(%(role)s, oid, 'SELECT, INSERT, UPDATE')
"""


def grant_unclaimed() -> None:
    """Grant the application reading and writing on every table of the owner that no migration granted it anything on.

    Of the table of migrations it may read only. To be called after migrating, on the owner's connection.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute(UNCLAIMED, {"role": APP})
        for (table,) in cursor.fetchall():
            rights = "SELECT" if table == "django_migrations" else "SELECT, INSERT, UPDATE, DELETE"
            cursor.execute(f"GRANT {rights} ON {table} TO {APP}")
