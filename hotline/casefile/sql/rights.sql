-- The application: reads and writes the record, but never changes or deletes an event or a seal.
GRANT SELECT, INSERT ON casefile_event, casefile_seal TO hotline_app;
GRANT SELECT, INSERT, UPDATE ON
    casefile_servicerequest, casefile_assignment, casefile_clock, casefile_answer, casefile_answerversion,
    casefile_contact, casefile_contactpoint, casefile_reporter, casefile_delivery, casefile_message, casefile_note,
    casefile_question TO hotline_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON casefile_attachment, casefile_intakekey TO hotline_app;
GRANT USAGE ON SEQUENCE casefile_servicerequest_id_seq TO hotline_app;

-- Whoever gets past the grants (an owner, a superuser in a hurry) still meets this; tampering on purpose is for the seals.
CREATE FUNCTION casefile_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON casefile_event
    FOR EACH STATEMENT EXECUTE FUNCTION casefile_refuse_change();
CREATE TRIGGER seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON casefile_seal
    FOR EACH STATEMENT EXECUTE FUNCTION casefile_refuse_change();

-- An agency. Its units stand in a setting of the transaction; without it the list is NULL and nothing matches.
CREATE FUNCTION casefile_my_units() RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT string_to_array(nullif(current_setting('hotline.units', true), ''), ',')::bigint[]
$$;

-- The phase of a case follows from all its parts; an agency acting on its own part learns the states of the others
-- through this, and nothing else of them.
CREATE FUNCTION casefile_part_states(request bigint) RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT state FROM casefile_assignment WHERE request_id = request
$$;
REVOKE EXECUTE ON FUNCTION casefile_part_states(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casefile_part_states(bigint) TO hotline_app, hotline_agency;

-- The citizen's own words, the link and who they are have no grant at all.
GRANT SELECT (
    id, reference, kind, stream, language, channel, service_id, service_chosen, agency_words, attributes, lat, lon, cell,
    place_words, area_id, area_how, screening, refusal, urgent, phase, round, public_words, public_place, approved_at,
    received_at, complete_at, changed_at, version
), UPDATE (phase, changed_at, version) ON casefile_servicerequest TO hotline_agency;
GRANT SELECT, UPDATE (state, handler_id, result, accepted_at, result_at, closed_at) ON casefile_assignment
    TO hotline_agency;
GRANT SELECT, INSERT, UPDATE ON casefile_clock TO hotline_agency;
GRANT SELECT, INSERT ON casefile_event, casefile_note, casefile_question TO hotline_agency;
GRANT SELECT (id, request_id, round, state) ON casefile_answer TO hotline_agency;
GRANT SELECT (id, request_id, channel, main) ON casefile_reporter TO hotline_agency;
GRANT SELECT (
    id, key, kind, request_id, part_id, sha256, phash, width, height, taken_at, added_at, public_at, withdrawn_at
), UPDATE (request_id, part_id) ON casefile_attachment TO hotline_agency;
GRANT INSERT ON casefile_message TO hotline_agency;

ALTER TABLE casefile_servicerequest ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefile_assignment ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefile_clock ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefile_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefile_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefile_question ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefile_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefile_reporter ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefile_attachment ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefile_message ENABLE ROW LEVEL SECURITY;

CREATE POLICY everything ON casefile_servicerequest TO hotline_app USING (true) WITH CHECK (true);
CREATE POLICY everything ON casefile_assignment TO hotline_app USING (true) WITH CHECK (true);
CREATE POLICY everything ON casefile_clock TO hotline_app USING (true) WITH CHECK (true);
CREATE POLICY everything ON casefile_event TO hotline_app USING (true) WITH CHECK (true);
CREATE POLICY everything ON casefile_note TO hotline_app USING (true) WITH CHECK (true);
CREATE POLICY everything ON casefile_question TO hotline_app USING (true) WITH CHECK (true);
CREATE POLICY everything ON casefile_answer TO hotline_app USING (true) WITH CHECK (true);
CREATE POLICY everything ON casefile_reporter TO hotline_app USING (true) WITH CHECK (true);
CREATE POLICY everything ON casefile_attachment TO hotline_app USING (true) WITH CHECK (true);
CREATE POLICY everything ON casefile_message TO hotline_app USING (true) WITH CHECK (true);

-- A part is its agency's from forwarding on; what was only proposed, or withdrawn, is none of its business.
CREATE POLICY own ON casefile_assignment TO hotline_agency
    USING (unit_id = ANY (casefile_my_units()) AND state NOT IN ('proposed', 'withdrawn'));
CREATE POLICY own ON casefile_servicerequest TO hotline_agency
    USING (EXISTS (SELECT FROM casefile_assignment AS part WHERE part.request_id = casefile_servicerequest.id));
CREATE POLICY own ON casefile_clock TO hotline_agency
    USING (
        part_id IN (SELECT id FROM casefile_assignment)
        OR (stops = 'answered' AND request_id IN (SELECT request_id FROM casefile_assignment))
    )
    WITH CHECK (part_id IN (SELECT id FROM casefile_assignment));
CREATE POLICY own ON casefile_event TO hotline_agency
    USING (
        request_id IN (SELECT request_id FROM casefile_assignment)
        AND (facts ->> 'part' IS NULL OR (facts ->> 'part')::bigint IN (SELECT id FROM casefile_assignment))
    );
CREATE POLICY own ON casefile_note TO hotline_agency USING (part_id IN (SELECT id FROM casefile_assignment));
CREATE POLICY own ON casefile_question TO hotline_agency USING (part_id IN (SELECT id FROM casefile_assignment));
CREATE POLICY own ON casefile_answer TO hotline_agency
    USING (request_id IN (SELECT request_id FROM casefile_assignment));
CREATE POLICY own ON casefile_reporter TO hotline_agency
    USING (request_id IN (SELECT request_id FROM casefile_assignment));
-- Evidence is loose between its upload and its filing.
CREATE POLICY own ON casefile_attachment TO hotline_agency
    USING (
        (request_id IS NULL AND kind = 'evidence')
        OR part_id IN (SELECT id FROM casefile_assignment)
        OR (part_id IS NULL AND request_id IN (SELECT request_id FROM casefile_assignment))
    )
    WITH CHECK (part_id IN (SELECT id FROM casefile_assignment));
CREATE POLICY own ON casefile_message FOR INSERT TO hotline_agency
    WITH CHECK (request_id IN (SELECT request_id FROM casefile_assignment));
