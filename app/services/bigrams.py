"""Character bigrams of Chinese and other text: what search and duplicate finding compare."""


def bigrams(*texts: str | None) -> list[str]:
    """The distinct pairs of neighbouring characters, case folded, white space dropped; sorted."""
    found: set[str] = set()
    for text in texts:
        folded = "".join((text or "").casefold().split())
        found.update(folded[i : i + 2] for i in range(len(folded) - 1))
    return sorted(found)
