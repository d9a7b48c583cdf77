-- Messages of citizens, what they came to, and how channels are set up: no agency's business, whose role gets no grant.
GRANT SELECT, INSERT, UPDATE ON
    casefile_conversation, casefile_incoming, casefile_refuseddeliveries, casefile_channelsetup TO hotline_app;
GRANT SELECT, INSERT, DELETE ON casefile_optout TO hotline_app;
