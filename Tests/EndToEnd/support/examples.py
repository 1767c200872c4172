"""The packages in `Examples/`, built by `scripts/test`."""
import subprocess
from pathlib import Path

from .programs import REPOSITORY, environment

FOLDER = Path(REPOSITORY, "Examples")
CATALOGUE = Path(REPOSITORY, "Docs.docc")


def built(example):
    """Where a package's scratch folder is; the programs and modules are in `debug` there."""
    folder = Path(REPOSITORY, ".build-examples", example)
    assert (folder / "debug").exists(), f"{folder} not found; scripts/test builds it"
    return folder


def program(example):
    return str(built(example) / "debug" / example)


def swift_package(example, *arguments):
    """What the package manager says of a package."""
    command = ["swift", "package", "--package-path", FOLDER / example, "--scratch-path", built(example), *arguments]
    return subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=300, check=True).stdout


def typecheck(*sources):
    """What the compiler says against the sources of a program that imports TodoCore; empty when they are sound."""
    modules = built("TodoTool") / "debug/Modules"
    command = ["swiftc", "-typecheck", "-swift-version", "6", "-warnings-as-errors", "-I", modules, *sources]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=120)
    return done.stdout + done.stderr if done.returncode != 0 else ""
