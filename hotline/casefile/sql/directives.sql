-- What goes up to the People's Committee is the centre's alone. An agency reads what it was directed to, with the paper that
-- says so, and answers it; whether that is enough it only reads.
GRANT SELECT, INSERT, UPDATE ON casefile_dossier, casefile_position, casefile_directive TO hotline_app;
GRANT SELECT (id, paper, signed_on) ON casefile_dossier TO hotline_agency;
GRANT SELECT, UPDATE (state, answer, answered_at) ON casefile_directive TO hotline_agency;
ALTER TABLE casefile_dossier ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefile_position ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefile_directive ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON casefile_dossier TO hotline_app USING (true) WITH CHECK (true);
CREATE POLICY everything ON casefile_position TO hotline_app USING (true) WITH CHECK (true);
CREATE POLICY everything ON casefile_directive TO hotline_app USING (true) WITH CHECK (true);
CREATE POLICY own ON casefile_directive TO hotline_agency
    USING (EXISTS (SELECT FROM casefile_assignment AS part WHERE part.id = casefile_directive.part_id))
    WITH CHECK (
        state = 'answered' AND EXISTS (SELECT FROM casefile_assignment AS part WHERE part.id = casefile_directive.part_id)
    );
CREATE POLICY own ON casefile_dossier TO hotline_agency
    USING (EXISTS (SELECT FROM casefile_directive AS given WHERE given.dossier_id = casefile_dossier.id));

-- The clock of a directive is its agency's, as that of a part is.
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
    )
    WITH CHECK (
        EXISTS (SELECT FROM casefile_assignment AS part WHERE part.id = casefile_clock.part_id)
        OR EXISTS (SELECT FROM casefile_directive AS given WHERE given.id = casefile_clock.directive_id)
    );
