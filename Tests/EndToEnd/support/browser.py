"""A real Chromium without a window, the system's own: Playwright drives it and brings none with it."""
import contextlib
import os
import shutil

from playwright.sync_api import sync_playwright

# In milliseconds: whatever a page is asked for comes within this, or the test fails.
DEADLINE = 15_000


def executable():
    """Where Chromium is, by the names that Debian, Ubuntu and macOS give it."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    applications = [f"/Applications/{name}.app/Contents/MacOS/{name}" for name in ("Chromium", "Google Chrome")]
    found = [path for path in map(shutil.which, names) if path]
    found += [path for path in applications if os.access(path, os.X_OK)]
    if not found:
        raise RuntimeError("no Chromium is installed; on Debian: apt-get install chromium")
    return found[0]


@contextlib.contextmanager
def chromium():
    """The browser, which ends with the block."""
    # Chromium's sandbox refuses to run for root.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=arguments, timeout=2 * DEADLINE)
        try:
            yield browser
        finally:
            browser.close()


class Visit:
    """A page in a browser profile of its own, and everything that it did: a context manager that closes both."""

    def __init__(self, browser, **options):
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(DEADLINE)
        self.page = self.context.new_page()
        self.messages = []
        self.requests = []
        self.page.on("console", lambda message: self.messages.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.messages.append(f"uncaught: {error}"))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.add_init_script(
            "window.violations = [];"
            "addEventListener('securitypolicyviolation', event => violations.push(event.violatedDirective));"
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()

    def violations(self):
        """The directives of the page's Content-Security-Policy that were violated."""
        return self.page.evaluate("() => window.violations")
