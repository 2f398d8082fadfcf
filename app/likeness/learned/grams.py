"""The words of a case as numbers of a fixed range: pairs of Han characters, fours of others, hashed.

Whatever is written in a hundred years, it falls into so many buckets: what is learned of words does not grow.
"""

from array import array
from collections.abc import Iterator, Sequence
from math import log
from typing import NamedTuple
from zlib import crc32

from app.text.folding import folded

BUCKETS = 4096
_MOST_OF_TEXT, _MOST_OF_PLACE = 96, 48
_LONG, _PAIR = 4, 2


class Words(NamedTuple):
    """The buckets of what was told and, apart, of the address, each once."""

    told: list[int]
    place: list[int]

    def together(self) -> list[int]:
        """All of them, each once, sorted: what is learned."""
        return sorted({*self.told, *self.place})


def grams(title: str | None, description: str, address: str | None) -> Words:
    """Of long texts those of the beginning."""
    text = dict.fromkeys(bucket for told in (title, description) for bucket in _buckets(told or ""))
    place = dict.fromkeys(_buckets(address or ""))
    return Words(list(text)[:_MOST_OF_TEXT], list(place)[:_MOST_OF_PLACE])


def _buckets(text: str) -> Iterator[int]:
    said = folded(text[:1_000])
    size = _LONG if said.isascii() else _PAIR
    for start in range(max(len(said) - size + 1, 0)):
        yield crc32(said[start : start + size].encode("utf-8", "surrogatepass")) % BUCKETS


class Sketch(NamedTuple):
    """In how many cases of an answer each bucket stood: `total` is the sum."""

    total: int
    buckets: Sequence[int]


def opened(total: int, stored: bytes) -> Sketch:
    """A sketch as it is stored."""
    return Sketch(total, array("I", stored))


NOTHING = Sketch(0, array("I", bytes(4 * BUCKETS)))
_DOUBT = 2_000.0  # words that everybody uses, beside those of an answer: a few cases say little of its words
#: Grams overlap, and an address says again what the grid has said: however many they are, they count as so many.
_TOLD_COUNTS, _PLACE_COUNTS = 4.0, 1.0
_FEW = 6


def likelihood(words: Words, of: Sketch, among: Sketch) -> float:
    """By how much more (as a logarithm) the words are those of an answer than anybody's; 0 where nothing is known."""
    if not of.total or not among.total:
        return 0.0
    return _mean(words.told, of, among) * _TOLD_COUNTS + _mean(words.place, of, among) * _PLACE_COUNTS


def _mean(words: Sequence[int], of: Sketch, among: Sketch) -> float:
    """Of each word; of a few it counts for less."""
    share, total, everybody = _DOUBT / (among.total + BUCKETS), of.total + _DOUBT, among.total + BUCKETS
    said, all_said = of.buckets, among.buckets
    found = sum(
        log((said[word] + share * (all_said[word] + 1)) * everybody / (total * (all_said[word] + 1))) for word in words
    )
    return found / max(len(words), _FEW)
