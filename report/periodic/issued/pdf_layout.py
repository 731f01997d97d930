"""Whether every reader finds the same objects in a PDF, as readers look for them in ways of their own.

The file is read once more, by few strict rules: it has each object once, where its only table says, nothing
between and nothing behind. Whatever is not written so, though it may be a good PDF, is not called plain.
"""

from __future__ import annotations

import re
import zlib
from typing import Any, Final, NamedTuple

_SPACE: Final = rb"[\0\t\n\f\r ]*"
_ENDED: Final = rb"(?=[\0\t\n\f\r ()<>\[\]/]|\Z)"
_TOKEN: Final = re.compile(
    rb"""[\0\t\n\f\r ]*(?:
    (?P<open> <<|\[ ) | (?P<close> >>|\] )
    | (?P<name> /(?: [!"$&'*-.0-;=?-Z\\^-z|~] | \#(?:2[0358f9F]|3[cCeE]|[57][bBdD]) )+ )
    | (?: (?P<ref> [1-9][0-9]{0,6} )[ ]0[ ]R | (?P<integer> [+-]?[0-9]{1,10} )
        | (?P<fraction> [+-]?(?: [0-9]{1,10}\.[0-9]{0,10} | \.[0-9]{1,10} ) ) | (?P<word> true|false|null )
      )(?= [\0\t\n\f\r ()<>\[\]/] | \Z )
    | (?P<text> <(?:[0-9A-Fa-f]{2})*> | \((?: [^()\\\r] | \\[nrtbf()\\] | \\[0-3][0-7]{2} )*\) )
    )""",
    re.VERBOSE,
)
_ESCAPE: Final = re.compile(rb"#(..)")
"""In a name a sign that could not stand there itself; any other is written so by nobody but who hides it."""
_HEAD: Final = re.compile(rb"%PDF-1\.[0-9]\r?\n(?:%[^\r\n]{1,16}\r?\n)?" + _SPACE)
_OBJECT: Final = re.compile(rb"([1-9][0-9]{0,6}) 0 obj" + _ENDED)
_STREAM: Final = re.compile(_SPACE + rb"stream\r?\n")
_STREAM_END: Final = re.compile(rb"\r?\n?endstream")
_OBJECT_END: Final = re.compile(_SPACE + rb"endobj" + _SPACE)
_ENTRIES: Final = rb"[0-9]{1,7} [0-9]{1,7} *\r?\n(?:[0-9]{10} [0-9]{5} [nf][\r\n ]{2})*"
_TABLE: Final = re.compile(rb"xref *\r?\n((?:" + _ENTRIES + rb")+)" + _SPACE + rb"trailer")
_SECTION: Final = re.compile(rb"([0-9]+) ([0-9]+) *\r?\n((?:.{18}[\r\n ]{2})*)")
_ENTRY: Final = 20
_TAIL: Final = re.compile(_SPACE + rb"startxref\r?\n([0-9]{1,10})\r?\n%%EOF[\r\n]*")
_DEEPEST: Final = 40
_HIGHEST: Final = 100_000_000
_OF_TABLE: Final = frozenset({"/Size", "/Root", "/Info", "/ID"})
_OF_STREAM: Final = frozenset({"/Type", "/Length", "/Filter", "/DecodeParms"})
_FLATE: Final = b"/FlateDecode"
_AS_IT_IS: Final = b"/DCTDecode"


class _Unlike(Exception):
    """The file is written in a way that is not looked into."""


class _Stream(NamedTuple):
    members: dict[str, Any]
    data: bytes


class _Ref(NamedTuple):
    number: int


def is_plain(data: bytes) -> bool:
    """Return True if a PDF has each object once, and nothing else; when in doubt it is not."""
    try:
        _Layout(data).check()
    except (_Unlike, ValueError, zlib.error):
        return False
    return True


class _Layout:
    """A file, taken object by object from its first byte to its last."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0
        self._places: dict[int, int] = {}
        self._packed: dict[int, tuple[int, int]] = {}
        """By number where an object stands, and in which stream at which place."""
        self._last: Any = None

    def check(self) -> None:
        """Raise _Unlike, ValueError or zlib.error for a file that is not plain."""
        self._take(_HEAD)
        while matched := _OBJECT.match(self._data, self._at):
            self._object(int(matched[1]), matched)
        begin = self._at
        if self._data.startswith(b"xref", begin):
            listed, trailer = self._listed_as_text()
            packed: dict[int, tuple[int, int]] = {}
        else:
            if not isinstance(self._last, _Stream):
                raise _Unlike
            begin = max(self._places.values())
            listed, packed = _listed_packed(self._last)
            trailer = self._last.members
            # the table need not list itself
            own = next(number for number, place in self._places.items() if place == begin)
            listed.setdefault(own, begin)
        if int(self._take(_TAIL)[1]) != begin or self._at != len(self._data):
            raise _Unlike
        if listed != self._places or packed != self._packed or not isinstance(trailer.get("/Root"), _Ref):
            raise _Unlike

    def _take(self, pattern: re.Pattern[bytes]) -> re.Match[bytes]:
        matched = pattern.match(self._data, self._at)
        if matched is None:
            raise _Unlike
        self._at = matched.end()
        return matched

    def _object(self, number: int, matched: re.Match[bytes]) -> None:
        if number in self._places or number in self._packed:
            raise _Unlike
        self._places[number], self._at = self._at, matched.end()
        value, self._at = _value(self._data, self._at)
        self._last = None
        if isinstance(value, dict) and _STREAM.match(self._data, self._at):
            self._take(_STREAM)
            length = _whole(value.get("/Length"))
            raw = self._data[self._at : self._at + length]
            self._at += length
            self._take(_STREAM_END)
            self._last = _Stream(value, _unpacked(value, raw))
            if value.get("/Type") == b"/ObjStm":
                self._objects_within(number, self._last)
        self._take(_OBJECT_END)

    def _objects_within(self, holder: int, stream: _Stream) -> None:
        """Note the objects of a stream of objects: one after the other, to its end."""
        _refuse_other(stream.members, _OF_STREAM | {"/N", "/First"})
        at = first = _whole(stream.members.get("/First"))
        if not re.fullmatch(rb"[0-9 \r\n]*", stream.data[:first]):
            raise _Unlike
        numbers = [int(each) for each in stream.data[:first].split()]
        if len(numbers) != 2 * _whole(stream.members.get("/N")):
            raise _Unlike
        for index, (number, offset) in enumerate(zip(numbers[::2], numbers[1::2], strict=True)):
            if first + offset < at or stream.data[at : first + offset].strip():
                raise _Unlike
            if number in self._places or number in self._packed:
                raise _Unlike
            self._packed[number] = (holder, index)
            _, at = _value(stream.data, first + offset)
        if stream.data[at:].strip():
            raise _Unlike

    def _listed_as_text(self) -> tuple[dict[int, int], dict[str, Any]]:
        """Return where a table in text says that each object stands, and what is told of the file."""
        listed: dict[int, int] = {}
        for section in _SECTION.finditer(self._take(_TABLE)[1]):
            entries = [section[3][n : n + _ENTRY] for n in range(0, len(section[3]), _ENTRY)]
            if len(entries) != int(section[2]):
                raise _Unlike
            for number, entry in enumerate(entries, int(section[1])):
                if entry[17:18] == b"n" and (number in listed or entry[11:16] != b"00000"):
                    raise _Unlike
                listed |= {number: int(entry[:10])} if entry[17:18] == b"n" else {}
        trailer, self._at = _value(self._data, self._at)
        _refuse_other(trailer, _OF_TABLE)
        return listed, trailer


def _listed_packed(stream: _Stream) -> tuple[dict[int, int], dict[int, tuple[int, int]]]:
    """Return what a table in a stream says: where objects stand, and which lie in streams of objects."""
    members = stream.members
    _refuse_other(members, _OF_TABLE | _OF_STREAM | {"/Index", "/W"})
    if members.get("/Type") != b"/XRef":
        raise _Unlike
    widths = _wholes(members.get("/W"))
    index = _wholes(members.get("/Index", [0, members.get("/Size")]))
    numbers = [
        n for begin, count in zip(index[::2], index[1::2], strict=True) for n in range(begin, begin + count)
    ]
    entry = sum(widths)
    if len(widths) != 3 or not widths[0] or len(numbers) * entry != len(stream.data):
        raise _Unlike
    if len(set(numbers)) != len(numbers):
        raise _Unlike
    listed: dict[int, int] = {}
    packed: dict[int, tuple[int, int]] = {}
    for n, number in enumerate(numbers):
        row, fields = stream.data[n * entry : (n + 1) * entry], []
        for width in widths:
            fields.append(int.from_bytes(row[:width], "big"))
            row = row[width:]
        if fields[0] == 1 and not fields[2]:
            listed[number] = fields[1]
        elif fields[0] == 2:
            packed[number] = (fields[1], fields[2])
        elif fields[0]:
            raise _Unlike
    return listed, packed


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < _HIGHEST:
        raise _Unlike
    return value


def _wholes(value: Any) -> list[int]:
    if not isinstance(value, list):
        raise _Unlike
    return [_whole(each) for each in value]


def _refuse_other(members: Any, understood: frozenset[str]) -> None:
    if not isinstance(members, dict) or members.keys() - understood:
        raise _Unlike


def _unpacked(members: dict[str, Any], raw: bytes) -> bytes:
    """Return what a stream holds; packed in one way at most, and to its last byte."""
    packing, rule = members.get("/Filter"), members.get("/DecodeParms", {})
    packing = packing[0] if isinstance(packing, list) and len(packing) == 1 else packing
    rule = rule[0] if isinstance(rule, list) and len(rule) == 1 else rule
    if packing in (None, [], _AS_IT_IS) and not rule:
        return raw
    if packing != _FLATE:
        raise _Unlike
    unpacking = zlib.decompressobj()
    data = unpacking.decompress(raw)
    if not unpacking.eof or unpacking.unused_data:
        raise _Unlike
    return _foreseen(data, rule) if rule else data


def _foreseen(data: bytes, rule: Any) -> bytes:
    """Return data of which each byte was told by how it differs from its neighbours, as in PNG."""
    from pdfminer.utils import apply_png_predictor

    names = {"/Predictor": 1, "/Colors": 1, "/BitsPerComponent": 8, "/Columns": 1}
    _refuse_other(rule, frozenset(names))
    kind, colors, bits, columns = (_whole(rule.get(name, usual)) for name, usual in names.items())
    if kind not in range(10, 16):
        raise _Unlike
    line = (colors * bits * columns + 7) // 8 + 1
    if len(data) % line or any(tag > 4 for tag in data[::line]):
        raise _Unlike
    return apply_png_predictor(kind, colors, columns, bits, data)


def _value(data: bytes, at: int, depth: int = 0) -> tuple[Any, int]:
    """Return the value that begins at a place, and where it ends; texts and fractions as they stand."""
    matched = _TOKEN.match(data, at)
    if matched is None or depth > _DEEPEST or matched["close"]:
        raise _Unlike
    at = matched.end()
    if not matched["open"]:
        if matched["ref"]:
            return _Ref(int(matched["ref"])), at
        if matched["integer"]:
            return int(matched["integer"]), at
        if matched["name"]:
            return _ESCAPE.sub(lambda code: bytes.fromhex(code[1].decode()), matched["name"]), at
        return matched["text"] or matched["fraction"] or matched["word"], at
    values: list[Any] = []
    end = b"]" if matched["open"] == b"[" else b">>"
    while True:
        matched = _TOKEN.match(data, at)
        if matched is not None and matched["close"]:
            break
        value, at = _value(data, at, depth + 1)
        values.append(value)
    if matched["close"] != end:
        raise _Unlike
    return (values if end == b"]" else _members(values)), matched.end()


def _members(values: list[Any]) -> dict[str, Any]:
    """Return a dictionary; of a name that it has twice each reader takes another."""
    names = values[::2]
    if len(values) % 2 or not all(isinstance(name, bytes) and name.startswith(b"/") for name in names):
        raise _Unlike
    if len(set(names)) != len(names):
        raise _Unlike
    return {name.decode("ascii"): value for name, value in zip(names, values[1::2], strict=True)}
