"""The tables of the documentation that are the code's own: its errors, from the page `/docs`, and its settings, from `--help`."""
import html
import re
from pathlib import Path

from .programs import REPOSITORY

PAGES = Path(REPOSITORY, "Docs.docc")


def errors(page):
    """A section for every status and code, in Markdown, from the page `/docs`."""
    sections = {}
    for body in re.findall(r'<tbody id="error-\w+">(.*?)</tbody>', page, re.S):
        status, code = re.search(r'<span class="status">(\d+)</span> <code>(\w+)</code></th>', body).groups()
        # A code may stand for two things: a task that is not there, and a path.
        rows = sections.setdefault(f"### {status} {code}", [])
        for cells in re.findall(r'"Message">(.*?)</td>.*?"Cause">(.*?)</td>.*?"Remedy">(.*?)</td>', body, re.S):
            messages = re.findall(r"<li>(.*?)</li>", cells[0])
            rows.append([" · ".join(f"`{markdown(message)}`" for message in messages), *map(markdown, cells[1:])])
    return "\n\n".join(f"{heading}\n\n{table(['message', 'cause', 'what to do'], rows)}" for heading, rows in sections.items())


def markdown(cell):
    """The text of a cell, with backticks for `code`."""
    return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</?code>", "`", cell)))


def settings(help):
    """The table of settings, from what `TodoServer --help` prints."""
    lines = re.findall(r"^  ([A-Z_]+)  +(.*?)(?: \(default: (.*)\))?$", help, re.M)
    rows = [[f"`{name}`", f"`{default}`" if default else "", markdown(meaning)] for name, meaning, default in lines]
    return table(["setting", "default", "meaning"], rows)


def table(heads, rows):
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def with_table(text, name, content):
    """A page's text with what is between the marks of `name` replaced."""
    begin, end = f"<!-- scripts/docs --tables: {name} -->", f"<!-- end of {name} -->"
    changed, count = re.subn(
        re.escape(begin) + ".*?" + re.escape(end), lambda _: f"{begin}\n\n{content}\n\n{end}", text, flags=re.S
    )
    assert count == 1, f"there are {count} places for {name}"
    return changed


def pages(server_page, help):
    """Each page that has such a table, as it is to be: (path, text)."""
    for name, content in (("Errors", errors(server_page)), ("Configuration", settings(help))):
        path = PAGES / f"{name}.md"
        yield path, with_table(path.read_text(), name.lower(), content)
