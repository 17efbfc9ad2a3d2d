"""The notebooks run from top to bottom, show what they promise, and are stored clean."""

from __future__ import annotations

import os
import shutil
import tomllib
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from typer.testing import CliRunner

from experiments import ARMS
from samskapa.cli import app

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PATIENCE = 300
"""Seconds that a cell may take: the engine may have to be compiled."""


@pytest.fixture(autouse=True)
def _own_jupyter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kernels, histories and settings of whoever runs the tests play no part."""
    for name in ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"):
        (tmp_path / "jupyter" / name).mkdir(parents=True)
        monkeypatch.setenv(name, str(tmp_path / "jupyter" / name))
    monkeypatch.delenv("MPLBACKEND", raising=False)


def executed(book_name: str, here: Path, **parameters: object) -> dict[str, NotebookNode]:
    """A notebook run in a folder with other parameters: its cells by their ids."""
    book = nbformat.read(ROOT / "notebooks" / f"{book_name}.ipynb", as_version=4)
    place = next(number for number, cell in enumerate(book.cells) if "parameters" in cell.metadata.get("tags", ()))
    told = "\n".join(f"{key} = {value!r}" for key, value in parameters.items())
    book.cells.insert(place + 1, new_code_cell(told, id="injected-parameters"))
    NotebookClient(book, timeout=PATIENCE, resources={"metadata": {"path": str(here)}}).execute()
    return {cell.id: cell for cell in book.cells}


def shown(cell: NotebookNode) -> str:
    """What a cell shows, as text."""
    return "".join(one.get("text", "") or one.get("data", {}).get("text/plain", "") for one in cell.outputs)


def rich(cell: NotebookNode) -> set[str]:
    """In which forms a cell shows something."""
    return {form for one in cell.outputs for form in one.get("data", ())}


def marked(cell: NotebookNode) -> str:
    """The words that a cell shows."""
    return "".join(one["data"]["text/markdown"] for one in cell.outputs)


# -- as they are stored ------------------------------------------------------------------------------------


def test_both_are_there():
    assert [path.stem for path in NOTEBOOKS] == ["01_first_look", "02_reading_the_answers"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_what_it_showed(path: Path):
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert [cell.id for cell in code if cell.outputs or cell.execution_count is not None] == []
    assert all(set(cell.metadata) <= {"tags"} for cell in book.cells)
    assert set(book.metadata) == {"kernelspec", "language_info"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_in_one_form_only(path: Path):
    assert nbformat.writes(nbformat.read(path, as_version=4), indent=1) + "\n" == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_places_that_a_notebook_points_to_are_there(path: Path):
    words = "".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown")
    targets = [part.partition(")")[0] for part in words.split("](")[1:]]
    assert [target for target in targets if not (path.parent / target).exists()] == []


# -- as they run -------------------------------------------------------------------------------------------


def test_the_first_look_runs_two_worlds_and_shows_them(tmp_path: Path):
    cells = executed("01_first_look", ROOT / "notebooks", seeds=3, folder=str(tmp_path / "drawn"))
    assert "text/html" in rich(cells["block"])
    assert "trust_final" in cells["block"].outputs[0]["data"]["text/html"]
    for name in ("weeks", "promises", "own-picture"):
        assert "image/png" in rich(cells[name])
    assert "disappointment_peak" in shown(cells["difference"])
    assert "NaN" not in shown(cells["difference"])
    assert (tmp_path / "drawn" / "trajectories.svg").is_file()


def test_an_answer_is_read_where_there_are_no_single_runs(tmp_path: Path):
    for folder in ("experiments", "notebooks", "results"):
        (tmp_path / folder).mkdir()
    shutil.copy(ROOT / "experiments" / "anchor_first.toml", tmp_path / "experiments")
    shutil.copytree(
        ROOT / "results" / "anchor_first", tmp_path / "results" / "anchor_first", ignore=shutil.ignore_patterns("raw")
    )
    cells = executed("02_reading_the_answers", tmp_path / "notebooks", folder="paper")
    assert "anchored" in marked(cells["asked"])
    assert shown(cells["check"]).startswith("anchor_first: the answer ")
    assert "before_managers_only" in shown(cells["summary"])
    assert "image/png" in rich(cells["drawn"]) & rich(cells["figure"])
    stamp = tomllib.loads((tmp_path / "results" / "anchor_first" / "stamp.toml").read_text(encoding="utf-8"))
    assert stamp["experiment"][:12] in marked(cells["caption"])
    assert "To make them: samskapa experiment run anchor_first" in shown(cells["raw"])
    paper = tmp_path / "paper"
    assert sorted(path.suffix for path in paper.iterdir()) == [".csv", ".pdf", ".svg", ".tex"]
    kept = (paper / "anchor_first.csv").read_text(encoding="utf-8").splitlines()
    latex = (paper / "anchor_first.tex").read_text(encoding="utf-8").splitlines()
    contrasts = (tmp_path / "results" / "anchor_first" / "tables" / "contrasts.csv").read_text(encoding="utf-8")
    assert len(kept) == len(latex) - 5 == len(contrasts.splitlines())


def test_any_experiment_with_contrasts_can_be_read_down_to_its_single_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "experiments").mkdir()
    (tmp_path / "experiments" / "arms.toml").write_text(ARMS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(app, ["experiment", "run", "arms", "--threads", "1"])
    assert made.exit_code == 0, made.stderr
    cells = executed("02_reading_the_answers", tmp_path, name="arms", folder="paper")
    assert shown(cells["check"]).strip() == "arms: the answer holds"
    assert "image/png" in rich(cells["figure"]) & rich(cells["raw"])
    assert os.listdir(tmp_path / "paper")
