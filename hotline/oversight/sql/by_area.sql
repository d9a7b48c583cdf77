-- How many cases each ward has, on the boundaries of today or on those before an administrative change.
-- Asked by the supervisor and the city's leaders. Grain: one ward (area; NULL: no place known). Units: cases.
-- Before a change (%(before)s, its number): in the ward in which a case lay then; what was received since lies in its ward of
-- today. Of today (%(before)s NULL): in the ward that follows, by what was decided of the case where several follow.
-- Of some hotlines alone (%(streams)s): cases that came in by one of them or belong to one too; empty: of all.
SELECT placed.area, count(*) AS received, count(*) FILTER (WHERE placed.phase IN ('received', 'in_progress')) AS open,
    count(*) FILTER (WHERE placed.phase = 'resolved') AS resolved, count(*) FILTER (WHERE placed.phase = 'refused') AS refused
FROM (
    SELECT request.phase, CASE
        WHEN %(before)s::bigint IS NOT NULL THEN coalesce(lay.before_id, request.area_id)
        ELSE coalesce(follows.after, lies.after_id, request.area_id)
    END AS area
    FROM casefile_servicerequest AS request
    LEFT JOIN (
        SELECT DISTINCT ON (request_id) request_id, before_id FROM casefile_casesuccession
        WHERE succession_id >= %(before)s::bigint ORDER BY request_id, id
    ) AS lay ON lay.request_id = request.id
    LEFT JOIN (
        SELECT DISTINCT ON (request_id) request_id, after_id FROM casefile_casesuccession
        WHERE after_id IS NOT NULL AND %(before)s::bigint IS NULL ORDER BY request_id, id DESC
    ) AS lies ON lies.request_id = request.id
    LEFT JOIN unnest(%(closed)s::bigint[], %(followers)s::bigint[]) AS follows (before, after)
        ON follows.before = coalesce(lies.after_id, request.area_id)
    WHERE %(streams)s::text[] = '{}' OR request.stream = ANY(%(streams)s) OR request.also_stream = ANY(%(streams)s)
) AS placed
GROUP BY placed.area
