"""The books of one writer: what it was told, and whether the database agrees.

Every title is used once, so a task can be told from every other; every change adds 1 to its row's `version`, so changes can be
counted.
"""
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Changes:
    """The changes of one task: how many were acknowledged, and how many may have happened besides."""

    acknowledged: int = 0
    unknown: int = 0


@dataclass
class Books:
    """What the answers said of every write of one user."""

    user_id: str
    created: dict = field(default_factory=dict)  # title → id
    refused: set = field(default_factory=set)  # titles that must not be there
    unknown: set = field(default_factory=set)  # titles that may be there
    deleted: set = field(default_factory=set)  # titles that must be gone
    perhaps_deleted: set = field(default_factory=set)
    toggles: Changes = field(default_factory=Changes)
    replacements: Changes = field(default_factory=Changes)
    # The title of the replaced task after the last acknowledged change, and those of unknown outcome.
    replaced: str = ""
    perhaps_replaced: set = field(default_factory=set)
    # The titles of the two tasks that are changed and never deleted, once they are there.
    toggled_title: str = ""
    replaced_id: int = 0

    @property
    def acknowledged(self):
        return len(self.created) + len(self.deleted) + self.toggles.acknowledged + self.replacements.acknowledged


@dataclass
class Balance:
    """What the check of all books found; `faults` is empty when they balance."""

    acknowledged: int = 0
    present: int = 0
    doubled: int = 0
    faults: list = field(default_factory=list)


def balance(books, database):
    """Compares the books of all writers with the table; the writers must have stopped."""
    rows = database.query("select id, user_id, title, completed, version from tasks")
    found = Balance(acknowledged=sum(book.acknowledged for book in books))
    names = Counter((user_id, title) for _, user_id, title, _, _ in rows)
    found.doubled = sum(count - 1 for count in names.values())
    if found.doubled:
        found.faults.append(f"doubled: {[name for name, count in names.items() if count > 1][:5]}")
    for book in books:
        _balance(book, [row for row in rows if row[1] == book.user_id], found)
    strangers = {row[1] for row in rows} - {book.user_id for book in books}
    if strangers:
        found.faults.append(f"users whom nobody knows: {sorted(strangers)[:5]}")
    return found


def _balance(book, rows, found):
    by_title = {title: (task_id, completed, version) for task_id, _, title, completed, version in rows}
    complain = lambda what, titles: titles and found.faults.append(f"{what}: {sorted(titles)[:5]}")  # noqa: E731
    replaced = {title for title, (task_id, _, _) in by_title.items() if task_id == book.replaced_id}
    gone = book.deleted | book.perhaps_deleted
    kept = {title for title, task_id in book.created.items() if task_id != book.replaced_id} - gone
    missing = kept - by_title.keys()
    complain("acknowledged and lost", missing)
    complain("deleted and present", book.deleted & by_title.keys())
    complain("answered with 'not done' and present", book.refused & by_title.keys())
    complain("of unknown origin", by_title.keys() - book.created.keys() - book.unknown - replaced - book.refused)
    # A task that was deleted since was there once; the task with changes is counted with them below.
    found.present += len(book.created) - (book.replaced_id > 0) - len(missing) + len(book.deleted - by_title.keys())
    if book.toggled_title:
        _, completed, version = by_title.get(book.toggled_title, (0, False, 0))
        found.present += _count(found, book.toggles, version - 1, f"toggles of {book.toggled_title}")
        if completed != ((version - 1) % 2 == 1):
            found.faults.append(f"{book.toggled_title} was toggled {version - 1} times and completed is {completed}")
    if book.replaced_id:
        title, version = next(
            ((title, row[2]) for title, row in by_title.items() if row[0] == book.replaced_id), ("nothing", 0)
        )
        found.present += (version > 0) + _count(found, book.replacements, version - 1, f"changes of {title}")
        if title != book.replaced and title not in book.perhaps_replaced:
            found.faults.append(f"the last change was {book.replaced}, stored is {title}")


def _count(found, changes, stored, what):
    """How many acknowledged changes are there; complains when there are more or fewer than there may be."""
    if not changes.acknowledged <= stored <= changes.acknowledged + changes.unknown:
        found.faults.append(
            f"{what}: {changes.acknowledged} acknowledged, {changes.unknown} unknown, {stored} stored"
        )
    return min(changes.acknowledged, max(0, stored))
