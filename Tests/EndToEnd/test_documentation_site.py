"""The documentation as `scripts/docs` builds it, in a real browser, from a web server that serves files and nothing else."""
import os
import re
import subprocess
from pathlib import Path

import pytest

from support.blocks import PAGES
from support.browser import Visit, chromium
from support.programs import REPOSITORY
from support.static_files import StaticFiles


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    directory = tmp_path_factory.mktemp("docs")
    done = subprocess.run([os.path.join(REPOSITORY, "scripts/docs"), directory], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    with StaticFiles(directory) as files:
        yield files


def test_every_page_shows_itself_and_misses_nothing(site):
    pages = {page.stem: page.read_text() for page in PAGES if page.parent.name == "Docs.docc"}
    with chromium() as browser, Visit(browser) as visit:
        for name, text in pages.items():
            visit.page.goto(site.url("documentation/index/" if name == "index" else f"documentation/todo/{name.lower()}/"))
            # The heading is drawn by the site's script, from the page's data.
            assert visit.page.locator("h1").inner_text() == re.match(r"# (.*)", text)[1], name
        assert [message for message in visit.messages if "error" in message] == []


def test_the_root_leads_to_the_first_page_from_which_every_other_can_be_reached(site):
    with chromium() as browser, Visit(browser) as visit:
        visit.page.goto(site.url(""))
        visit.page.wait_for_url("**/documentation/index/")
        visit.page.locator("h1").wait_for()
        linked = visit.page.locator("main a").evaluate_all("links => links.map(link => new URL(link.href).pathname)")
        others = {f"/documentation/todo/{page.stem.lower()}" for page in PAGES if page.parent.name == "Docs.docc"}
        assert others - {"/documentation/todo/index"} <= {path.rstrip("/") for path in linked}
