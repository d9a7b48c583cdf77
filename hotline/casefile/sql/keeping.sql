-- How did agencies keep the deadlines, and the commitments, that were due from `since` to before `until`?
-- Asks: the supervisor of all, an agency of its own `units`. Grain: one agency. Units: deadlines of parts; commitments that stood, where the deadline they were
-- filed for was not kept after all. What passed and still runs is missed, or broken, as yet. Void ones count nowhere.
WITH deadline AS (
    SELECT part.unit_id,
        count(*) FILTER (WHERE clock.outcome = 'kept') AS on_time,
        count(*) FILTER (WHERE clock.outcome = 'overrun_lawfully') AS overrun_lawfully,
        count(*) FILTER (WHERE clock.outcome = 'missed' OR (clock.outcome = '' AND clock.due_at < %(now)s)) AS missed
    FROM casefile_clock AS clock
    JOIN casefile_assignment AS part ON part.id = clock.part_id
    WHERE clock.purpose <> %(commitment)s AND clock.stops IN ('result_filed', 'result_accepted')
        AND clock.due_at >= %(since)s AND clock.due_at < %(until)s
        AND (%(units)s::bigint[] IS NULL OR part.unit_id = ANY (%(units)s::bigint[]))
    GROUP BY part.unit_id
), promise AS (
    SELECT part.unit_id,
        count(*) FILTER (WHERE clock.outcome = 'kept') AS kept,
        count(*) FILTER (WHERE clock.outcome = 'missed' OR (clock.outcome = '' AND clock.due_at < %(now)s)) AS broken,
        count(*) FILTER (WHERE clock.outcome = 'overrun_lawfully') AS extended,
        count(*) FILTER (WHERE clock.outcome = '' AND clock.due_at >= %(now)s) AS running
    FROM casefile_commitment AS commitment
    JOIN casefile_clock AS clock ON clock.id = commitment.clock_id
    JOIN casefile_assignment AS part ON part.id = commitment.part_id
    LEFT JOIN LATERAL (
        SELECT given.outcome FROM casefile_clock AS given
        WHERE given.part_id = part.id AND given.purpose <> %(commitment)s AND given.stops = clock.stops
            AND given.outcome <> 'void' AND given.started_at <= commitment.filed_at
        ORDER BY given.id DESC LIMIT 1
    ) AS overrun ON true
    WHERE commitment.state = 'standing' AND overrun.outcome IS DISTINCT FROM 'kept'
        AND clock.due_at >= %(since)s AND clock.due_at < %(until)s
        AND (%(units)s::bigint[] IS NULL OR part.unit_id = ANY (%(units)s::bigint[]))
    GROUP BY part.unit_id
)
SELECT unit_id, coalesce(on_time, 0), coalesce(overrun_lawfully, 0), coalesce(missed, 0),
    coalesce(kept, 0), coalesce(broken, 0), coalesce(extended, 0), coalesce(running, 0)
FROM deadline FULL JOIN promise USING (unit_id)
WHERE on_time + overrun_lawfully + missed > 0 OR kept + broken + extended + running > 0
ORDER BY coalesce(broken, 0) DESC, coalesce(missed, 0) DESC, unit_id
