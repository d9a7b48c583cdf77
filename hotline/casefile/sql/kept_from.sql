-- A person of several units reads nothing of a case that complains of one of them, whichever other unit has it in hand. Which
-- agency is named lies sealed, so the application says which cases these are when it opens the door of such a person; without
-- the setting they are none. Restrictive: no other policy opens what this one closes.
CREATE OR REPLACE FUNCTION casefile_kept_from() RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(string_to_array(nullif(current_setting('hotline.kept_from', true), ''), ',')::bigint[], '{}')
$$;
CREATE POLICY kept_away ON casefile_assignment AS RESTRICTIVE TO hotline_agency
    USING (request_id <> ALL ((SELECT casefile_kept_from())::bigint[]));
