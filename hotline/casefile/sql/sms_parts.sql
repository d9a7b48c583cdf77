-- Parts of SMS: no agency's business, whose role gets no grant.
GRANT SELECT, INSERT, UPDATE, DELETE ON casefile_inboundpart, casefile_sentpart TO hotline_app;
