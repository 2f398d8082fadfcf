"""Scripts and style sheets are served without comments, and say what they import."""

import pytest

from app.web.scripts import imports_of, later_imports_of, sheet_without_comments, without_comments


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("let a = 1; // one\nlet b;", "let a = 1;\nlet b;"),
        ("/** @type {string} */\nlet a;", "\nlet a;"),
        ("/* two\n lines */ a();", "\n a();"),
        ("a /* x */ + b", "a   + b"),
        ("/*! licence */ a", "/*! licence */ a"),
        ("say(\"http://x\", '/* y */'); // z", "say(\"http://x\", '/* y */');"),
        (r'"\" // no"; // yes', r'"\" // no";'),
        ("`// ${a /* c */ + `/* ${b} */`} //` // d", "`// ${a   + `/* ${b} */`} //`"),
        ("`${ { a: `}` } }/*`; /* c */x", "`${ { a: `}` } }/*`;  x"),
        (r"`\`//` // c", r"`\`//`"),
        ("`$ $x ${a}$` // c", "`$ $x ${a}$`"),
        ("x = a / b; // c / d", "x = a / b;"),
        (r"x = /[/*\]`]\/\//g.test(y); // c", r"x = /[/*\]`]\/\//g.test(y);"),
        ("return /'/ // c", "return /'/"),
        ("a[0] / b / '//'", "a[0] / b / '//'"),
    ],
)
def test_only_comments_go(written: str, served: str) -> None:
    assert without_comments(written) == served


def test_a_line_stays_where_it_was() -> None:
    written = "/* a\n b */\n// c\nd(); // e\nf(`\n// g\n`);\n"

    assert without_comments(written) == "\n\n\nd();\nf(`\n// g\n`);\n"


def test_a_template_without_an_end_is_told() -> None:
    with pytest.raises(ValueError, match="template"):
        without_comments("a = `b ${c}")


def test_of_a_style_sheet_too() -> None:
    written = 'a { content: "/* x */"; } /* y */ b { color: red; }\n/* z */\n'

    assert sheet_without_comments(written) == 'a { content: "/* x */"; }   b { color: red; }\n\n'


def test_what_is_imported_before_a_script_begins() -> None:
    script = (
        'import { a,\n  b } from "../common/ui.js";\nimport "./side.js";\nexport * from \'./more.js\';\n'
        'import c, { d } from "./c.js"\nconst e = await import("./later.js");\n'
        'export const f = "./no.js";\nexport function g() { return "./nor-this.js"; }\n'
    )

    assert imports_of("desk/main.js", script) == ["common/ui.js", "desk/side.js", "desk/more.js", "desk/c.js"]


def test_what_a_script_imports_when_it_needs_it_is_told_apart() -> None:
    script = (
        'import { a } from "./a.js";\nconst b = () => import("../c/b.js");\nimport(name); import("https://x/y.js");\n'
    )

    assert imports_of("d/e.js", script) == ["d/a.js"]
    assert later_imports_of("d/e.js", script) == ["c/b.js"]
