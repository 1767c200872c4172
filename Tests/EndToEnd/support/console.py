"""The console of the page `/docs`, as somebody uses it."""
from .browser import Visit


class Console(Visit):
    """A visit of the page; `address` is the server's."""

    def __init__(self, browser, address, **options):
        super().__init__(browser, **options)
        self.address = address
        self.form = self.page.locator("#console-form")
        self.token = self.page.get_by_label("Token")
        self.operation = self.page.get_by_label("Operation")
        self.body = self.form.get_by_role("textbox", name="Body")
        self.command = self.page.locator("#console-command")
        self.outcome = self.page.locator("#console-outcome")
        self.meaning = self.page.locator("#console-meaning")
        self.head = self.page.locator("#console-head")
        self.answer = self.page.locator("#console-body")

    def open(self):
        self.page.goto(f"{self.address}/docs")
        return self

    def field(self, name):
        """The input of the chosen operation by this name."""
        return self.form.locator(f"fieldset:enabled [name='{name}']")

    def send(self, expecting):
        """Presses the button, and returns when the answer begins with `expecting`."""
        self.form.get_by_role("button", name="Send").click()
        self.outcome.get_by_text(expecting).wait_for()

    def meanings(self):
        """What the page says of an error: of each field, its cause, its remedy."""
        terms = [term.strip() for term in self.meaning.locator("dt").all_inner_texts()]
        return dict(zip(terms, self.meaning.locator("dd").all_inner_texts()))

    def complaints(self):
        """What the browser's console says, but for its remark about each answer that is an error."""
        return [message for message in self.messages if not message.startswith("error: Failed to load resource: the server")]
