"""What the service says of itself, held against what it does."""
import base64
import hashlib
import html
import re
import shutil
import subprocess

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from support import reference, tokens
from support.programs import SERVER


@pytest.fixture(scope="module")
def document(server):
    return server.client().get("/openapi.json").json()


@pytest.fixture(scope="module")
def page(server):
    return server.client().get("/docs").body.decode("utf-8")


def operations(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def resolve(document, node):
    """The node itself, or what it refers to."""
    while "$ref" in node:
        target = document
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        node = target
    return node


def check(document, schema, value):
    """Checks a value against a schema, whose references are looked up in the document."""
    Draft202012Validator(
        {**schema, "components": document["components"]}, format_checker=FormatChecker()
    ).validate(value)


def examples(content):
    """Every example of a media type object."""
    named = [example["value"] for example in content.get("examples", {}).values()]
    return named + ([content["example"]] if "example" in content else [])


def test_the_document_is_valid_openapi(document):
    validate(document)


def test_the_document_names_every_path(document):
    assert list(document["paths"]) == [
        "/api/tasks", "/api/tasks/{id}", "/api/tasks/{id}/complete", "/", "/health", "/health/ready", "/openapi.json", "/docs",
    ]


def test_every_example_fits_its_schema(document):
    count = 0
    for _, _, operation in operations(document):
        bodies = [operation["requestBody"]] if "requestBody" in operation else []
        for body in bodies + [resolve(document, response) for response in operation["responses"].values()]:
            for content in body.get("content", {}).values():
                for example in examples(content):
                    check(document, content["schema"], example)
                    count += 1
    assert count > 50


def test_every_example_body_is_accepted_and_answered_as_documented(client, document):
    count = 0
    for path, method, operation in operations(document):
        if "requestBody" not in operation:
            continue
        for body in examples(operation["requestBody"]["content"]["application/json"]):
            task = client.create()
            response = client.request(method.upper(), path.replace("{id}", str(task["id"])), body)
            documented = operation["responses"][str(response.status)]
            assert response.status in (200, 201), (path, body, response.body)
            check(document, documented["content"]["application/json"]["schema"], response.json())
            count += 1
    assert count == 8


def test_reading_is_answered_as_documented(client, document):
    task = client.create()
    for path, method, operation in operations(document):
        if method != "get" or path == "/docs":
            continue
        response = client.get(path.replace("{id}", str(task["id"])))
        assert response.status == 200
        content = operation["responses"]["200"]["content"]["application/json"]
        check(document, content["schema"], response.json())
        if path == "/":
            assert response.json() == content["example"]


@pytest.mark.parametrize(
    "authorization", [None, "Bearer null", f"Bearer {tokens.token()}x", f"Bearer {tokens.token(exp=1_000_000_000)}"]
)
def test_a_refused_token_is_answered_as_documented(anyone, document, authorization):
    answer = anyone.get("/api/tasks", headers={"Authorization": authorization} if authorization else {})
    documented = document["components"]["responses"]["Unauthorized"]["content"]["application/json"]
    assert answer.status == 401
    assert answer.json() in examples(documented)


def test_the_page_needs_nothing_but_itself(page):
    for tag in re.findall(r"<[^>]+>", page):
        name = re.match(r"</?([a-z0-9!]+)", tag, re.IGNORECASE).group(1).lower()
        assert name not in ("link", "img", "iframe", "object", "embed", "base", "video", "audio"), tag
        assert not re.search(r"\s(src|srcset|style|on\w+)\s*=", tag), tag
        for target in re.findall(r'href="([^"]*)"', tag):
            assert target.startswith(("#", "/")) and not target.startswith("//"), tag
    assert page.count("<style>") == page.count("<script") == page.count('<script type="module">') == 1
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL).group(1)
    assert "@import" not in style and "url(" not in style


def test_the_page_may_use_its_own_style_and_script_and_ask_this_service_alone(anyone, page):
    def source(element):
        text = re.search(rf"<{element}[^>]*>(.*?)</{element}>", page, re.DOTALL).group(1)
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert anyone.get("/docs").header("Content-Security-Policy") == (
        f"default-src 'none'; style-src {source('style')}; script-src {source('script')}; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    )


def test_the_page_describes_every_operation(page, document):
    for path, _, operation in operations(document):
        assert f'id="{operation["operationId"]}"' in page
        assert f"<code>{path}</code>" in page


def test_every_command_on_the_page_works_when_pasted(client, page, server):
    if shutil.which("curl") is None or shutil.which("bash") is None:
        pytest.skip("curl or bash is not installed")
    commands = [html.unescape(text) for text in re.findall(r"<pre><code>(curl .*?)</code></pre>", page, re.DOTALL)]
    assert len(commands) == 12
    for command in commands:
        assert f'"http://127.0.0.1:{server.port}/' in command
        done = subprocess.run(
            ["bash", "-c", command + " --max-time 20 -o /dev/null -w '%{http_code}'"],
            env={"PATH": "/usr/bin:/bin", "TOKEN": client.token, "ID": str(client.create()["id"])},
            capture_output=True, text=True, timeout=30,
        )
        assert done.returncode == 0 and done.stdout in ("200", "201", "204"), (command, done.stdout, done.stderr)


def test_the_tables_of_the_documentation_are_those_of_the_code(page):
    help = subprocess.run([SERVER, "--help"], capture_output=True, text=True, check=True).stdout
    for path, text in reference.pages(page, help):
        assert path.read_text() == text, f"{path.name} is not what the code says; scripts/docs --tables writes it"
