/** What moves for longer than a blink, though the page is asked to hold still. */
(blink) => {
  const longest = (times) => Math.max(...times.split(",").map((time) => parseFloat(time) * (/ms$/.test(time) ? 1 : 1000)));
  const found = [];
  for (const element of document.querySelectorAll("*")) {
    const name = [element.tagName.toLowerCase(), ...element.classList].join(".");
    for (const part of ["", "::before", "::after"]) {
      const look = getComputedStyle(element, part || null);
      if (part && look.content === "none") continue;
      if (longest(look.transitionDuration) > blink) found.push(`${name}${part} passes over`);
      if (look.animationName !== "none" && longest(look.animationDuration) > blink) found.push(`${name}${part} moves`);
      if (!part && look.scrollBehavior === "smooth") found.push(`${name} scrolls smoothly`);
    }
  }
  const running = document.getAnimations().filter((one) => one.effect.getComputedTiming().activeDuration > blink);
  return [...new Set([...found, ...running.map((one) => `${one.animationName || one.id || "a script"} runs`)])].slice(0, 20);
};
