"""The results as they are kept, and the page that shows them."""
import json
import re
from pathlib import Path

from support.programs import REPOSITORY

from . import tables

PAGE = Path(REPOSITORY, "Docs.docc/Performance.md")
PARTS = ("micro", "service", "scaling")


def keep(part, results, folder):
    """Writes the results and their picture into a folder."""
    # Drawing takes a second to load, which who only measures need not wait for.
    from . import figures

    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"benchmark-{part}.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    getattr(figures, part)(results, folder / f"benchmark-{part}.png")


def write(folder):
    """Puts the tables of what is kept in a folder where the page has a mark for them."""
    text = PAGE.read_text()
    for part in PARTS:
        path = folder / f"benchmark-{part}.json"
        if path.exists():
            text = with_tables(text, part, getattr(tables, part)(json.loads(path.read_text())))
    PAGE.write_text(text)


def with_tables(text, part, content):
    """The page with what is between the part's marks replaced."""
    begin, end = f"<!-- scripts/bench {part} -->", f"<!-- end of scripts/bench {part} -->"
    pattern = re.escape(begin) + ".*?" + re.escape(end)
    changed, count = re.subn(pattern, lambda _: f"{begin}\n\n{content}\n\n{end}", text, flags=re.S)
    assert count == 1, f"{PAGE.name} has {count} places for {part}"
    return changed
