-- What of merging an agency may see: that a case of its own stands under another, and what reporters of merged reports say of
-- its own parts. Which report stands under which is the centre's business.
GRANT SELECT, INSERT, UPDATE ON casefile_merge, casefile_rating TO hotline_app;
GRANT SELECT ON casefile_rating TO hotline_agency;
GRANT SELECT (master_id) ON casefile_servicerequest TO hotline_agency;
ALTER TABLE casefile_merge ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefile_rating ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON casefile_merge TO hotline_app USING (true) WITH CHECK (true);
CREATE POLICY everything ON casefile_rating TO hotline_app USING (true) WITH CHECK (true);
CREATE POLICY own ON casefile_rating TO hotline_agency
    USING (EXISTS (SELECT FROM casefile_assignment AS part WHERE part.id = casefile_rating.part_id));

-- How many reports stand under a case: its agencies know how many people wait, and nothing of them.
CREATE FUNCTION casefile_merged_count(asked bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM casefile_servicerequest AS member
    WHERE member.master_id = asked AND (
        current_setting('role') <> 'hotline_agency'
        OR EXISTS (
            SELECT FROM casefile_assignment AS own
            WHERE own.request_id = asked AND own.unit_id = ANY (casefile_my_units())
                AND own.state NOT IN ('proposed', 'withdrawn')
        )
    )
$$;
REVOKE EXECUTE ON FUNCTION casefile_merged_count(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casefile_merged_count(bigint) TO hotline_app, hotline_agency;
