"""Every code block of the documentation is run, in the order of its page, and what it shows is what comes out.

What is done in another way than by a reader is in `support/reader.sh`.
"""
import re
from pathlib import Path

import pytest
import yaml

from support.blocks import OUTPUTS, PAGES, READER, Reader, blocks, shows
from support.programs import REPOSITORY, migrate

KINDS = ("shell", "sql", "js", "ts", "swift", "yaml", *OUTPUTS)

# Swift is compiled with the examples, or as a step of the tutorial; a block is an excerpt of one of these files.
COMPILED = [
    *Path(REPOSITORY).glob("Examples/*/*.swift"),
    *Path(REPOSITORY).glob("Examples/*/*/*/*.swift"),
    *Path(REPOSITORY).glob("Docs.docc/Resources/*.swift"),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_blocks_of_a_page_do_what_they_show(cluster, page):
    database = cluster.create_database(re.sub(r"\W", "_", f"page_{page.stem}".lower()))
    migrate(database)
    with Reader(page, database) as reader:
        outputs = reader.read()
        for index, block in enumerate(reader.blocks):
            if block.kind in OUTPUTS:
                shown = last_output(reader.blocks, outputs, index)
                assert shows(block.text, shown), f"{block} shows\n{block.text}\n--- and this came:\n{shown}"


def last_output(page, outputs, index):
    """What the last block before this one, that is none that shows, has brought; several may show parts of it."""
    commands = [number for number in range(index) if page[number].kind not in OUTPUTS]
    assert commands, f"{page[index]} shows what no block before it has brought"
    return outputs[commands[-1]]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_says_what_it_is(page):
    for block in blocks(page):
        assert block.kind in KINDS, f"{block} is of the kind {block.kind!r}, which nobody runs"
        if block.kind == "yaml":
            yaml.safe_load(block.text)


def test_every_excerpt_of_swift_is_compiled():
    sources = [significant(path.read_text()) for path in COMPILED]
    excerpts = [block for page in PAGES for block in blocks(page) if block.kind == "swift"]
    strangers = [block.text for block in excerpts if not any(significant(block.text) in source for source in sources)]
    assert excerpts and not strangers, "this Swift is in no file that is compiled"


def significant(swift):
    """The text without its indentation and empty lines."""
    return "\n".join(line.strip() for line in swift.splitlines() if line.strip())


def test_every_stand_in_stands_for_a_command_of_a_page():
    stand_ins = READER.read_text().split("# Not stand-ins")[0]
    shell = "\n".join(block.text for page in PAGES for block in blocks(page) if block.kind == "shell")
    for name in set(re.findall(r"^([\w./-]+)\(\)", stand_ins, re.M)) - {"stay"}:
        assert re.search(rf"(^|[\s;&|(]){re.escape(name)}(\s|$)", shell, re.M), f"no page runs {name}"


def test_every_file_that_is_named_is_there():
    folders = ("Deploy", "Docs.docc", "Sources", "Tests", "scripts")
    files = [*Path(REPOSITORY).glob("*.*"), *(file for folder in folders for file in Path(REPOSITORY, folder).rglob("*.*"))]
    for page in PAGES:
        for name in re.findall(r"`([\w+./-]+\.(?:py|swift|md|yml|conf|sh))`", page.read_text()):
            assert any(str(file).endswith(f"/{name}") for file in files), f"{page.name} names {name}, which is not there"
