-- Matters that came back. The worker finds them; the centre's people deny or restore them.
GRANT SELECT, INSERT, UPDATE ON casefile_recurrence TO hotline_app;
GRANT SELECT, UPDATE ON casefile_recurrencefollowing TO hotline_app;
GRANT SELECT (occurrence) ON casefile_servicerequest TO hotline_agency;
ALTER TABLE casefile_recurrence ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON casefile_recurrence TO hotline_app USING (true) WITH CHECK (true);

-- Reports of before are not looked at: what comes from here on is.
INSERT INTO casefile_recurrencefollowing (id, horizon) SELECT 1, pg_snapshot_xmin(pg_current_snapshot());

-- What the supervisor counts: reports in which a word proposed something, and what people said of emergencies.
CREATE INDEX event_hinted ON casefile_event (at) WHERE name = 'received' AND facts -> 'hints' <> '[]'::jsonb;
CREATE INDEX event_emergency_said ON casefile_event (at) WHERE name = 'emergency_said';
