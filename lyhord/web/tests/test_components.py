"""What no tool checks: neither a misspelt attribute of a component nor an icon that is not there is an error."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3] / "lyhord"
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))
CALL = re.compile(
    r"<c-(?!vars|slot)([\w.-]+)((?:\s+[:\w@.-]+(?:=(?:\"(?:\{%.*?%\}|\{\{.*?\}\}|[^\"])*\"|'[^']*'))?)*)\s*/?>",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"(:?[\w@.-]+)(?:=(?:\"(?:\{%.*?%\}|\{\{.*?\}\}|[^\"])*\"|'[^']*'))?", re.DOTALL)
PASSED_ON = re.compile(
    r"hx-|data-|aria-|on$|(id|class|name|value|role|form|title|popovertarget|autofocus|type|for|rel|lang|dir|target|tabindex|hidden|open|accept|multiple|required|placeholder|download|inert|formaction)$"
)
ICON = re.compile(r"""{%\s*icon\s+["']([\w-]+)["']|\bicon=["']([\w-]+)["']""")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_components_are_called_with_attributes_they_declare(template: Path) -> None:
    for name, attributes in _calls(template.read_text(encoding="utf-8")):
        declared, passes_on = _declared(name)
        for attribute in attributes:
            is_known = attribute in declared or (passes_on and PASSED_ON.match(attribute))
            assert is_known, f"<c-{name} {attribute}>: the component declares {sorted(declared)}"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_have_no_inline_style_or_script(template: Path) -> None:
    text = template.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert all("src=" in tag or "json" in tag for tag in re.findall(r"<script[^>]*>", text))


def test_every_icon_that_is_asked_for_is_in_the_sprite() -> None:
    sprite = (ROOT / "web/static/web/icons/sprite.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'symbol id="i-([\w-]+)"', sprite))
    sources = [*TEMPLATES, *ROOT.glob("*/registrations.py")]

    asked = {first or second for path in sources for first, second in ICON.findall(path.read_text(encoding="utf-8"))}

    assert asked - drawn == set()


def test_modules_import_only_files_that_exist() -> None:
    roots = {path.parent.parent for path in ROOT.glob("*/static/*")}
    for module in ROOT.glob("*/static/**/*.js"):
        if "vendor" in module.parts:
            continue
        served = next(module.relative_to(root) for root in roots if root in module.parents)
        for imported in re.findall(r'^import .*?"(\.[^"]+)"', module.read_text(encoding="utf-8"), re.MULTILINE):
            wanted = Path("static") / _joined(served.parent, imported).relative_to("static")
            assert any((root / wanted).exists() for root in roots), f"{served} imports {imported}"


def _joined(folder: Path, relative: str) -> Path:
    parts = list(folder.parts)
    for part in Path(relative).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return Path(*parts)


def _calls(text: str) -> Iterator[tuple[str, list[str]]]:
    assert len(re.findall(r"<c-(?!vars|slot)[\w.-]+", text)) == len(CALL.findall(text)), "a call could not be read"
    for name, attributes in CALL.findall(text):
        yield name, [found.removeprefix(":") for found in ATTRIBUTE.findall(attributes)]


@cache
def _declared(name: str) -> tuple[frozenset[str], bool]:
    path = next((found for found in ROOT.glob(f"*/templates/cotton/{name.replace('.', '/')}.html")), None)
    assert path is not None, f"there is no component {name}"
    text = path.read_text(encoding="utf-8")
    variables = re.search(r"<c-vars(.*?)/>", text, re.DOTALL)
    declared = (
        frozenset(found.removeprefix(":") for found in ATTRIBUTE.findall(variables[1])) if variables else frozenset()
    )
    return declared, "{{ attrs }}" in text
