-- Which points are one person's, and codes: no agency's business, whose role gets no grant.
GRANT SELECT, INSERT, UPDATE ON casefile_contactjoin TO hotline_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON casefile_phonecode TO hotline_app;
