-- The agency complained of reads until when it has to explain itself, as it reads the question; whoever asked starts that
-- clock with its question. Nobody but the application ends or moves it: the part that asks must be in its agency's hands.
ALTER POLICY own ON casefile_clock
    USING (
        (part_id IS NOT NULL AND EXISTS (SELECT FROM casefile_assignment AS part WHERE part.id = casefile_clock.part_id))
        OR (
            stops = 'answered'
            AND EXISTS (SELECT FROM casefile_assignment AS part WHERE part.request_id = casefile_clock.request_id)
        )
        OR (
            directive_id IS NOT NULL
            AND EXISTS (SELECT FROM casefile_directive AS given WHERE given.id = casefile_clock.directive_id)
        )
        OR (
            explanation_id IS NOT NULL
            AND EXISTS (SELECT FROM casefile_explanation AS asked WHERE asked.id = casefile_clock.explanation_id)
        )
    )
    WITH CHECK (
        EXISTS (SELECT FROM casefile_assignment AS part WHERE part.id = casefile_clock.part_id)
        OR EXISTS (SELECT FROM casefile_directive AS given WHERE given.id = casefile_clock.directive_id)
        OR EXISTS (
            SELECT FROM casefile_explanation AS asked
            JOIN casefile_assignment AS part ON part.id = asked.part_id AND part.role = 'lead' AND part.state = 'accepted'
            WHERE asked.id = casefile_clock.explanation_id
        )
    );
