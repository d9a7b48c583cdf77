-- The agency complained of reads what it is asked to explain, and nothing else of the case; the superior that asks reads
-- and asks for its own part. What is replied, the application writes: the one named has no way to the case, not even to
-- write an event. Who wants to see the reporter is no agency's business at all.
GRANT SELECT, INSERT, UPDATE ON casefile_explanation, casefile_revealasked TO hotline_app;
GRANT SELECT, INSERT ON casefile_explanation TO hotline_agency;
ALTER TABLE casefile_explanation ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefile_revealasked ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON casefile_explanation TO hotline_app USING (true) WITH CHECK (true);
CREATE POLICY everything ON casefile_revealasked TO hotline_app USING (true) WITH CHECK (true);
CREATE POLICY asked ON casefile_explanation FOR SELECT TO hotline_agency
    USING (unit_id = ANY ((SELECT casefile_my_units())::bigint[]));
CREATE POLICY own ON casefile_explanation TO hotline_agency
    USING (request_id IN (SELECT request_id FROM casefile_assignment WHERE role = 'lead'))
    WITH CHECK (part_id IN (SELECT id FROM casefile_assignment WHERE role = 'lead' AND state = 'accepted'));
