-- An agency files commitments of its own parts and reads them; what the supervisor decides on them it only reads.
GRANT SELECT, INSERT, UPDATE ON casefile_commitment TO hotline_app;
GRANT SELECT, INSERT ON casefile_commitment TO hotline_agency;
ALTER TABLE casefile_commitment ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON casefile_commitment TO hotline_app USING (true) WITH CHECK (true);
CREATE POLICY own ON casefile_commitment TO hotline_agency
    USING (part_id IN (SELECT id FROM casefile_assignment)) WITH CHECK (part_id IN (SELECT id FROM casefile_assignment));
