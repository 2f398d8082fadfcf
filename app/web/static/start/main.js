/* The first screen: signs one in and leads to one's own. */
const screen = document.getElementById("screen");
const name = document.createElement("h1");
name.textContent = "一口 Yikou";
screen.append(name);
