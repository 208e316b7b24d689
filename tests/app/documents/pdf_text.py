"""The text layer of a PDF as Typst writes it: plain objects, two-byte glyphs, ToUnicode maps."""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)endobj", re.DOTALL)
_FONT = re.compile(rb"/(f\d+) (\d+) 0 R")
_SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|(\()|<([0-9a-fA-F]+)>", re.DOTALL)
_ESCAPES = {b"n": 10, b"r": 13, b"t": 9, b"b": 8, b"f": 12}


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page; words that were broken over lines stand without a space."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    texts = []
    for body in objects.values():
        if b"/Type/Page/" not in body:
            continue
        resources = objects[_reference(body, b"/Resources")]
        fonts = {
            name: _to_unicode(objects, int(number)) for name, number in _FONT.findall(resources)
        }
        texts.append(_text(_stream(objects[_reference(body, b"/Contents")]), fonts))
    return texts


def _reference(body: bytes, key: bytes) -> int:
    found = re.search(re.escape(key) + rb" (\d+) 0 R", body)
    assert found is not None
    return int(found.group(1))


def _stream(body: bytes) -> bytes:
    start = body.index(b"stream") + len(b"stream")
    raw = body[start : body.rindex(b"endstream")].lstrip(b"\r\n")
    return zlib.decompressobj().decompress(raw) if b"FlateDecode" in body else raw


def _to_unicode(objects: dict[int, bytes], number: int) -> dict[int, str]:
    chart = _stream(objects[_reference(objects[number], b"/ToUnicode")]).decode("latin-1")
    found = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", chart, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    return found


def _text(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    shown = []
    chart: dict[int, str] = {}
    at = 0
    while found := _SHOWN.search(content, at):
        font, opened, hexed = found.groups()
        at = found.end()
        if font:
            chart = fonts[font]
            continue
        if opened:
            at = _end_of_literal(content, at)
            data = _unescaped(content[found.end() : at - 1])
        else:
            data = bytes.fromhex(hexed.decode())
        codes = (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))
        shown.append("".join(chart.get(code, "") for code in codes))
    return "".join(shown)


def _end_of_literal(content: bytes, at: int) -> int:
    """Return where a string ends whose bracket was opened; brackets in pairs stand as they are."""
    depth = 1
    while depth:
        byte = content[at : at + 1]
        at += 2 if byte == b"\\" else 1
        depth += {b"(": 1, b")": -1}.get(byte, 0)
    return at


def _unescaped(literal: bytes) -> bytes:
    def one(found: re.Match[bytes]) -> bytes:
        code = found.group(1)
        if code.isdigit():
            return bytes([int(code, 8)])
        return bytes([_ESCAPES[code]]) if code in _ESCAPES else code

    return re.sub(rb"\\([0-7]{1,3}|.)", one, literal, flags=re.DOTALL)
