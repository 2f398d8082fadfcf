/** What reaches beyond the screen though nothing around it scrolls there, and what cuts its own words. */
(width) => {
  const name = (element) => [element.tagName.toLowerCase(), ...element.classList].join(".");
  const scrolls = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(at).overflowX)) return true;
    }
    return false;
  };
  /** Whether no scrolling brings the lower end of it into sight. */
  const isBelowAll = (element) => {
    let { bottom } = element.getBoundingClientRect();
    for (let at = element; at !== document.documentElement; at = at.parentElement) {
      const { position, overflowY } = getComputedStyle(at);
      if (at !== element && overflowY !== "visible" && at !== document.body) {
        const box = at.getBoundingClientRect();
        if (box.height < 2) return false; // for those who do not see
        if (overflowY === "auto" || overflowY === "scroll") bottom = box.bottom;
        else if (bottom > box.bottom + 1) return true;
      }
      if (position === "fixed") return bottom > innerHeight + 1;
    }
    const scrolling = [document.documentElement, document.body].every(
      (each) => !["hidden", "clip"].includes(getComputedStyle(each).overflowY),
    );
    return !scrolling && bottom > innerHeight + 1;
  };
  const found = [];
  const root = document.scrollingElement;
  if (root.scrollWidth > root.clientWidth + 1) found.push(`the page is ${root.scrollWidth} px wide`);
  for (const element of document.querySelectorAll("body *")) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const isOut = box.left < -1 || box.right > width + 1;
    if (isOut && !scrolls(element.parentElement)) found.push(`${name(element)} sticks out`);
    const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const look = getComputedStyle(element);
    if (!words || element instanceof SVGElement || look.display === "inline" || ["auto", "scroll"].includes(look.overflowX)) continue;
    if (look.webkitLineClamp !== "none" || look.textOverflow === "ellipsis" || look.clipPath !== "none") continue;
    const told = element.textContent.trim().slice(0, 40);
    if (element.scrollWidth > element.clientWidth + 1) found.push(`${name(element)} cuts "${told}"`);
    if (isBelowAll(element)) found.push(`${name(element)} cannot be scrolled to: "${told}"`);
  }
  return [...new Set(found)].slice(0, 20);
};
