"""Templates compile, say what they are given, run under the content security policy, and speak through translations."""

import re
from typing import Any

import pytest
from django.template import engines
from django.template.base import Lexer, TokenType
from django.template.loader_tags import ExtendsNode, IncludeNode

from tests.rules.sources import ROOT, none_breaks, templates

TEMPLATES = templates()
AGAINST_THE_POLICY = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)
VIETNAMESE = re.compile(r"[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)
NAMED_IN_THEMSELVES = re.compile("Tiếng Việt")
BLOCKS = re.compile(r"^(blocktrans(?:late)?|comment|verbatim)\b")


@pytest.mark.parametrize("path", TEMPLATES)
def test_compiles_with_all_it_names(path: str) -> None:
    engine = engines["django"]
    compiled: Any = engine.get_template(path.split("/templates/", 1)[1])
    for node in compiled.template.nodelist.get_nodes_by_type((ExtendsNode, IncludeNode)):
        named: Any = node.parent_name if isinstance(node, ExtendsNode) else node.template
        if isinstance(named.var, str):
            engine.get_template(named.var)


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.endswith(".html")])
def test_says_first_what_it_is_given(path: str) -> None:
    assert TEMPLATES[path].startswith(("{#", "{% comment")), "the first line is a comment that lists what the template is given"


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.endswith(".html")])
def test_needs_nothing_the_security_policy_forbids(path: str) -> None:
    text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", TEMPLATES[path], flags=re.DOTALL)
    found = [match.group(0) for match in AGAINST_THE_POLICY.finditer(text)]
    none_breaks("no inline styles, scripts or handlers: the policy has no unsafe-inline", found)


@pytest.mark.parametrize("path", TEMPLATES)
def test_every_word_goes_through_translation(path: str) -> None:
    found, inside = [], ""
    for token in Lexer(TEMPLATES[path]).tokenize():
        if token.token_type is TokenType.BLOCK:
            opening = BLOCKS.match(token.contents)
            inside = "" if inside and token.contents.startswith(f"end{inside}") else (opening.group(1) if opening else inside)
        elif token.token_type is TokenType.TEXT and not inside:
            text = NAMED_IN_THEMSELVES.sub("", re.sub(r"<!--.*?-->", "", token.contents, flags=re.DOTALL))
            found += [line.strip() for line in text.splitlines() if VIETNAMESE.search(line)]
    none_breaks("Vietnamese outside {% translate %}", found)


def test_there_are_templates() -> None:
    assert TEMPLATES, f"none found under {ROOT}"
