"""The one bibliography: what a key such as `[Ostrom1996]` stands for, and how well we know the work.

The entries live in `bibliography.bib` beside this file, one field per line, so that this reader can stay
small. It is no general BibTeX reader: a line it does not know is an error, not a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

_FILE = Path(__file__).with_name("bibliography.bib")
_VENUE_FIELDS = ("journal", "booktitle", "school", "publisher", "howpublished")
_FIELDS = frozenset(
    (*_VENUE_FIELDS, "author", "title", "volume", "number", "pages", "year", "doi", "url", "note", "keywords")
)
# With a year a bracket is always a citation. Without one it is not if it indexes a type (`list[Parameter]`)
# or is a link (`[Contributing](CONTRIBUTING.md)`). One letter, as in `[A]` for an assumption, is never a key.
_CITATION = re.compile(r"\[([A-Z][A-Za-z]+\d{4}[a-z]?)\]|(?<!\w)\[([A-Z][A-Za-z]+)\](?!\()")


@dataclass(frozen=True, slots=True)
class Reference:
    """One work that the model leans on.

    Attributes:
        key: the key that docstrings cite.
        kind: the BibTeX kind, such as `article`.
        authors: each as "Surname, Initials" or the name of a body; empty if not seen; the last may be
            "others".
        title: the title; in square brackets where it is our own description.
        year: the year of publication, if known.
        venue: journal with volume, number and pages, or where else it appeared; empty if not recorded.
        doi: the bare DOI, if known.
        url: the address, if known.
        note: how well we know the work, in words that begin as the head of `bibliography.bib` lists them.
        domain_key: its mark in the evidence log of the design notes, such as `S1` or `W:favero`.
    """

    key: str
    kind: str
    authors: tuple[str, ...]
    title: str
    year: int | None
    venue: str
    doi: str | None
    url: str | None
    note: str
    domain_key: str

    def short(self) -> str:
        """Return the work as a sentence names it.

        >>> BIBLIOGRAPHY["Favero2021"].short()
        'Favero & Kim (2021)'
        >>> BIBLIOGRAPHY["Burke2019"].short(), BIBLIOGRAPHY["Veiviseren"].short()
        ('Burke et al. (2019)', 'Veiviseren (n.d.)')
        """
        surnames = [author.partition(",")[0] for author in self.authors]
        if not surnames:
            names = self.title
        elif len(surnames) > 2 or surnames[-1] == "others":
            names = f"{surnames[0]} et al."
        else:
            names = " & ".join(surnames)
        return f"{names} ({self._dated()})"

    def long(self) -> str:
        """Return the work as a reference list prints it, with its standing.

        >>> print(BIBLIOGRAPHY["Platt1973"].long())  # doctest: +NORMALIZE_WHITESPACE
        Platt, J. (1973). Social traps. American Psychologist 28(8), 641-651.
        https://doi.org/10.1037/h0035723 (recalled, not checked)
        """
        names = "; ".join(self.authors).replace("; others", " et al.")
        parts = [f"{names} ({self._dated()}).".lstrip(), _closed(self.title)]
        if self.venue:
            parts.append(_closed(self.venue))
        address = f"https://doi.org/{self.doi}" if self.doi else self.url
        if address:
            parts.append(address)
        return " ".join([*parts, f"({self.note})"])

    def _dated(self) -> str:
        return "n.d." if self.year is None else str(self.year)


def cited_in(text: str) -> list[str]:
    """Return the keys cited in a text, in the order of their first mention.

    >>> cited_in("Losses weigh more [Slovic1993][Zhu2023]; see [Slovic1993]. The size is ours [A].")
    ['Slovic1993', 'Zhu2023']
    >>> cited_in("a list[Parameter], a [Link](to.md) and a page [Veiviseren]")
    ['Veiviseren']
    """
    return list(dict.fromkeys(dated or bare for dated, bare in _CITATION.findall(text)))


@cache
def references() -> Mapping[str, Reference]:
    """Return every work by key, in the order of the file; the file is read at the first call.

    >>> references()["Ostrom1996"].title
    'Crossing the Great Divide'
    """
    return MappingProxyType(parse(_FILE.read_text(encoding="utf-8").splitlines()))


def parse(lines: Iterable[str]) -> dict[str, Reference]:
    """Read entries in the regular layout of `bibliography.bib`.

    Args:
        lines: the lines of the file, without their ends.

    Returns:
        The works by key, in order.

    Raises:
        ValueError: for a line of no known form, an unknown, empty or repeated field, a repeated key, an entry
            without title, note or keywords, or one that is not closed.

    >>> lines = ["@book{Doe1999,", "  title = {A Title},", "  note = {read},", "  keywords = {F},", "}"]
    >>> parse(lines)["Doe1999"].title
    'A Title'
    """
    works: dict[str, Reference] = {}
    kind, key, fields = "", "", dict[str, str]()
    for number, line in enumerate(lines, start=1):
        where = f"bibliography.bib, line {number}"
        if not line.strip() or line.startswith("%"):
            continue
        if line.startswith("@") and line.endswith(",") and not key:
            kind, _, key = line[1:-1].partition("{")
            if not key or key in works:
                raise ValueError(f"{where}: the key {key!r} is empty or not the first of its name")
            fields = {}
        elif line == "}" and key:
            works[key] = _reference(kind, key, fields, where)
            key = ""
        elif line.startswith("  ") and line.endswith("},") and " = {" in line and key:
            name, _, value = line[2:-2].partition(" = {")
            if name not in _FIELDS or name in fields or not value:
                raise ValueError(f"{where}: the field {name!r} of {key} is unknown, repeated or empty")
            fields[name] = value
        else:
            raise ValueError(f"{where}: expected '@kind{{Key,', '  name = {{value}},' or '}}', found {line!r}")
    if key:
        raise ValueError(f"bibliography.bib: {key} is not closed")
    return works


def _reference(kind: str, key: str, fields: Mapping[str, str], where: str) -> Reference:
    lacking = [name for name in ("title", "note", "keywords") if name not in fields]
    if lacking:
        raise ValueError(f"{where}: {key} lacks {', '.join(lacking)}")
    authors = fields["author"].split(" and ") if "author" in fields else []
    return Reference(
        key=key,
        kind=kind,
        authors=tuple(author.strip("{}") for author in authors),
        title=fields["title"],
        year=int(fields["year"]) if "year" in fields else None,
        venue=_venue(fields),
        doi=fields.get("doi"),
        url=fields.get("url"),
        note=fields["note"],
        domain_key=fields["keywords"],
    )


def _venue(fields: Mapping[str, str]) -> str:
    venue = ", ".join(fields[name] for name in _VENUE_FIELDS if name in fields)
    if "volume" in fields:
        venue += f" {fields['volume']}"
    if "number" in fields:
        venue += f"({fields['number']})"
    if "pages" in fields:
        venue += f", {fields['pages']}"
    return venue


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith(("?", "!", ".")) else f"{sentence}."


class _Bibliography(Mapping[str, Reference]):
    """The works by key, read from the file when one is first asked for."""

    def __getitem__(self, key: str) -> Reference:
        return references()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(references())

    def __len__(self) -> int:
        return len(references())


BIBLIOGRAPHY: Mapping[str, Reference] = _Bibliography()
