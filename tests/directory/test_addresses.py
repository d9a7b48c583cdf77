"""Addresses as people type them, and the wards they may mean: a table for each of two cities. Nothing is picked in silence."""

import socket
from typing import NoReturn

import pytest

from hotline.directory.addresses import AddressTooLong, WardCandidate, find_ward, read_address
from hotline.directory.facts import AreaFacts
from hotline.directory.queries import snapshot

# as typed · the wards of today it may mean
HCMC = [
    # names of today
    ("Phường An Khánh", ["Phường An Khánh"]),
    ("phuong an khanh", ["Phường An Khánh"]),
    ("P.An Khánh", ["Phường An Khánh"]),
    ("PHƯỜNG AN KHÁNH", ["Phường An Khánh"]),
    ("12 Lê Lợi, phường Sài Gòn, TP.HCM", ["Phường Sài Gòn"]),
    ("xã Bình Hưng, TP. Hồ Chí Minh", ["Xã Bình Hưng"]),
    ("dk con dao", ["Đặc khu Côn Đảo"]),
    ("p dĩ an", ["Phường Dĩ An"]),
    ("phường Dĩ An, Bình Dương", ["Phường Dĩ An"]),
    ("12 Nguyễn Văn Quá đông hưng thuận", ["Phường Đông Hưng Thuận"]),
    ("xã Thạnh An", ["Xã Thạnh An"]),
    ("xa thanh an", ["Xã Thanh An", "Xã Thạnh An"]),
    # of before 1-7-2025, shortened, toneless, glued
    ("45/8 QL1A, P.Tân Hưng Thuận (Q.12)", ["Phường Đông Hưng Thuận"]),
    ("45/8 ql1a p tan hung thuan q12 tphcm", ["Phường Đông Hưng Thuận"]),
    ("45/8 ql1a tan hung thuan q12", ["Phường Đông Hưng Thuận"]),
    ("2-55 tổ 3, KP.1, P.Thạnh Lộc (Q.12)", ["Phường An Phú Đông"]),
    ("123 Lê Lợi, Bến Nghé, Quận 1", ["Phường Sài Gòn"]),
    ("ben nghe q1", ["Phường Sài Gòn"]),
    ("P.5, Q.3", ["Phường Bàn Cờ"]),
    ("phường 05 quận 03", ["Phường Bàn Cờ"]),
    ("F5 Q11", ["Phường Hòa Bình"]),
    ("hẻm 45 Phan Văn Trị p5 gò vấp", ["Phường An Nhơn"]),
    ("p5 gv", ["Phường An Nhơn"]),
    ("P12 tan binh", ["Phường Bảy Hiền"]),
    ("p.12 q.tb", ["Phường Bảy Hiền"]),
    ("p1 q bt", ["Phường Gia Định"]),
    ("P02 Q. Bình Thạnh", ["Phường Gia Định"]),
    ("p. hiep binh chanh thu duc", ["Phường Hiệp Bình"]),
    ("hiệp bình phước, tp thủ đức", ["Phường Hiệp Bình"]),
    ("linh xuân thủ đức", ["Phường Linh Xuân"]),
    ("p. Thảo Điền quận 2", ["Phường An Khánh"]),
    ("xa lộ hà nội, p thảo điền, q9", ["Phường An Khánh"]),
    ("phường 7, TP Vũng Tàu, BR-VT", ["Phường Tam Thắng"]),
    ("thuận giao thuận an bình dương", ["Phường Thuận Giao"]),
    ("tt tân túc H.Bình Chánh", ["Xã Tân Nhựt"]),
    ("ấp 3 xã Vĩnh Lộc A", ["Xã Vĩnh Lộc"]),
    ("bình trị đông b", ["Phường An Lạc"]),
    ("phường tân phú quận 7", ["Phường Tân Mỹ"]),
    ("tây thạnh tân phú", ["Phường Tây Thạnh"]),
    ("Phuòng Bến Nghé", ["Phường Sài Gòn"]),
    # older still: wards that had become part of others by 1-1-2025
    ("p13 go vap", ["Phường An Hội Đông"]),
    ("phường 13 gò vấp", ["Phường An Hội Đông"]),
    ("P13, Q.GV", ["Phường An Hội Đông"]),
    ("p6 q3", ["Phường Xuân Hòa"]),
    # split, or two of the name: all of them
    ("p an phu", ["Phường An Khánh", "Phường An Phú", "Phường Bình Trưng"]),
    ("lô C, chung cư 1 ha, P.An Phú (Q.2)", ["Phường An Khánh", "Phường Bình Trưng"]),
    ("xã Bình Mỹ", ["Phường Bình Cơ", "Xã Bình Mỹ"]),
    ("p. tân phú", ["Phường Tăng Nhơn Phú", "Phường Tân Mỹ", "Phường Tân Phú"]),
    # a district alone is all of its wards
    ("huyện nhà bè", ["Xã Hiệp Phước", "Xã Nhà Bè"]),
    ("phú nhuận", ["Phường Cầu Kiệu", "Phường Đức Nhuận", "Phường Phú Nhuận"]),
    # a longer name is not the shorter one inside it, a street is no ward
    ("phường Tân Hưng Thuận", ["Phường Đông Hưng Thuận"]),
    ("ngã tư An Phú Đông", ["Phường An Phú Đông"]),
    ("12 đường An Phú", []),
    ("45/8 QL1A, P. Tân Hưng Thuận, gần quán Cà Mau", ["Phường Đông Hưng Thuận"]),
    ("gần quán bún bò huế p thảo điền", ["Phường An Khánh"]),
    # nothing
    ("", []),
    ("5", []),
    ("p", []),
    ("đường Phạm Văn Đồng", []),
    ("xa lộ Hà Nội", []),
    ("¯\\_(ツ)_/¯ 🏠", []),
]  # fmt: skip

HUE = [
    ("Phường Vỹ Dạ", ["Phường Vỹ Dạ"]),
    ("12 Nguyễn Sinh Cung, vy da, tp hue", ["Phường Vỹ Dạ"]),
    ("p kim long tphue", ["Phường Kim Long"]),
    ("p vĩnh ninh, tp huế", ["Phường Thuận Hóa"]),
    ("p vinh ninh thua thien hue", ["Phường Thuận Hóa"]),
    ("phường đúc", ["Phường Thuận Hóa"]),
    ("thuận lộc", ["Phường Phú Xuân"]),
    ("p. Tứ Hạ, TX Hương Trà", ["Phường Hương Trà"]),
    ("phường hương vân", ["Phường Hương Trà"]),
    ("xã A Ngo a lưới", ["Xã A Lưới 2"]),
    ("A Lưới", ["Xã A Lưới 1", "Xã A Lưới 2", "Xã A Lưới 3", "Xã A Lưới 4", "Xã A Lưới 5"]),
    ("tt lăng cô phú lộc", ["Xã Chân Mây - Lăng Cô"]),
    ("thị trấn sịa", ["Xã Quảng Điền"]),
    ("xã phú thuận, phú vang", ["Phường Thuận An"]),
    ("thủy phương hương thủy", ["Phường Thanh Thủy"]),
    ("p thuy duong, tx huong thuy", ["Phường Thanh Thủy"]),
    # toneless, "phuong" may be the word for a ward too
    ("thuy phuong huong thuy", ["Phường Hương Thủy", "Phường Thanh Thủy"]),
    # older still
    ("xã hải dương", ["Phường Thuận An"]),
    ("phu mau", ["Phường Dương Nỗ"]),
    ("thị trấn khe tre nam đông", ["Xã Khe Tre"]),
    # two of the name
    ("hương xuân", ["Phường Kim Trà", "Xã Nam Đông"]),
    ("xã hương xuân", ["Xã Nam Đông"]),
    ("phú xuân", ["Phường Hóa Châu", "Phường Hương An", "Phường Kim Long", "Phường Phú Xuân", "Xã Phú Hồ"]),
    ("đường hà nội, p phú nhuận", ["Phường Thuận Hóa"]),
    ("kiệt 5 đường Huế", []),
    ("Sài Gòn", []),
]  # fmt: skip

# as typed in Ho Chi Minh City · where it is instead
ELSEWHERE = [
    ("phường Hồng Gai, Quảng Ninh", "Tỉnh Quảng Ninh"),
    ("phuong bai chay quang ninh", "Tỉnh Quảng Ninh"),
    ("phường An Phú Quảng Ninh", "Tỉnh Quảng Ninh"),
    ("p an phu, tinh an giang", "Tỉnh An Giang"),
    ("phường Ngọc Hà, Hà Nội", "Thành phố Hà Nội"),
    ("phường Thuận Hóa, thành phố Huế", "Thành phố Huế"),
    ("Số 12, P. Tân Hiệp, TP. Biên Hòa, Đồng Nai", "Thành phố Biên Hòa, Tỉnh Đồng Nai"),
    ("P5 đà lạt", "Thành phố Đà Lạt, Tỉnh Lâm Đồng"),
    ("thôn 3 xã Phú Lâm huyện Tân Phú tỉnh Đồng Nai", "Tỉnh Đồng Nai"),
    ("12 Trần Phú, Nha Trang", "Thành phố Nha Trang, Tỉnh Khánh Hòa"),
    ("Bến Tre", "Tỉnh Bến Tre"),
]


def _names(words: str) -> list[str]:
    return [candidate.area.name_vi for candidate in read_address(words).candidates]


@pytest.mark.parametrize(("words", "names"), HCMC, ids=[row[0] or "nothing" for row in HCMC])
def test_in_ho_chi_minh_city(city: str, db: None, words: str, names: list[str]) -> None:
    assert _names(words) == names


@pytest.mark.parametrize("city", ["hue"], indirect=True)
@pytest.mark.parametrize(("words", "names"), HUE, ids=[row[0] for row in HUE])
def test_in_hue(city: str, db: None, words: str, names: list[str]) -> None:
    assert _names(words) == names


@pytest.mark.parametrize(("words", "where"), ELSEWHERE, ids=[row[0] for row in ELSEWHERE])
def test_an_address_in_another_province_is_told(city: str, db: None, words: str, where: str) -> None:
    reading = read_address(words)
    assert (reading.candidates, reading.elsewhere) == ((), where)
    assert find_ward(words) == ()


@pytest.mark.parametrize("city", ["hue"], indirect=True)
def test_the_capital_of_another_city_is_elsewhere_too(city: str, db: None) -> None:
    assert read_address("P. Bến Nghé, Quận 1, TP.HCM").elsewhere == "Thành phố Hồ Chí Minh"


def test_a_number_without_a_district_means_all_of_them(city: str, db: None) -> None:
    candidates = find_ward("phường 5")
    assert len(candidates) > 5
    assert all(candidate.former.startswith("Phường ") for candidate in candidates)


def test_each_says_what_it_is(city: str, db: None) -> None:
    assert find_ward("P.Thạnh Lộc (Q.12)") == (WardCandidate(_named("Phường An Phú Đông"), "Phường Thạnh Lộc, Quận 12"),)
    assert find_ward("p13 go vap") == (
        WardCandidate(_named("Phường An Hội Đông"), "Phường 15, Quận Gò Vấp", earlier="Phường 13"),
    )
    assert all(candidate.is_split for candidate in find_ward("P.An Phú (Q.2)"))
    assert find_ward("quận 12")[0].former == "Quận 12"


def test_every_ward_of_today_is_found_by_its_own_name(city: str, db: None) -> None:
    lost = [ward.name_vi for ward in snapshot().wards if ward.name_vi not in _names(ward.name_vi)]
    assert lost == []


def test_every_former_ward_leads_to_all_that_follow_it(city: str, db: None) -> None:
    lost = [
        (former.name_vi, former.within_vi)
        for former in snapshot().former_areas
        if {candidate.area.code for candidate in find_ward(f"{former.name_vi}, {former.within_vi}")} < set(former.successors)
    ]
    assert lost == []


@pytest.mark.parametrize("length", [301, 10_000])
def test_more_letters_than_any_address_has_are_refused(city: str, db: None, length: int) -> None:
    with pytest.raises(AddressTooLong):
        read_address("p" * length)
    assert find_ward("phường An Khánh " * length) == ()


@pytest.fixture
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> NoReturn:
        raise AssertionError("an address left the machine")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("_no_network")
def test_no_address_leaves_the_machine(city: str, db: None) -> None:
    """Split wards above all: the package these names come from would ask an outside service about them."""
    for words, _ in HCMC:
        read_address(words)


def _named(name: str) -> AreaFacts:
    return next(ward for ward in snapshot().wards if ward.name_vi == name)
