"""Every operation, field and code of the OpenAPI document says what it means, in Chinese and in English."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import orjson
import pytest

from app.web.catalogue import Catalogue, read
from app.web.describing import describe
from tests.application import application
from tests.contract import document

METHODS = {"get", "put", "post", "delete", "patch", "head", "options"}
LANGUAGES = ("en", "zh")
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: Words that say nothing beside a name.
_EMPTY = {"a", "an", "the", "of", "this", "that", "is", "are", "it", "its", "for", "and", "or", "in", "to", "value"}
Node = dict[str, Any]

DOCUMENTS: dict[str, Node] = {language: document(language) for language in LANGUAGES}


def _operations(whole: Node) -> Iterator[tuple[str, Node]]:
    for path, methods in whole["paths"].items():
        for method in METHODS & methods.keys():
            yield f"{method.upper()} {path}", methods[method]


def _named(whole: Node) -> Iterator[tuple[str, str, Node, Node]]:
    """Everything that has a name: where it stands, the name, who carries its description, its schema."""
    for where, operation in _operations(whole):
        for parameter in operation.get("parameters", []):
            yield f"{where} {parameter['name']}", parameter["name"], parameter, parameter["schema"]
    for model, schema in whole["components"]["schemas"].items():
        for name, held in schema.get("properties", {}).items():
            yield f"{model}.{name}", name, held, held


def _codes(schema: Node) -> list[str]:
    """What a schema enumerates in itself; one value alone, or a whole body of it, needs no words."""
    inner = [*schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]
    return [*schema.get("enum", []), *(code for each in inner for code in _codes(each))]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower())) - _EMPTY


@pytest.mark.parametrize("language", LANGUAGES)
def test_operations_fields_and_parameters_say_what_they_mean(language: str) -> None:
    whole = DOCUMENTS[language]
    silent = [where for where, operation in _operations(whole) if not operation.get("description")]
    silent += [where for where, _, carrier, _ in _named(whole) if not carrier.get("description")]

    assert silent == [], "add description= and its Chinese in words/texts.toml, or an entry of words/fields.toml"


def test_everything_said_has_its_chinese_and_nothing_is_left_over() -> None:
    words = Catalogue("zh")
    describe(_undescribed(), words)
    entries = {(file, key) for file in ("fields", "texts", "values") for key in read(file)}

    assert sorted(words.missing) == [], "add these to app/web/words"
    assert sorted(entries - words.used) == [], "nobody uses these of app/web/words any more"


def _undescribed() -> Node:
    made: Node = orjson.loads(orjson.dumps(application().openapi()))
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words(language: str) -> None:
    whole = DOCUMENTS[language]
    carriers = [(where, carrier, schema) for where, _, carrier, schema in _named(whole)]
    carriers += [(name, schema, schema) for name, schema in whole["components"]["schemas"].items()]
    silent = [
        f"{where} {code}"
        for where, carrier, schema in carriers
        for code in _codes(schema)
        if not re.search(rf"- `{re.escape(str(code))}`(: |：)\S", carrier.get("description", ""))
    ]

    assert silent == [], "add these to app/web/words/values.toml"


def test_a_description_says_more_than_the_name() -> None:
    english = {where: (name, carrier["description"]) for where, name, carrier, _ in _named(DOCUMENTS["en"])}
    chinese = {where: carrier["description"] for where, _, carrier, _ in _named(DOCUMENTS["zh"])}
    idle = [where for where, (name, said) in english.items() if not _words(said.split("\n")[0]) - _words(name)]
    foreign = [where for where, said in chinese.items() if len(_HAN.findall(said)) < 3 and "WGS-84" not in said]

    assert idle == [], "these repeat the name"
    assert foreign == [], "these are no Chinese"


def test_chinese_operations_are_chinese() -> None:
    operations = list(_operations(DOCUMENTS["zh"]))

    assert len(operations) > 100
    for where, operation in operations:
        assert len(_HAN.findall(operation["summary"])) >= 2, where
        assert " · " not in operation["summary"], where
        assert 2 <= len(operation["summary"]) < 60, where


def test_the_languages_differ_in_words_alone() -> None:
    assert _bare(DOCUMENTS["zh"]) == _bare(DOCUMENTS["en"])
    assert DOCUMENTS["zh"] != DOCUMENTS["en"]


def _bare(node: Any) -> Any:
    """A document without what people read: descriptions, summaries, and the texts of example problems."""
    if isinstance(node, dict):
        said = {"description", "summary"} | (
            {"title", "detail"} if "pointer" in node or str(node.get("type", "")).startswith("urn:") else set()
        )
        return {key: _bare(value) for key, value in node.items() if key not in said or not isinstance(value, str)}
    return [_bare(each) for each in node] if isinstance(node, list) else node


def test_one_entry_for_a_name_means_one_kind_of_value() -> None:
    entries, kinds = read("fields"), defaultdict(set)
    for _, name, carrier, schema in _named(DOCUMENTS["en"]):
        if carrier["description"].startswith(entries.get(name, {"en": "\0"})["en"]):
            kinds[name].add(_kind(schema))

    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}, "say it for each as Model.name"


def _kind(schema: Node) -> str:
    """What JSON it is; null beside it is the same."""
    if "$ref" in schema:
        return _kind(document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]])
    found = [each for each in schema.get("anyOf", []) if each.get("type") != "null"]
    if found:
        return _kind(found[0])
    return "number" if schema.get("type") == "integer" else str(schema.get("type"))


@pytest.mark.parametrize("file", ["fields", "texts"])
def test_the_catalogue_is_in_order(file: str) -> None:
    keys = list(read(file))

    assert len(keys) > 10
    for key, following in pairwise(keys):
        assert key < following, f"{following!r} belongs before {key!r}: keys stand in the order of their bytes"


@pytest.mark.parametrize("file", ["fields", "texts", "values"])
def test_the_catalogue_says_something_everywhere(file: str) -> None:
    catalogue = read(file)

    assert catalogue
    for key, said in catalogue.items():
        texts = said if file == "values" else {key: [said] if isinstance(said, str) else [said["en"], said["zh"]]}
        assert all(text.strip() for words in texts.values() for text in words), key
        assert file == "texts" or all(len(words) == 2 for words in texts.values()), key


def _texts_of_examples(node: Any) -> Iterator[str]:
    """What examples of refusals say, but for those that say it in both languages side by side."""
    if isinstance(node, dict):
        if isinstance(node.get("detail"), str) and "detail_zh" not in node:
            yield node["detail"]
        for inner in node.values():
            yield from _texts_of_examples(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _texts_of_examples(inner)


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_of_refusals_speak_the_language_of_the_document(language: str) -> None:
    said = set(_texts_of_examples(DOCUMENTS[language]))

    assert len(said) > 10
    assert {text for text in said if bool(_HAN.search(text)) != (language == "zh")} == set()
