-- An agency's desk costs what stands on it and not what the agency ever had. Before, each of its questions read every part
-- that the agency was ever given, and the count of its deadlines every clock of the city.

-- What was "in the list of all of the agency's parts" is looked up for the row at hand; its units are read once for a question.
ALTER POLICY own ON casefile_assignment
    USING (
        (unit_id = ANY ((SELECT casefile_my_units())::bigint[]) AND state NOT IN ('proposed', 'withdrawn'))
        OR (handed_down_from_id IS NOT NULL AND casefile_is_mine_above(handed_down_from_id))
    );
ALTER POLICY own ON casefile_clock
    USING (
        (part_id IS NOT NULL AND EXISTS (SELECT FROM casefile_assignment AS part WHERE part.id = casefile_clock.part_id))
        OR (
            stops = 'answered'
            AND EXISTS (SELECT FROM casefile_assignment AS part WHERE part.request_id = casefile_clock.request_id)
        )
    )
    WITH CHECK (EXISTS (SELECT FROM casefile_assignment AS part WHERE part.id = casefile_clock.part_id));
