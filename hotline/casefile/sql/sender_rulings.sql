-- Whom the centre does not act on for a time, and why: no agency's business, whose role gets no grant. Nothing is ever taken out.
GRANT SELECT, INSERT, UPDATE ON casefile_senderruling TO hotline_app;
