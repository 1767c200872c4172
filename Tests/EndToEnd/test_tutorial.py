"""The tutorial: what is to be written at each step compiles, and what it comes to is the example."""
import re
import shutil

import pytest

from support.examples import CATALOGUE, FOLDER, typecheck

EXAMPLE = FOLDER / "TodoTool"
CODE = re.compile(r'@Code\(name: "([^"]+)", file: "([^"]+)"\)')


def steps():
    """After each step, the files of the reader's package with what is in them."""
    files = {}
    for name, source in CODE.findall((CATALOGUE / "Tutorials/TodoTool.tutorial").read_text()):
        files = {**files, name: source}
        yield files


STEPS = list(steps())


# The first makes the manifest alone, which is the example's.
@pytest.mark.parametrize("files", STEPS[1:], ids=["+".join(files.values()) for files in STEPS[1:]])
def test_each_step_compiles(files, tmp_path):
    sources = [tmp_path / name for name in files if name != "Package.swift"]
    for path in sources:
        shutil.copy(CATALOGUE / "Resources" / files[path.name], path)
    assert typecheck(*sources) == ""


def test_the_last_step_is_the_example():
    written = {name: (CATALOGUE / "Resources" / source).read_text() for name, source in STEPS[-1].items()}
    example = {path.name: path.read_text() for path in [EXAMPLE / "Package.swift", *EXAMPLE.glob("Sources/*/*.swift")]}
    assert written == example


def test_every_code_file_belongs_to_a_step():
    shown = {source for files in STEPS for source in files.values()}
    assert {path.name for path in (CATALOGUE / "Resources").glob("TodoTool-*.swift")} == shown
