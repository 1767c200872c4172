"""Pictures of the page `/docs` for the documentation.

    scripts/screenshots

writes them into Docs.docc/Resources, from a server and a database of their own.
"""
from pathlib import Path

from support import tokens
from support.browser import chromium
from support.console import Console
from support.postgres import Cluster
from support.programs import REPOSITORY, Server, migrate

RESULTS = Path(REPOSITORY, "Docs.docc/Resources")
DESKTOP = {"viewport": {"width": 1440, "height": 1000}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}


def main():
    cluster = Cluster.create()
    try:
        cluster.start()
        database = cluster.create_database("docs")
        migrate(database)
        with Server(database.url) as server, chromium() as browser:
            server.wait_until_ready()
            draw(browser, f"http://127.0.0.1:{server.port}", tokens.token("alice"))
    finally:
        cluster.remove()


def draw(browser, address, token):
    with Console(browser, address, **DESKTOP) as console:
        console.open()
        shoot(console, "#createTask", "docs-desktop.png")
    with Console(browser, address, **DESKTOP, color_scheme="dark") as console:
        console.open().token.fill(token)
        console.send("201 Created")
        shoot(console, "#console", "docs-dark.png")
    with Console(browser, address, **DESKTOP) as console:
        console.open().token.fill(token)
        console.body.fill('{\n  "title": " ",\n  "description": 7\n}')
        console.send("422")
        shoot(console, "#console", "docs-422.png")
    with Console(browser, address, **PHONE) as console:
        console.open().token.fill(token)
        console.send("201 Created")
        shoot(console, "#console", "docs-phone@2x.png")


def shoot(console, selector, name):
    """The window, scrolled to what is to be seen."""
    console.page.locator(selector).evaluate("element => element.scrollIntoView()")
    console.page.mouse.move(0, 0)
    path = RESULTS / name
    console.page.screenshot(path=path)
    print(f"{path.relative_to(REPOSITORY)}: {path.stat().st_size // 1024} KiB", flush=True)


if __name__ == "__main__":
    main()
