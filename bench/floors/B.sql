-- Floor B: our one statement, as it is, by pgbench.
-- Made by `bin/hotline bench intake --make-floors` of what PostgreSQL itself logged for one report; not edited by hand.
\set n :n + 1
\set id :base + :n * :clients + :client_id
\if :ready = 0
SELECT '\x5e66810eda6d4ddae90cd4118ce03d828efed57a552f9ec8012509c6a738844a' AS payload,
    '2099-01-01 00:00:00+00' AS now,
    '\x01041393d901171e9243a307e88a6eea9083d22ee21f9870fe555ec14ca2178c3974fff3517dc9b38bd8c993751d82ec6e6ec8' AS link_token,
    'report' AS kind,
    '1022' AS stream,
    'vi' AS language,
    'open311' AS channel,
    '4' AS service,
    't' AS service_chosen,
    'Ổ gà lớn giữa đường, xe máy tránh rất khó, trời mưa không thấy (floor-00000000).' AS words,
    'Ổ gà lớn giữa đường, xe máy tránh rất khó, trời mưa không thấy (floor-00000000).' AS agency_words,
    '{}' AS attributes,
    '10.96892' AS lat,
    '106.66108' AS lon,
    '8965b56cd5bffff' AS cell,
    'Số 1 đường Lê Lợi' AS place_words,
    'Số 1 đường Lê Lợi' AS agency_place,
    '1' AS area,
    'nearest_centre' AS area_how,
    'f' AS urgent,
    '\x01ff3f7cce508d184be1edcbb2d232f6fbd1026bcb783e769364aa3b0da9c0a8e66f66a8086a155d93344f85be944844' AS contact_name,
    't' AS has_contact,
    '[{"kind": "sms", "blind": "d8563f21172444ed411186314c0b3f073fda4f7ffa84cd77a53819842bfd603a", "value": "01bde68a6bbdb0f578fa4e55f80501ac1c08fff54e67a6b4e1d84dcab192978694cd73a9d9c04d1749"}]' AS points,
    'sms' AS answer_on,
    'f' AS hidden,
    '\x0158cc7827be20d787f8600cad403410f8a1332fc2a4091e3a33d7d8eb98d224387b7e55c84d303faee33baf3a233d302067add5786b2233d8aecf2c7d81a1e65e763e2bff639192620fc09e5a06259557e47e11b56fec2cc32fe4d3f0ccc1dd8b99f32e6306445fcde87a01ac8ea6e058e61e4b8ac1b6d7da1644956fdafd23585459fd4b94f5598d8b2684fbac2812fd155a395a5906d91ba3b112cd9b3909c65215b042adc067f8c987bb90d9b904bf22122609d7d15a1751cc2f65589f5a65ad0e9d19e559b86a1763a238bfd267af3e7326136968b2884f4552e1ed16dde1db686ce5a796288e9a877e43644a0dc66bcdc3fe68ca8db94f8148bca7d0f4a8cf2669cd59eedf168c103e92343ef5c321b4ee17c1196519ea5fc4e3be904f01cb39536c34c0ff14ba71fda668e4554ad0bd3d28b0927fbf983153fe619879dcc7045ecdbc72c13e8eb6234841b4ed71c2718c4d391844b47c82e78bec97289e31179f93e90182c23b122a503065fe5cdd450ed5181bb8cd02b63f853a99ad95477be56493a87463799ff36494ab78955bda43a5528ad08eae77d9476104430891de20186e1d6ca02f2cda60c29f9b882eb854052cd9d1a2cb738ca972e577e26c720d4b340f26d765f5c3' AS raw,
    '[{"role": "lead", "rule": "duong-bo", "unit": 51, "because": {"also": [], "group": "roads", "why_not": ["service_not_automatic"]}, "automatic": false}]' AS parts,
    '[{"rule": "answer-5-working-days", "stops": "answered", "due_at": "2026-11-30T17:00:00+07:00", "purpose": "answer", "calendar": "hanh-chinh", "rule_from": "2023-10-26", "derivation": {"left": null, "rule": "answer-5-working-days", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-11-30T17:00:00+07:00", "length": {"unit": "working_days", "amount": 5}, "pauses": [], "source": "Quyết định 4874/QĐ-UBND ngày 26-10-2023 của UBND Thành phố Hồ Chí Minh", "made_up": [], "skipped": [{"on": "2026-11-24", "reason": "Ngày Văn hóa Việt Nam", "source": "Gói dữ liệu mở holidays (MIT), lịch nghỉ của Việt Nam", "reason_en": "Vietnam Cultural Day"}], "calendar": "hanh-chinh", "started_at": "2026-11-21T22:14:55.765200+00:00", "started_by": "received", "provisional": false, "rule_version": "2023-10-26"}, "started_at": "2026-11-21T22:14:55.765200+00:00", "started_by": "received"}, {"rule": "forward-5-minutes", "stops": "forwarded", "due_at": "2026-11-22T05:19:55.765200+07:00", "purpose": "forward", "calendar": "hanh-chinh", "rule_from": "2020-05-04", "derivation": {"left": null, "rule": "forward-5-minutes", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-11-22T05:19:55.765200+07:00", "length": {"unit": "minutes", "amount": 5}, "pauses": [], "source": "Quyết định 1478/QĐ-UBND ngày 4-5-2020 của UBND Thành phố Hồ Chí Minh", "made_up": [], "skipped": [], "calendar": "hanh-chinh", "started_at": "2026-11-21T22:14:55.765200+00:00", "started_by": "received", "provisional": false, "rule_version": "2020-05-04"}, "started_at": "2026-11-21T22:14:55.765200+00:00", "started_by": "received"}]' AS clocks,
    '[{"at": "2026-11-21T22:14:55.765200+00:00", "mac": "ca925d2bff14f795359abbc0e01a6dcf15220101217e890b4bb13042e372479c", "name": "received", "note": null, "facts": {"area": "25747", "hints": [], "channel": "open311", "service": "pothole"}, "reason": "", "actor_kind": "citizen", "actor_unit": null, "actor_user": null, "request_id": 1}, {"at": "2026-11-21T22:14:55.765200+00:00", "mac": "34be457e99d863c0494ccf06315c2902488efb7f2c05de4949d618bf1a9381f2", "name": "proposed", "note": null, "facts": {"role": "lead", "rule": "duong-bo", "unit": 51}, "reason": "", "actor_kind": "citizen", "actor_unit": null, "actor_user": null, "request_id": 1}]' AS events,
    '[{"once": "received:1", "event": "received", "channel": "sms", "priority": 2}]' AS messages,
    '{}' AS attachments
\gset
\set ready 1
\endif
WITH fresh AS (
    INSERT INTO casefile_intakekey (key, payload, request_id, created_at)
    VALUES ((uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), :payload, :id, :now)
    ON CONFLICT (key) DO NOTHING
    RETURNING request_id
), request AS (
    INSERT INTO casefile_servicerequest (
        id, reference, link_hash, link_token, kind, stream, language, channel, service_id, service_chosen, words,
        agency_words, attributes, lat, lon, cell, place_words, agency_place, area_id, area_how, urgent, received_at,
        changed_at
    )
    SELECT
        fresh.request_id, ('1022-' || gen_random_uuid()::text), (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), :link_token, :kind, :stream, :language,
        :channel, :service, :service_chosen, :words, :agency_words, :attributes, :lat, :lon,
        :cell, :place_words, :agency_place, :area, :area_how, :urgent, :now, :now
    FROM fresh
), contact AS (
    INSERT INTO casefile_contact (name, language, created_at)
    SELECT :contact_name, :language, :now FROM fresh WHERE :has_contact
    RETURNING id
), points AS (
    INSERT INTO casefile_contactpoint (contact_id, kind, value, blind)
    SELECT contact.id, point.kind, decode(point.value, 'hex'), decode(point.blind, 'hex')
    FROM contact, jsonb_to_recordset(:points) AS point (kind text, value text, blind text)
    RETURNING id, contact_id, kind
), reporter AS (
    INSERT INTO casefile_reporter (request_id, contact_id, point_id, channel, main, hidden)
    SELECT fresh.request_id, points.contact_id, points.id, :answer_on, true, :hidden
    FROM fresh, points WHERE points.kind = :answer_on
    RETURNING id
), delivery AS (
    INSERT INTO casefile_delivery (channel, provider_id, body, state, reason, request_id, contact_id, received_at, read_at)
    SELECT :channel, ('1022-' || gen_random_uuid()::text), :raw, 'read', '', fresh.request_id, (SELECT id FROM contact), :now, :now
    FROM fresh WHERE :raw::bytea IS NOT NULL
), parts AS (
    INSERT INTO casefile_assignment (request_id, unit_id, role, rule, because, automatic, proposed_at)
    SELECT fresh.request_id, part.unit, part.role, part.rule, part.because, part.automatic, :now
    FROM fresh, jsonb_to_recordset(:parts)
        AS part (unit bigint, role text, rule text, because jsonb, automatic boolean)
), clocks AS (
    INSERT INTO casefile_clock (
        request_id, rule, purpose, stops, rule_from, calendar, started_by, started_at, due_at, derivation
    )
    SELECT
        fresh.request_id, clock.rule, clock.purpose, clock.stops, clock.rule_from, clock.calendar, clock.started_by,
        clock.started_at, clock.due_at, clock.derivation
    FROM fresh, jsonb_to_recordset(:clocks) AS clock (
        rule text, purpose text, stops text, rule_from date, calendar text, started_by text, started_at timestamptz,
        due_at timestamptz, derivation jsonb
    )
), events AS (
    INSERT INTO casefile_event (request_id, name, at, actor_kind, actor_user, actor_unit, reason, note, facts, mac)
    SELECT
        fresh.request_id, event.name, event.at, event.actor_kind, event.actor_user, event.actor_unit, event.reason,
        event.note, event.facts, decode(event.mac, 'hex')
    FROM fresh, jsonb_to_recordset(:events) AS event (
        name text, at timestamptz, actor_kind text, actor_user bigint, actor_unit bigint, reason text, note bigint,
        facts jsonb, mac text
    )
), messages AS (
    INSERT INTO casefile_message (
        request_id, event, facts, once, priority, channel, language, reporter_id, created_at, try_at
    )
    SELECT
        fresh.request_id, message.event, '{}', message.once, message.priority, message.channel, :language,
        reporter.id, :now, :now
    FROM fresh, reporter, jsonb_to_recordset(jsonb_set(:messages, '{0,once}', to_jsonb(gen_random_uuid()::text)))
        AS message (event text, once text, priority smallint, channel text)
), photos AS (
    UPDATE casefile_attachment SET request_id = fresh.request_id
    FROM fresh WHERE casefile_attachment.key = ANY(:attachments) AND casefile_attachment.request_id IS NULL
    RETURNING casefile_attachment.id
)
SELECT (SELECT count(*) FROM photos) FROM fresh;
