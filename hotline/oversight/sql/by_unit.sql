-- How many parts each agency was given, and how they stand, as agencies are today or as they were before a change.
-- Asked by the supervisor and the city's leaders. Grain: one agency (unit). Units: parts of cases that were forwarded.
-- Before a change (%(before)s, when it was carried out): with the agency that had the part then. Of today (%(before)s NULL): with
-- the one that goes on with the records of one that ended.
SELECT held.unit, count(*) AS given, count(*) FILTER (WHERE held.state IN ('forwarded', 'accepted', 'result_filed')) AS in_hand,
    count(*) FILTER (WHERE held.state = 'done') AS done, count(*) FILTER (WHERE held.state = 'returned') AS returned
FROM (
    SELECT part.state, CASE
        WHEN %(before)s::timestamptz IS NOT NULL THEN coalesce(had.before_id, part.unit_id)
        ELSE coalesce(heirs.heir, part.unit_id)
    END AS unit
    FROM casefile_assignment AS part
    LEFT JOIN (
        SELECT DISTINCT ON (part_id) part_id, before_id FROM casefile_partsuccession
        WHERE at >= %(before)s::timestamptz ORDER BY part_id, id
    ) AS had ON had.part_id = part.id
    LEFT JOIN unnest(%(ended)s::bigint[], %(heirs)s::bigint[]) AS heirs (unit, heir) ON heirs.unit = part.unit_id
    WHERE part.forwarded_at IS NOT NULL AND part.state <> 'withdrawn'
) AS held
GROUP BY held.unit
