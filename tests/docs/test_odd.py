"""The documents say what the code says: no drift, no rule or number left out, no name that is not there."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from samskapa.cli import odd
from samskapa.science import chance
from samskapa.science import entities as people
from samskapa.science.bibliography import BIBLIOGRAPHY, cited_in
from samskapa.science.interventions import INTERVENTIONS
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.parameters import PARAMETERS
from samskapa.science.rules.choices import ROLES
from samskapa.science.summaries import SUMMARIES
from samskapa.science.switches import SWITCHES
from samskapa.science.week import WEEK

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
TEMPLATE = (DOCS / odd.TEMPLATE).read_text(encoding="utf-8")
PAGES = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md")])
RULES = odd.rules()
STATES = [(entity, variable) for entity, variables in odd.ENTITIES.items() for variable in variables]


def sections(marks: str) -> dict[str, str]:
    """The text of the template under each heading of a depth, by the heading."""
    parts = re.split(rf"^{marks} (.+)$", TEMPLATE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


SECTIONS = sections("##")
SUBMODELS = sections("###")


def named(name: str, symbol: str, text: str) -> bool:
    """Whether a text names something in code, with its symbol in brackets behind it if it has one of its own."""
    words = " ".join(text.split())
    if symbol in ("-", name):
        return f"`{name}`" in words
    return re.search(rf"`{re.escape(name)}` \({re.escape(symbol)}[),;]", words) is not None


# -- drift ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", odd.documents())
def test_a_document_on_disk_is_what_the_code_writes(name):
    assert (DOCS / name).read_text(encoding="utf-8") == odd.documents()[name], "run `make docs`"


def test_the_check_passes_and_fails_where_it_should(tmp_path, monkeypatch, capsys):
    assert odd.main(["--check"]) == 0
    (tmp_path / odd.TEMPLATE).write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.setattr(odd, "FOLDER", tmp_path)
    monkeypatch.setattr(odd.outdated, "__defaults__", (tmp_path,))
    monkeypatch.setattr(odd.documents, "__defaults__", (tmp_path,))
    assert odd.main(["--check"]) == 1
    assert odd.main([]) == 0
    assert odd.main(["--check"]) == 0
    (tmp_path / "ODD.md").write_text("nothing", encoding="utf-8")
    assert odd.main(["--check"]) == 1
    (tmp_path / odd.TEMPLATE).unlink()
    assert odd.main(["--check"]) == 2
    assert odd.main(["--chekc"]) == 2
    assert "usage" in capsys.readouterr().err


def test_a_rule_without_a_place_and_an_unknown_place_are_refused():
    with pytest.raises(ValueError, match="responsiveness"):
        odd.filled(TEMPLATE.replace("{{rules:E1}}", ""))
    with pytest.raises(ValueError, match="tabel"):
        odd.filled(TEMPLATE + "\n{{tabel:rules}}\n")


def test_a_rule_without_its_lines_is_refused():
    def nameless(level: float) -> float:
        """A sentence alone."""
        return level

    with pytest.raises(ValueError, match="nameless lacks Equation"):
        odd.read_rule(nameless)


# -- nothing is left out -------------------------------------------------------------------------------


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=lambda parameter: parameter.name)
def test_every_parameter_is_named_with_its_symbol(parameter):
    assert named(parameter.name, parameter.symbol, TEMPLATE)


@pytest.mark.parametrize(("entity", "variable"), STATES, ids=lambda thing: getattr(thing, "name", thing))
def test_every_state_variable_is_named_with_its_symbol(entity, variable):
    assert named(variable.name, variable.symbol, SECTIONS["2 Entities, state variables and scales"])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_is_named_under_the_number_of_its_equation(rule):
    own = [text for heading, text in SUBMODELS.items() if rule.labels[0] in re.findall(r"[ER]\d+", heading)]
    assert any(f"`{rule.name}`" in " ".join(text.split()) for text in own)


@pytest.mark.parametrize("switch", SWITCHES.values(), ids=lambda switch: switch.name)
def test_every_switch_and_alternative_is_named(switch):
    assert f"`{switch.name}`" in TEMPLATE
    assert [name for name in switch.alternatives if f"`{name}`" not in TEMPLATE] == []


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_named(role):
    assert f"`{role}`" in TEMPLATE


def test_every_phase_is_named_in_order():
    text = SECTIONS["3 Process overview and scheduling"]
    places = [text.index(f"`{phase.name}`") for phase in WEEK]
    assert places == sorted(places)


# -- nothing is named that is not there ----------------------------------------------------------------


def known_names() -> set[str]:
    """Everything that may be named in code."""
    known = {*PARAMETERS, *SWITCHES, *ROLES, *OUTCOMES, *SUMMARIES, *INTERVENTIONS}
    known |= {rule.name for rule in RULES} | {variable.name for _, variable in STATES}
    known |= {name for switch in SWITCHES.values() for name in switch.alternatives}
    known |= {phase.name for phase in WEEK} | {decision.name for decision in chance.Decision}
    for module in (
        "science.elementary",
        "science.rules.choices",
        "science.entities",
        "science.scenarios",
        "reference",
        "reference.model",
    ):
        known |= set(dir(importlib.import_module(f"samskapa.{module}")))
    return known


KNOWN = known_names()
NOTATION = {"code", "[A]", "[z]+", "sig", "clip", "1[...]", "X += y"}


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([^`\n]+)`", TEMPLATE))))
def test_nothing_is_named_that_is_not_there(name):
    paths = [ROOT / name, ROOT / "model" / "samskapa" / name]
    assert name in KNOWN | NOTATION or any(path.exists() for path in paths if "." in name or "/" in name)


def test_the_search_for_names_sees_a_wrong_one():
    assert "contact_rat" not in KNOWN
    assert not named("contact_rate", "p_x", TEMPLATE)


# -- links and citations -------------------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    """Anchors of the headings of a page, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_inside_the_repository_resolve(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path) if path else page
        assert linked.exists(), f"{page.name} links to {target}"
        if anchor and linked != DOCS / odd.TEMPLATE:
            assert anchor in anchors(linked.read_text(encoding="utf-8")) | {"references"}, f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_citation_is_in_the_bibliography(page):
    assert [key for key in cited_in(page.read_text(encoding="utf-8")) if key not in BIBLIOGRAPHY] == []


def test_the_description_lists_every_work_it_cites():
    text = (DOCS / "ODD.md").read_text(encoding="utf-8")
    body, _, listed = text.partition("## References")
    assert [key for key in cited_in(body) if f"* **{key}**: " not in listed] == []


def test_state_variables_belong_to_an_entity_that_is_described():
    assert set(odd.ENTITIES) == {
        name.lower()
        for name, value in vars(people).items()
        if isinstance(value, tuple) and value and isinstance(value[0], people.StateVariable)
    }
