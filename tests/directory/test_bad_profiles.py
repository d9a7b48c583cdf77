"""A wrong profile is refused with file, line and reason, and everything that is wrong is said at once."""

from pathlib import Path

import pytest

from hotline.directory.profile import BadProfile, read_profile
from tests.directory.folders import append, change, copy_of_hcmc

ANSWERED_BY_ZNS = """Xem đủ: {link}"
    plain_if_cut: true
    templates:
      - provider: zns
        id: chua-co
        parameters:
          - {name: ma_phan_anh, value: reference}
          - {name: linh_vuc, value: service}
          - {name: duong_dan, value: link, longest: 100}"""

# in words · file · what is changed · into what · what is said of that line (or: file and text of another line, and what is said)
CHANGED = [
    ("a word that publish does not know", "services.yaml",
     "        publish: from_reception\n        forward: automatic", "        publish: sometimes\n        forward: automatic",
     "`publish`: 'sometimes' is none of from_reception, after_reply, never"),
    ("a key nobody knows", "services.yaml", "        forward: automatic\n", "        forwards: automatic\n",
     "unknown key `forwards`"),
    ("English is missing", "services.yaml", 'name: {vi: "Metro", en: "Metro"}', 'name: {vi: "Metro"}',
     "`en` is missing"),
    ("a service stands twice", "services.yaml", "      - code: road_sinking", "      - code: pothole",
     "the service `pothole` stands twice"),
    ("goes by itself without a place", "services.yaml",
     "        forward: automatic\n", "        forward: automatic\n        place: optional\n",
     "`forward: automatic` needs `place: required`"),
    ("a service that nothing routes", "routing.yaml",
     "code: metro, services: [metro]", "code: metro, services: [bus], kinds: [idea]",
     ("services.yaml", "- code: metro\n", "no rule decides for `metro` anywhere")),
    ("a rule to an agency that is not there", "routing.yaml", "services: [bus], lead: ql-giao-thong-cong-cong",
     "services: [bus], lead: so-xe-buyt", "there is no unit `so-xe-buyt`"),
    ("a helper that is not there", "routing.yaml", "co: [csgt], source", "co: [canh-sat], source",
     "there is no unit `canh-sat`"),
    ("a rule for a service that never was", "routing.yaml", "services: [school]", "services: [schools]",
     "there is no service `schools`"),
    ("a rule for areas that are not named", "routing.yaml",
     "services: [street_light], areas: [quan-2-cu]", "services: [street_light], areas: [quan-2]",
     "there is no area set `quan-2`"),
    ("a ward that is not there", "routing.yaml", 'wards: ["27094",', 'wards: ["99999",', "there is no area `99999`"),
    ("a district that never was", "routing.yaml", 'former_districts: ["760"]', 'former_districts: ["700"]',
     "there was no district `700`"),
    ("two rules for one case", "routing.yaml", "code: rac-vung-tau, services: [rubbish], areas: [ba-ria-vung-tau-cu]",
     "code: rac-vung-tau, services: [rubbish], areas: [binh-duong-cu]",
     ("routing.yaml", "{code: rac-binh-duong",
      "`rac-binh-duong` and `rac-vung-tau` both decide for one case, and neither is more specific")),
    ("a deadline without a source", "clocks.yaml", "    source: phu-nu-2021\n", "",
     ("clocks.yaml", "- code: handle-60-minutes-covid", "`source` is missing")),
    ("a source nobody knows", "clocks.yaml", "source: phu-nu-2021", "source: phu-nu-2020",
     "the source `phu-nu-2020` is not in sources.yaml"),
    ("a number without a source", "profile.yaml", "not_done_days: {value: 15, source: cai-dat}",
     "not_done_days: {value: 15}", "`source` is missing"),
    ("no length at all", "clocks.yaml", "length: {unit: minutes, amount: 60}", "length: {unit: minutes, amount: 0}",
     "`amount`: expected `int` >= 1"),
    ("a calendar that is not there", "clocks.yaml",
     "length: {unit: minutes, amount: 60}\n    calendar: hanh-chinh", "length: {unit: minutes, amount: 60}\n    calendar: tet",
     ("clocks.yaml", "calendar: tet", "there is no calendar `tet`")),
    ("a reason to pause that is not there", "clocks.yaml", "pauses: [asked-citizen, asked-agency]",
     "pauses: [asked-citizen, lunch]", "there is no reason to pause `lunch`"),
    ("office hours out of order", "calendars.yaml", '{opens: "13:00", closes: "17:00"}', '{opens: "11:00", closes: "17:00"}',
     ("calendars.yaml", '- {opens: "07:30"', "hanh-chinh: office hours overlap or are out of order")),
    ("a time that is none", "calendars.yaml", '{opens: "13:00", closes: "17:00"}', '{opens: "13h", closes: "17:00"}',
     "`opens`: expected `str` matching regex '^([01][0-9]|2[0-3]):[0-5][0-9]$'"),
    ("hours that close at 00:00, which is the day's beginning", "calendars.yaml",
     '{opens: "13:00", closes: "17:00"}', '{opens: "13:00", closes: "00:00"}',
     "`closes`: expected `str` matching regex '^(?!00:00)(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'"),
    ("a day of 25 hours", "calendars.yaml", '{opens: "13:00", closes: "17:00"}', '{opens: "13:00", closes: "25:00"}',

     "`closes`: expected `str` matching regex '^(?!00:00)(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'"),
    ("office hours of which nobody says until when", "calendars.yaml", "    until: 2026-12-31\n", "",
     ("calendars.yaml", "- code: hanh-chinh", "`until` is missing: the last day whose days off the State has decided")),
    ("a deadline that nothing ends", "clocks.yaml", "stops: forwarded", "stops: accepted",
     "it can never end: with `on: request`, `accepted` never follows `received`; answered or forwarded does"),
    ("a deadline that nothing starts", "clocks.yaml", "starts: information_complete", "starts: reopened",
     ("it can never start: with `on: assignment`, `reopened` is none of received, information_complete, forwarded, accepted, "
      "committed, directed")),
    ("a level that is none", "clocks.yaml", "    services: [covid_gathering, covid_help]\n",
     "    services: [covid_gathering, covid_help]\n    levels: [hard]\n",
     ("clocks.yaml", "levels: [hard]", "`levels[0]`: 'hard' is none of urgent, normal, complex")),
    ("a deadline of more than a year", "clocks.yaml", "length: {unit: minutes, amount: 60}",
     "length: {unit: working_days, amount: 400}", "more than a year of working time: nobody waits for its end"),
    ("a fortnight in open minutes", "clocks.yaml", "length: {unit: minutes, amount: 60}",
     "length: {unit: open_minutes, amount: 20160}", "more than a week in minutes; is it not meant in working days?"),
    ("references with letters", "profile.yaml", '  number: "1022"\n', '  number: "1022"\n  reference: "HUE"\n',
     ("profile.yaml", 'reference: "HUE"', "`reference`: expected `str` matching regex '^[0-9]{3,5}$'")),
    ("a word about comments that is neither yes nor no", "profile.yaml",
     "\nareas:\n", "\npublic: {comments: perhaps}\n\nareas:\n",
     ("profile.yaml", "public:", "`comments`: expected `bool`, got `str`")),
    ("an agency above itself", "units.yaml", "code: evnhcmc, kind: infrastructure, parent: so-cong-thuong",
     "code: evnhcmc, kind: infrastructure, parent: evnhcmc", "`evnhcmc` is above itself"),
    ("an agency under one that is not there", "units.yaml", "code: evnhcmc, kind: infrastructure, parent: so-cong-thuong",
     "code: evnhcmc, kind: infrastructure, parent: so-dien", "there is no unit `so-dien`"),
    ("a kind of agency nobody knows", "units.yaml", "{code: evnhcmc, kind: infrastructure", "{code: evnhcmc, kind: firm",
     "`kind`: 'firm' is none of city, department, infrastructure, centre, emergency, district, ward_committee"),
    ("a seal on nobody knows what", "services.yaml",
     'en: "Their office"}\n          - code: official\n            sealed: official',
     'en: "Their office"}\n          - code: official\n            sealed: secret',
     "`sealed`: 'secret' is none of dossier, official"),
    ("a seal on an agency", "services.yaml", 'agency: true\n            name: {vi: "Cơ quan của người đó"',
     'agency: true\n            sealed: dossier\n            name: {vi: "Cơ quan của người đó"',
     "`sealed` is for what people write themselves, not for `choices` or an agency"),
    ("an agency stands twice", "units.yaml", "{code: bwaco,", "{code: biwase,", "the unit `biwase` stands twice"),
    ("another number of wards", "profile.yaml", "count: 168", "count: 322", "the package has 168 areas, not 322"),
    ("a province that is not there", "profile.yaml", 'province: "79"', 'province: "00"', "the package has no province '00'"),
    ("a telephone that is none", "focal_points.csv", "0990000004", "0990-4", "`phone`: '0990-4' is no telephone number"),
    ("an address that is none", "focal_points.csv", "dau-moi@vp-ubnd-tp.tphcm.example", "dau-moi(at)tphcm",
     "`email`: 'dau-moi(at)tphcm' is no e-mail address"),
    ("a hotline that takes what is not there", "centre.yaml", "services: [public_service_question]", "services: [monorail]",
     "there is no service `monorail`"),
    ("the reporter in a text to an agency", "texts.vi.yaml", "Nhận việc: {case_link}", "Nhận việc: {link}",
     "{link} may not stand in a text of `focal_forwarded`"),
    ("a placeholder nobody knows", "texts.en.yaml", "1022 cannot take report {reference}: {reason}",
     "1022 cannot take report {number}: {reason}", "{number} may not stand in a text of `refused`"),
    ("an SMS that is too long", "texts.vi.yaml", "1022 không thụ lý được phản ánh {reference}: {reason} Xem",
     "Chúng tôi rất lấy làm tiếc phải báo cho bạn biết rằng 1022 không thụ lý được phản ánh {reference}: {reason} Xem",
     "may take 4 SMS parts, more than 3"),
    ("a provider's template filled by what nobody knows", "texts.vi.yaml", ANSWERED_BY_ZNS,
     'Xem đủ: {link}"\n    templates: [{provider: zns, id: "1", parameters: [{name: so, value: number}]}]',
     ("texts.vi.yaml", "templates: [", "`number` may not stand in a text of `answered`")),
    ("two templates of one provider", "texts.vi.yaml", ANSWERED_BY_ZNS,
     ('Xem đủ: {link}"\n    templates: [{provider: zns, id: "1", parameters: []}, '
     '{provider: zns, id: "2", parameters: []}]'),
     ("texts.vi.yaml", "templates: [", "a provider has one template for a text")),
    ("a question whose buttons have no words", "texts.en.yaml",
     '    with_buttons: "{opening} Please tap one, or write your answer."\n    opening: "Which ward is it in?"\n',
     '    opening: "Which ward is it in?"\n',
     ("texts.en.yaml", 'body: "{opening} Please answer with a number:"\n    opening: "Which ward is it in?"',
      "what a chat says where the choices are buttons is missing: `with_buttons`")),
    ("buttons where nothing is to be chosen", "texts.en.yaml", "event: talk_words\n    channel: sms\n",
     'event: talk_words\n    channel: sms\n    with_buttons: "{opening} Tap."\n',
     ("texts.en.yaml", 'with_buttons: "{opening} Tap."', "`with_buttons` stands with the SMS of a question that offers choices")),
    ("a question asked again without words for it", "texts.vi.yaml", '    opening: "1022 chào bạn."\n', "",
     ("texts.vi.yaml", 'body: "{opening} Xin cho biết', "`opening` and {opening} in `body` go together")),
    ("a question asked again in too many words", "texts.vi.yaml",
     'missed: "1022 chưa tìm thấy nơi đó trong thành phố."\n    outside',
     'missed: "1022 rất tiếc là chưa tìm thấy nơi đó trong thành phố."\n    outside',
     ("texts.vi.yaml", 'body: "{opening} Xin gửi số nhà', "may take 4 SMS parts, more than 3")),
    ("what is answered by reply, by e-mail", "texts.vi.yaml", 'subject: "Trả lời phản ánh {reference}"\n',
     'subject: "Trả lời phản ánh {reference}"\n    by_reply: "Chưa xong: xin trả lời thư này."\n',
     ("texts.vi.yaml", 'by_reply: "Chưa xong', "`by_reply` stands with the SMS of an event")),
    ("a refusal without advice", "reasons.yaml",
     "  - {code: asked-citizen, use: pause,", "  - {code: asked-citizen, use: refuse,",
     "a reason for refusing needs `advice`: where to go, what to do"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), [row[1:] for row in CHANGED], ids=[row[0] for row in CHANGED])
def test_a_wrong_line_is_named(tmp_path: Path, file: str, old: str, new: str, said: str | tuple[str, str, str]) -> None:
    profile = copy_of_hcmc(tmp_path)
    first = change(profile, file, old, new)
    if isinstance(said, tuple):
        named, text, reason = said
        expected = {f"{named}:{line_of(profile, named, text)}: {reason}"}
    else:
        expected = {f"{file}:{first + offset}: {said}" for offset in range(new.count("\n") + 1)}
    assert expected & set(faults_of(profile)), faults_of(profile)


# in words · file · lines added at its end · everything that is said
ADDED = [
    ("two rules that are equally specific", "routing.yaml",
     "  - {code: den-duong-nua, services: [street_light], areas: [quan-2-cu], lead: chieu-sang, source: chua-kiem-chung}\n",
     ["`den-duong-nua` and `den-duong-khu-2` both decide for one case, and neither is more specific"]),
    ("two deadlines for one thing", "clocks.yaml",
     ("  - {code: again, purpose: forward, name: {vi: A, en: A}, on: request, starts: received, stops: forwarded, "
     "length: {unit: minutes, amount: 9}, calendar: hanh-chinh, source: cai-dat, since: 2026-01-01}\n"),
     ["`again` and `forward-5-minutes` both give the clock `forward` to one case"]),
    ("two versions of a deadline on the same days", "clocks.yaml",
     ("  - {code: forward-5-minutes, purpose: forward, name: {vi: A, en: A}, on: request, starts: received, stops: forwarded, "
     "length: {unit: minutes, amount: 9}, calendar: hanh-chinh, source: cai-dat, since: 2026-01-01}\n"),
     ["two versions of `forward-5-minutes` at once: the one since 2020-05-04 holds without end: give it `until`"]),
    ("a version that would be in force while the one before it is", "clocks.yaml",
     ("  - {code: answer, purpose: answer, name: {vi: A, en: A}, on: request, starts: received, stops: answered, "
     "length: {unit: working_days, amount: 9}, calendar: hanh-chinh, source: cai-dat, since: 2023-12-01, until: 2024-01-01}\n"),
     ["two versions of `answer` at once: the one since 2023-10-26 holds until 2025-09-01"]),
    ("a version that is for something else", "clocks.yaml",
     ("  - {code: answer, purpose: handle, name: {vi: A, en: A}, on: assignment, starts: forwarded, stops: result_filed, "
     "length: {unit: working_days, amount: 9}, calendar: hanh-chinh, source: cai-dat, since: 2026-01-01, "
     "services: [metro]}\n"),
     ["a version of `answer` must keep `purpose: answer` and `on: request`",
      "two versions of `answer` at once: the one since 2025-09-01 holds without end: give it `until`"]),
    ("a version of a deadline that stands twice", "clocks.yaml",
     ("  - {code: forward-5-minutes, purpose: forward, name: {vi: A, en: A}, on: request, starts: received, stops: forwarded, "
     "length: {unit: minutes, amount: 9}, calendar: hanh-chinh, source: cai-dat, since: 2020-05-04}\n"),
     ["the clock `forward-5-minutes` since 2020-05-04 stands twice"]),
    ("a day that stands twice", "calendar_days.csv",
     "hanh-chinh,2026-01-10,off,Nghỉ,Off,cai-dat\n", ["2026-01-10 stands twice in `hanh-chinh`"]),
    ("a day that is none", "calendar_days.csv", "hanh-chinh,2026-02-30,off,Nghỉ,Off,cai-dat\n", ["`day`: invalid RFC3339"]),
    ("a day of a calendar that is not there", "calendar_days.csv", "tet,2026-02-16,off,Nghỉ,Off,cai-dat\n",
     ["there is no calendar `tet`"]),
    ("a row with a cell too few", "focal_points.csv", "so-y-te,Nguyễn Văn A,,0990000001\n", ["4 cells, not 9"]),
    ("a person of an agency that is not there", "focal_points.csv",
     "so-dien,Nguyễn Văn A,Đầu mối,0990099999,,false,true,true,du-lieu-minh-hoa\n", ["there is no unit `so-dien`"]),
    ("a person nobody can reach", "focal_points.csv",
     "so-y-te,Nguyễn Văn A,Đầu mối,,,false,true,true,du-lieu-minh-hoa\n",
     ["Nguyễn Văn A has neither phone nor e-mail"]),
    ("a text for an event that is not there", "texts.en.yaml",
     "  - {event: birthday, channel: sms, body: Happy birthday}\n", ["there is no event `birthday`"]),
    ("a text that stands twice", "texts.en.yaml",
     "  - {event: rating_thanks, channel: sms, body: Thank you}\n", ["the sms text of `rating_thanks` stands twice"]),
    ("a text of a hotline that is not there", "texts.en.yaml",
     "  - {event: rating_thanks, channel: sms, stream: mat-tran, body: Thank you}\n", ["there is no stream `mat-tran`"]),
    ("a text of a hotline that stands twice", "texts.en.yaml",
     "  - {event: received, channel: sms, stream: thanh-uy, body: Thank you}\n", ["the sms text of `received` stands twice"]),
    ("a text of a hotline to an agency", "texts.en.yaml",
     "  - {event: overdue, channel: sms, stream: thanh-uy, body: Late}\n", ["a stream has words of its own for citizens only"]),
    ("a key that stands twice", "sources.yaml", "  - {code: x, code: y, title: X}\n", ["`code` stands twice"]),
    ("YAML that is none", "sources.yaml", "  - {code: x, title: 'X}\n", ["not YAML: "]),
]  # fmt: skip


@pytest.mark.parametrize(("file", "lines", "said"), [row[1:] for row in ADDED], ids=[row[0] for row in ADDED])
def test_a_wrong_addition_is_named(tmp_path: Path, file: str, lines: str, said: list[str]) -> None:
    profile = copy_of_hcmc(tmp_path)
    line = append(profile, file, lines)
    faults = faults_of(profile)
    assert len(faults) == len(said), faults
    for fault, words in zip(faults, said, strict=True):
        assert fault.startswith((f"{file}:{line}: {words}", f"{file}:{line + 1}: {words}")), fault


def test_every_fault_of_every_file_is_said_at_once(tmp_path: Path) -> None:
    profile = copy_of_hcmc(tmp_path)
    change(profile, "services.yaml", "        forward: automatic\n", "        forwards: automatic\n")
    change(profile, "clocks.yaml", "length: {unit: minutes, amount: 60}", "length: {unit: hours, amount: 60}")
    append(profile, "focal_points.csv", "so-y-te,A,,1,,maybe,true,true,du-lieu-minh-hoa\n")
    said = faults_of(profile)
    assert [fault.split(":")[0] for fault in said] == ["clocks.yaml", "focal_points.csv", "services.yaml"]


def test_a_missing_text_a_missing_file_and_a_strange_one_are_named(tmp_path: Path) -> None:
    profile = copy_of_hcmc(tmp_path)
    text = (profile / "texts.vi.yaml").read_text("utf-8")
    start = text.index("  - event: corrected\n    channel: sms")
    (profile / "texts.vi.yaml").write_text(text[:start] + text[text.index("  - event: corrected\n    channel: email") :], "utf-8")
    assert faults_of(profile) == ["texts.vi.yaml:0: the sms text of `corrected` is missing"]
    (profile / "answers.yaml").rename(profile / "answer.yaml")
    assert faults_of(profile) == [
        "answer.yaml:0: not a file of a profile",
        f"answers.yaml:0: this file is missing from {profile}",
    ]


def test_an_agency_that_nobody_answers_for_is_named(tmp_path: Path) -> None:
    profile = copy_of_hcmc(tmp_path)
    people = (profile / "focal_points.csv").read_text("utf-8").splitlines(keepends=True)
    without = [line for line in people if not line.startswith(("sawaco,", "ubnd-27112,"))]
    (profile / "focal_points.csv").write_text("".join(without), "utf-8")
    ward, company = faults_of(profile)
    assert ward == "focal_points.csv:0: nobody is told of new work: `ubnd-27112` has no focal point with notify"
    assert company.startswith("units.yaml:")
    assert company.endswith("nobody is told of new work: `sawaco` has no focal point with notify")


def test_a_folder_that_is_not_there_is_one_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "nowhere") == [f"{tmp_path / 'nowhere'}:0: no such folder"]


def line_of(profile: Path, file: str, text: str) -> int:
    """Return the line on which the only `text` of a file begins."""
    whole = (profile / file).read_text("utf-8")
    assert whole.count(text) == 1, f"{text!r} stands {whole.count(text)} times in {file}"
    return whole[: whole.index(text)].count("\n") + 1


def faults_of(profile: Path) -> list[str]:
    """Return what is said of a profile, which must be refused."""
    with pytest.raises(BadProfile) as refusal:
        read_profile(profile)
    assert str(refusal.value).splitlines() == [str(fault) for fault in refusal.value.faults]
    return [str(fault) for fault in refusal.value.faults]
