"""Every cited key is in the one bibliography, and the bibliography is honest and without doubles."""

from __future__ import annotations

import io
import subprocess
import sys
import tokenize
from collections import Counter
from pathlib import Path

import pytest

from samskapa.science import bibliography
from samskapa.science.bibliography import BIBLIOGRAPHY, Reference, cited_in, parse, references

ROOT = Path(__file__).resolve().parents[2]
STANDINGS = ("read", "abstract seen", "page seen", "DOI or page seen", "recalled, not checked")
# The reader itself shows forms that are and are not citations.
READER = Path(bibliography.__file__).resolve()


def sources() -> list[Path]:
    """Files whose words may cite: modules, worlds, questions and documentation."""
    found = [
        *(ROOT / "model" / "samskapa").rglob("*.py"),
        *(ROOT / "model" / "samskapa").rglob("*.toml"),
        *(ROOT / "scenarios").rglob("*.toml"),
        *(ROOT / "experiments").rglob("*.toml"),
        *(ROOT / "docs").rglob("*.md"),
        *ROOT.glob("README*"),
    ]
    return sorted(path for path in found if path != READER)


def words(path: Path) -> str:
    """What a file says in words: of Python its strings and comments, of TOML all but the table headers."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        spoken = {tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
        return "\n".join(
            token.string for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type in spoken
        )
    if path.suffix == ".toml":
        return "\n".join(line for line in text.splitlines() if not line.startswith("["))
    return text


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_cited_key_is_in_the_bibliography(path: Path) -> None:
    unknown = [key for key in cited_in(words(path)) if key not in BIBLIOGRAPHY]
    assert not unknown, f"{path.relative_to(ROOT)} cites {unknown}, which bibliography.bib does not have"


def test_the_search_finds_citations_at_all() -> None:
    cited = {key for path in sources() for key in cited_in(words(path))}
    assert {"Knutagard2018", "Slovic1993"} <= cited


@pytest.mark.parametrize("work", references().values(), ids=lambda work: work.key)
def test_every_work_has_a_title_a_known_standing_and_a_citable_key(work: Reference) -> None:
    assert work.title
    assert work.note.partition(";")[0] in STANDINGS
    assert work.domain_key
    assert cited_in(f"[{work.key}]") == [work.key]
    assert work.short()
    assert work.title in work.long()


@pytest.mark.parametrize("work", references().values(), ids=lambda work: work.key)
def test_the_year_is_that_of_the_key_or_the_note_says_why_not(work: Reference) -> None:
    in_key = "".join(letter for letter in work.key if letter.isdigit())
    if in_key and work.year is None:
        assert f"{in_key} in the key is only a label" in work.note
    elif in_key:
        assert work.year == int(in_key)


def test_no_two_works_share_a_doi() -> None:
    counted = Counter(work.doi.lower() for work in BIBLIOGRAPHY.values() if work.doi)
    assert [doi for doi, times in counted.items() if times > 1] == []


def test_a_doi_is_bare() -> None:
    assert [work.key for work in BIBLIOGRAPHY.values() if work.doi and not work.doi.startswith("10.")] == []


def test_the_five_sources_are_there() -> None:
    marks = {work.domain_key.partition(",")[0] for work in BIBLIOGRAPHY.values()}
    assert {"S0", "S1", "S2", "S3", "S4"} <= marks


ENTRY = ["@book{Key1999,", "  title = {A Title},", "  note = {read},", "  keywords = {F},", "}"]


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (ENTRY + ENTRY, "not the first of its name"),
        (ENTRY[:1] + ENTRY[2:], "lacks title"),
        (ENTRY[:2] + ENTRY[3:], "lacks note"),
        (ENTRY[:2] + ENTRY[1:], "repeated"),
        ([*ENTRY[:4], "  titel = {A Title},", "}"], "unknown"),
        ([*ENTRY[:4], "  year = {},", "}"], "empty"),
        (ENTRY[:4], "not closed"),
        (["  title = {A Title},"], "expected"),
        ([*ENTRY[:1], "  title = {A Title", "  over two lines},", *ENTRY[2:]], "expected"),
        (ENTRY[:4] + ENTRY, "expected"),
    ],
)
def test_a_faulty_file_is_refused(lines: list[str], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        parse(lines)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("[A] [P] [S0] [W:favero] [R]", []),
        ("[Fhm2021][NordicLabour][A]", ["Fhm2021", "NordicLabour"]),
        ("Fledderus twice: [Fledderus2015b], [Fledderus2015b]", ["Fledderus2015b"]),
        ("tight[Nobody1900], in a link [Nobody1901](x.md)", ["Nobody1900", "Nobody1901"]),
        ("dict[Parameter] and [Contents](#contents)", []),
    ],
)
def test_what_counts_as_a_citation(text: str, keys: list[str]) -> None:
    assert cited_in(text) == keys


def test_importing_reads_no_file() -> None:
    code = (
        "import samskapa.science.bibliography as b; read = lambda: b.references.cache_info().currsize;"
        "assert read() == 0; len(b.BIBLIOGRAPHY); assert read() == 1"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT / "model")
