"""A fault put into a program that runs: the code of the functions that it changes, and nothing else, is exchanged.

That takes milliseconds where a new interpreter takes seconds. A fault in what a module does while it is imported (a
table, a default, a decorator) cannot be put in so.
"""

import gc
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FunctionType

Name = tuple[str, str, int]  # of a function: file, qualified name, first line


def name_of(code: CodeType) -> Name:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def changed(path: Path, faulty: CodeType) -> list[tuple[CodeType, CodeType]] | None:
    """Functions as they are and as they become; None where the fault is not one of functions alone."""
    found: list[tuple[CodeType, CodeType]] = []
    sound = compile(path.read_text(), str(path), "exec", dont_inherit=True)
    return found if _differences(sound, faulty, found) else None


def _differences(sound: CodeType, faulty: CodeType, found: list[tuple[CodeType, CodeType]]) -> bool:
    """Collects the outermost functions that differ; False where a module or the body of a class does by itself."""
    ours, theirs = list(_inner(sound)), list(_inner(faulty))
    if len(ours) != len(theirs) or _own(sound) != _own(faulty):
        return False
    for one, other in zip(ours, theirs, strict=True):
        if one.co_flags & CO_OPTIMIZED:
            if _whole(one) != _whole(other):
                found.append((one, other))
        elif not _differences(one, other, found):
            return False
    return True


def _inner(code: CodeType) -> Iterator[CodeType]:
    return (one for one in code.co_consts if isinstance(one, CodeType))


def _own(code: CodeType) -> object:
    constants = [None if isinstance(one, CodeType) else (type(one), one) for one in code.co_consts]
    return code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars


def _whole(code: CodeType) -> object:
    return _own(code), [_whole(one) for one in _inner(code)]


def exchange(pairs: list[tuple[CodeType, CodeType]]) -> bool:
    """Puts the code of the second into every function that has that of the first; False where one has none."""
    places = {(*name_of(sound), *_columns(sound)): faulty for sound, faulty in pairs}
    reached = set()
    for found in gc.get_objects():
        if isinstance(found, FunctionType):
            place = (*name_of(found.__code__), *_columns(found.__code__))
            if place in places:
                found.__code__ = places[place]
                reached.add(place)
        elif isinstance(found, _lru_cache_wrapper) and (found.__module__ or "").startswith("app."):
            found.cache_clear()  # it may remember what the sound function said
    return reached == set(places)


def _columns(code: CodeType) -> tuple[object, ...]:
    """Where it stands in its line: a line may hold several lambdas."""
    return next((place for place in code.co_positions() if place[2]), ())
