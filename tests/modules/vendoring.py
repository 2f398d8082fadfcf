"""What the screens take from npm lies in `static/vendor/`: `vendor.json` names it, and here it is made.

`python -m tests.modules.vendoring` fetches the pinned packages by `npm pack` and writes the files; with `--check` it
compares them byte for byte instead. Nothing is built: Preact, its hooks and htm become one module, each in a function
of its own, because a module more is a request more on a slow line.
"""

import base64
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

VENDOR = Path(__file__).parents[2] / "app" / "web" / "static" / "vendor"
PINNED = VENDOR / "vendor.json"
Package = dict[str, bytes]

_ONE_MODULE = """// @ts-nocheck
// Preact {preact} (MIT) with its hooks and htm {htm} (Apache-2.0), as published; joined by tests.modules.vendoring.
const preact = (() => {{
{core}
}})();
const hooks = (() => {{
{hooks}
}})();
const htm = (() => {{
{markup}
}})();
export const {{ {of_preact} }} = preact;
export const {{ {of_hooks} }} = hooks;
export const html = htm.bind(h);
"""
#: What is published as a script tells of itself as a module.
_AS_A_MODULE = "// @ts-nocheck\n{}\nexport default globalThis.leaflet;\n"
#: What Trusted Types forbid, and the same without markup.
_BY_MARKUP = '.innerHTML="<svg/>"'
_BY_HAND = '.append(document.createElementNS("http://www.w3.org/2000/svg","svg"))'
_OF_PREACT = "Component, Fragment, createContext, createRef, createPortal, h, options, render, toChildArray"
_OF_HOOKS = (
    "useCallback, useContext, useEffect, useErrorBoundary, useId, useLayoutEffect, useMemo, useReducer, useRef, "
    "useState"
)


def fetched(name: str, version: str, sha512: str) -> Package:
    """The files of a package, if it is the one that is pinned."""
    with TemporaryDirectory() as directory:
        command = ["npm", "pack", "--silent", "--pack-destination", directory, f"{name}@{version}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=300)
        packed = next(Path(directory).iterdir()).read_bytes()
    if base64.b64encode(hashlib.sha512(packed).digest()).decode() != sha512:
        raise SystemExit(f"{name}@{version} is not the package that is pinned")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        return {
            member.name.partition("/")[2]: archive.extractfile(member).read()  # type: ignore[union-attr]
            for member in archive
            if member.isfile()
        }


def _text(package: Package, name: str) -> str:
    """A source with one kind of line end and without the address of its map."""
    source = package[name].decode().replace("\r\n", "\n")
    return re.sub(r"\n?//# sourceMappingURL=.*\n?", "\n", source).strip()


def _returning(source: str) -> str:
    """A module whose exports are returned as an object."""
    body, _, exported = source.rpartition("export{")
    pairs = [pair.split(" as ") for pair in exported.rstrip("};").split(",")]
    return body + "return {" + ",".join(f"{pair[-1]}:{pair[0]}" for pair in pairs) + "};"


def _one_module(preact: Package, htm: Package, versions: dict[str, str]) -> str:
    asking = r'^import\{options as (\w+)\}from"preact";'
    hooks = re.sub(asking, r"const {options:\1}=preact;", _text(preact, "hooks/dist/hooks.mjs"))
    return _ONE_MODULE.format(
        **versions,
        core=_returning(_text(preact, "dist/preact.mjs")),
        hooks=_returning(hooks),
        markup=_text(htm, "dist/htm.mjs").replace("export default function", "return function"),
        of_preact=_OF_PREACT,
        of_hooks=_OF_HOOKS,
    )


def made(packages: dict[str, Package], versions: dict[str, str]) -> dict[str, bytes]:
    """Every file of the folder but `vendor.json`."""
    leaflet = packages["leaflet"]
    licences = "\n\n".join(
        f"== {name} {versions[name]} ==\n\n{_text(package, 'LICENSE')}" for name, package in sorted(packages.items())
    )
    return {
        "preact.js": _one_module(packages["preact"], packages["htm"], versions).encode(),
        "leaflet.js": _AS_A_MODULE.format(_text(leaflet, "dist/leaflet.js").replace(_BY_MARKUP, _BY_HAND)).encode(),
        "leaflet.css": f"{_text(leaflet, 'dist/leaflet.css')}\n".encode(),
        "licences.txt": f"{licences}\n".encode(),
    } | {
        f"images/{name}": leaflet[f"dist/images/{name}"]
        for name in ("layers.png", "layers-2x.png", "marker-icon.png", "marker-icon-2x.png", "marker-shadow.png")
    }


def sums(files: dict[str, bytes]) -> dict[str, str]:
    """SHA-256 of each file, as `vendor.json` has it."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}


def lying() -> dict[str, bytes]:
    """What is in the folder now."""
    found = (path for path in VENDOR.rglob("*") if path.is_file() and path != PINNED)
    return {path.relative_to(VENDOR).as_posix(): path.read_bytes() for path in found}


def main() -> None:
    """Writes the folder, or with `--check` fails where it is not what the packages give."""
    pinned: dict[str, Any] = json.loads(PINNED.read_text())
    packages = {one["name"]: fetched(one["name"], one["version"], one["sha512"]) for one in pinned["packages"]}
    files = made(packages, {one["name"]: one["version"] for one in pinned["packages"]})
    if "--check" in sys.argv:
        if files != lying():
            sys.exit("static/vendor is not what the packages give")
        return
    for name, content in files.items():
        (VENDOR / name).parent.mkdir(exist_ok=True)
        (VENDOR / name).write_bytes(content)
    PINNED.write_text(json.dumps(pinned | {"files": sums(files)}, indent=2) + "\n")


if __name__ == "__main__":
    main()
