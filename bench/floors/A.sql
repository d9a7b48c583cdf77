-- Floor A: the same rows by separate inserts in one transaction, by pgbench.
-- Made by `bin/hotline bench intake --make-floors` of what PostgreSQL itself logged for one report; not edited by hand.
\set n :n + 1
\set id :base + :n * :clients + :client_id
\if :ready = 0
SELECT '\x5e66810eda6d4ddae90cd4118ce03d828efed57a552f9ec8012509c6a738844a' AS r1_payload,
    '2099-01-01 00:00:00+00' AS r1_created_at,
    '\x01041393d901171e9243a307e88a6eea9083d22ee21f9870fe555ec14ca2178c3974fff3517dc9b38bd8c993751d82ec6e6ec8' AS r2_link_token,
    'report' AS r2_kind,
    '1022' AS r2_stream,
    'vi' AS r2_language,
    'open311' AS r2_channel,
    '4' AS r2_service_id,
    'true' AS r2_service_chosen,
    'Ổ gà lớn giữa đường, xe máy tránh rất khó, trời mưa không thấy (floor-00000000).' AS r2_words,
    'Ổ gà lớn giữa đường, xe máy tránh rất khó, trời mưa không thấy (floor-00000000).' AS r2_agency_words,
    '{}' AS r2_attributes,
    '10.96892' AS r2_lat,
    '106.66108' AS r2_lon,
    '8965b56cd5bffff' AS r2_cell,
    'Số 1 đường Lê Lợi' AS r2_place_words,
    'Số 1 đường Lê Lợi' AS r2_agency_place,
    '1' AS r2_area_id,
    'nearest_centre' AS r2_area_how,
    'false' AS r2_urgent,
    '2099-01-01 00:00:00+00' AS r2_received_at,
    '2026-11-21 22:14:55.7652+00' AS r2_changed_at,
    '\x01ff3f7cce508d184be1edcbb2d232f6fbd1026bcb783e769364aa3b0da9c0a8e66f66a8086a155d93344f85be944844' AS r3_name,
    'vi' AS r3_language,
    '2099-01-01 00:00:00+00' AS r3_created_at,
    'sms' AS r4_kind,
    '\x01bde68a6bbdb0f578fa4e55f80501ac1c08fff54e67a6b4e1d84dcab192978694cd73a9d9c04d1749' AS r4_value,
    '\xd8563f21172444ed411186314c0b3f073fda4f7ffa84cd77a53819842bfd603a' AS r4_blind,
    'sms' AS r5_channel,
    'true' AS r5_main,
    'false' AS r5_hidden,
    'open311' AS r6_channel,
    '\x0158cc7827be20d787f8600cad403410f8a1332fc2a4091e3a33d7d8eb98d224387b7e55c84d303faee33baf3a233d302067add5786b2233d8aecf2c7d81a1e65e763e2bff639192620fc09e5a06259557e47e11b56fec2cc32fe4d3f0ccc1dd8b99f32e6306445fcde87a01ac8ea6e058e61e4b8ac1b6d7da1644956fdafd23585459fd4b94f5598d8b2684fbac2812fd155a395a5906d91ba3b112cd9b3909c65215b042adc067f8c987bb90d9b904bf22122609d7d15a1751cc2f65589f5a65ad0e9d19e559b86a1763a238bfd267af3e7326136968b2884f4552e1ed16dde1db686ce5a796288e9a877e43644a0dc66bcdc3fe68ca8db94f8148bca7d0f4a8cf2669cd59eedf168c103e92343ef5c321b4ee17c1196519ea5fc4e3be904f01cb39536c34c0ff14ba71fda668e4554ad0bd3d28b0927fbf983153fe619879dcc7045ecdbc72c13e8eb6234841b4ed71c2718c4d391844b47c82e78bec97289e31179f93e90182c23b122a503065fe5cdd450ed5181bb8cd02b63f853a99ad95477be56493a87463799ff36494ab78955bda43a5528ad08eae77d9476104430891de20186e1d6ca02f2cda60c29f9b882eb854052cd9d1a2cb738ca972e577e26c720d4b340f26d765f5c3' AS r6_body,
    'read' AS r6_state,
    '' AS r6_reason,
    '2099-01-01 00:00:00+00' AS r6_received_at,
    '2026-11-21 22:14:55.7652+00' AS r6_read_at,
    '51' AS r7_unit_id,
    'lead' AS r7_role,
    'duong-bo' AS r7_rule,
    '{"also": [], "group": "roads", "why_not": ["service_not_automatic"]}' AS r7_because,
    'false' AS r7_automatic,
    '2026-11-21 22:14:55.7652+00' AS r7_proposed_at,
    'answer-5-working-days' AS r8_rule,
    'answer' AS r8_purpose,
    'answered' AS r8_stops,
    '2023-10-26' AS r8_rule_from,
    'hanh-chinh' AS r8_calendar,
    'received' AS r8_started_by,
    '2026-11-21 22:14:55.7652+00' AS r8_started_at,
    '2026-11-30 10:00:00+00' AS r8_due_at,
    '{"left": null, "rule": "answer-5-working-days", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-11-30T17:00:00+07:00", "length": {"unit": "working_days", "amount": 5}, "pauses": [], "source": "Quyết định 4874/QĐ-UBND ngày 26-10-2023 của UBND Thành phố Hồ Chí Minh", "made_up": [], "skipped": [{"on": "2026-11-24", "reason": "Ngày Văn hóa Việt Nam", "source": "Gói dữ liệu mở holidays (MIT), lịch nghỉ của Việt Nam", "reason_en": "Vietnam Cultural Day"}], "calendar": "hanh-chinh", "started_at": "2026-11-21T22:14:55.765200+00:00", "started_by": "received", "provisional": false, "rule_version": "2023-10-26"}' AS r8_derivation,
    'forward-5-minutes' AS r9_rule,
    'forward' AS r9_purpose,
    'forwarded' AS r9_stops,
    '2020-05-04' AS r9_rule_from,
    'hanh-chinh' AS r9_calendar,
    'received' AS r9_started_by,
    '2026-11-21 22:14:55.7652+00' AS r9_started_at,
    '2026-11-21 22:19:55.7652+00' AS r9_due_at,
    '{"left": null, "rule": "forward-5-minutes", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-11-22T05:19:55.765200+07:00", "length": {"unit": "minutes", "amount": 5}, "pauses": [], "source": "Quyết định 1478/QĐ-UBND ngày 4-5-2020 của UBND Thành phố Hồ Chí Minh", "made_up": [], "skipped": [], "calendar": "hanh-chinh", "started_at": "2026-11-21T22:14:55.765200+00:00", "started_by": "received", "provisional": false, "rule_version": "2020-05-04"}' AS r9_derivation,
    'received' AS r10_name,
    '2099-01-01 00:00:00+00' AS r10_at,
    'citizen' AS r10_actor_kind,
    '' AS r10_reason,
    '{"area": "25747", "hints": [], "channel": "open311", "service": "pothole"}' AS r10_facts,
    '\xca925d2bff14f795359abbc0e01a6dcf15220101217e890b4bb13042e372479c' AS r10_mac,
    'proposed' AS r11_name,
    '2099-01-01 00:00:00+00' AS r11_at,
    'citizen' AS r11_actor_kind,
    '' AS r11_reason,
    '{"role": "lead", "rule": "duong-bo", "unit": 51}' AS r11_facts,
    '\x34be457e99d863c0494ccf06315c2902488efb7f2c05de4949d618bf1a9381f2' AS r11_mac,
    'received' AS r12_event,
    '{}' AS r12_facts,
    '2' AS r12_priority,
    'sms' AS r12_channel,
    'vi' AS r12_language,
    '2099-01-01 00:00:00+00' AS r12_created_at,
    '2099-01-01 00:00:00+00' AS r12_try_at
\gset
\set ready 1
\endif
BEGIN;
INSERT INTO casefile_intakekey (key, payload, request_id, created_at)
VALUES ((uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), :r1_payload, :id, :r1_created_at);
INSERT INTO casefile_servicerequest (id, reference, link_hash, link_token, kind, stream, language, channel, service_id, service_chosen, words, agency_words, attributes, lat, lon, cell, place_words, agency_place, area_id, area_how, urgent, received_at, changed_at)
VALUES (:id, ('1022-' || gen_random_uuid()::text), (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), :r2_link_token, :r2_kind, :r2_stream, :r2_language, :r2_channel, :r2_service_id, :r2_service_chosen, :r2_words, :r2_agency_words, :r2_attributes, :r2_lat, :r2_lon, :r2_cell, :r2_place_words, :r2_agency_place, :r2_area_id, :r2_area_how, :r2_urgent, :r2_received_at, :r2_changed_at);
INSERT INTO casefile_contact (name, language, created_at)
VALUES (:r3_name, :r3_language, :r3_created_at)
RETURNING id AS contact_id
\gset
INSERT INTO casefile_contactpoint (contact_id, kind, value, blind)
VALUES (:contact_id, :r4_kind, :r4_value, :r4_blind)
RETURNING id AS point_id
\gset
INSERT INTO casefile_reporter (request_id, contact_id, point_id, channel, main, hidden)
VALUES (:id, :contact_id, :point_id, :r5_channel, :r5_main, :r5_hidden)
RETURNING id AS reporter_id
\gset
INSERT INTO casefile_delivery (channel, provider_id, body, state, reason, request_id, contact_id, received_at, read_at)
VALUES (:r6_channel, ('1022-' || gen_random_uuid()::text), :r6_body, :r6_state, :r6_reason, :id, :contact_id, :r6_received_at, :r6_read_at);
INSERT INTO casefile_assignment (request_id, unit_id, role, rule, because, automatic, proposed_at)
VALUES (:id, :r7_unit_id, :r7_role, :r7_rule, :r7_because, :r7_automatic, :r7_proposed_at);
INSERT INTO casefile_clock (request_id, rule, purpose, stops, rule_from, calendar, started_by, started_at, due_at, derivation)
VALUES (:id, :r8_rule, :r8_purpose, :r8_stops, :r8_rule_from, :r8_calendar, :r8_started_by, :r8_started_at, :r8_due_at, :r8_derivation);
INSERT INTO casefile_clock (request_id, rule, purpose, stops, rule_from, calendar, started_by, started_at, due_at, derivation)
VALUES (:id, :r9_rule, :r9_purpose, :r9_stops, :r9_rule_from, :r9_calendar, :r9_started_by, :r9_started_at, :r9_due_at, :r9_derivation);
INSERT INTO casefile_event (request_id, name, at, actor_kind, actor_user, actor_unit, reason, note, facts, mac)
VALUES (:id, :r10_name, :r10_at, :r10_actor_kind, NULL, NULL, :r10_reason, NULL, :r10_facts, :r10_mac);
INSERT INTO casefile_event (request_id, name, at, actor_kind, actor_user, actor_unit, reason, note, facts, mac)
VALUES (:id, :r11_name, :r11_at, :r11_actor_kind, NULL, NULL, :r11_reason, NULL, :r11_facts, :r11_mac);
INSERT INTO casefile_message (request_id, event, facts, once, priority, channel, language, reporter_id, created_at, try_at)
VALUES (:id, :r12_event, :r12_facts, ('1022-' || gen_random_uuid()::text), :r12_priority, :r12_channel, :r12_language, :reporter_id, :r12_created_at, :r12_try_at);
COMMIT;
