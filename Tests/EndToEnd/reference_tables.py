"""Writes the tables of errors and settings into the pages of Docs.docc, from the built programs.

    scripts/docs --tables
"""
import subprocess

from support import reference
from support.programs import REPOSITORY, SERVER, Server


def main():
    help = subprocess.run([SERVER, "--help"], capture_output=True, text=True, check=True).stdout
    # It describes itself without a database.
    with Server("postgresql://127.0.0.1:1/none") as server:
        page = server.wait_until_listening().client(is_documented=False).get("/docs").body.decode()
    for path, text in reference.pages(page, help):
        path.write_text(text)
        print(path.relative_to(REPOSITORY))


if __name__ == "__main__":
    main()
