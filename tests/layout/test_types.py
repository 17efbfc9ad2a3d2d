"""Settings and rules are seen by the type checker: what is misspelt, or called with too few numbers, does not pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from mypy import api

from samskapa.science.parameters import PARAMETERS
from samskapa.science.rules.choices import MECHANISMS, ROLES, RuleBook
from samskapa.science.settings import Settings
from samskapa.science.switches import SWITCHES

ROOT = Path(__file__).parents[2]
SNIPPET = """
from samskapa.science.rules.choices import RuleBook
from samskapa.science.settings import Settings

def half(settings: Settings, rules: RuleBook) -> float:
    return {}
"""
RIGHT = (
    "settings.trust_rate",
    "rules.raised(settings.trust_start, 0.5)",
    "float(settings.network == 'random')",
    "rules.trust_after_contact(0.5, 0.5, 0.0, 4.0, settings.trust_rate, loss_ratio=settings.loss_ratio)",
)
WRONG = {
    "settings.trust_rat": '"Settings" has no attribute "trust_rat"',
    "rules.contact_qualty(0.5)": '"RuleBook" has no attribute "contact_qualty"',
    "rules.raised(0.5)": "Too few arguments",
    "rules.comes(0.5, 0.5)": "Too few arguments",
    "rules.raised(settings.network, 0.5)": 'has incompatible type "str"; expected "float"',
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the type checker says of each expression, under the configuration of the house."""
    folder = tmp_path_factory.mktemp("typed")
    files = {text: folder / f"snippet_{number}.py" for number, text in enumerate((*RIGHT, *WRONG))}
    for text, path in files.items():
        path.write_text(SNIPPET.format(text), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.setenv("MYPYPATH", str(ROOT / "model"))
        out, _, _ = api.run(
            [
                "--config-file",
                str(ROOT / "pyproject.toml"),
                "--cache-dir",
                str(folder / "cache"),
                *map(str, files.values()),
            ]
        )
    return {text: "\n".join(line for line in out.splitlines() if path.name in line) for text, path in files.items()}


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_passes(said: dict[str, str], text: str) -> None:
    assert said[text] == ""


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_seen(said: dict[str, str], text: str) -> None:
    assert WRONG[text] in said[text]


def test_settings_have_every_parameter_and_switch() -> None:
    settings = Settings()
    assert settings.numbers() == {name: getattr(settings, name) for name in PARAMETERS}
    assert settings.alternatives() == {name: getattr(settings, name) for name in SWITCHES}
    assert [Settings.trust_rate, Settings.network] == [PARAMETERS["trust_rate"], SWITCHES["network"]]


def test_the_rule_book_has_every_rule_and_role() -> None:
    book = RuleBook(Settings().alternatives())
    rules = {
        name: rule
        for mechanism in MECHANISMS
        for name, rule in vars(mechanism).items()
        if callable(rule) and rule.__module__ == mechanism.__name__
    }
    assert {name: getattr(book, name) for name in rules} == rules
    assert {role: getattr(book, role) for role in ROLES} == {
        role: alternatives[SWITCHES[switch].default] for role, (switch, alternatives) in ROLES.items()
    }
    assert {name for name in vars(RuleBook) if not name.startswith("_")} == {*rules, *ROLES}
