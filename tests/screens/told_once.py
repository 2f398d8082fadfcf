"""A refusal stands once in a form: at the field it is about where there is one, else below."""

from playwright.async_api import Locator, expect


async def told_once(form: Locator, words: str, *, at: str | None = None) -> None:
    """Waits for the words, and counts them and all that is said beside them; `at` is the label of their field."""
    told = form.locator(".field-error")
    await expect(told.filter(has_text=words)).to_have_count(1)
    said = await told.all_inner_texts()
    assert len(said) == len(set(said)), said
    fields = form.locator(".field", has=form.page.locator(".field-error", has_text=words))
    if at is None:
        await expect(fields).to_have_count(0)
    else:
        await expect(fields.locator(".field-label").first).to_contain_text(at)
