/**
 * Reads scripts as a parser does and tells, as JSON lines, what Chromium 89 does not know and what people would see in one
 * language alone. Its arguments: where acorn lies, and the scripts.
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [acornAt, ...files] = process.argv.slice(2);
const { parse } = await import(pathToFileURL(acornAt).href);

/** Functions and methods that came later. */
const NEWER_CALLS = ["structuredClone", "reportError", "scheduler"];
const NEWER = new Set(
  ("at findLast findLastIndex toSorted toReversed toSpliced with hasOwn groupBy randomUUID withResolvers " +
    "fromAsync isWellFormed toWellFormed checkVisibility showPopover hidePopover togglePopover startViewTransition " +
    "setHTML setHTMLUnsafe moveBefore difference intersection union symmetricDifference").split(" "),
);
const NEWER_OF = { AbortSignal: ["timeout", "any"], Response: ["json"], URL: ["canParse", "parse"], Array: ["fromAsync"] };
const HAN = /\p{Script=Han}/u;
const WORDS = /\p{L}{2,}/u;
const SEEN = /\b(?:aria-label|aria-valuetext|aria-description|title|placeholder|alt|label)="([^"\0]*)/g;

/** The text of a literal, or of a template without expressions. */
function textOf(node) {
  if (!node) return null;
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type === "TemplateLiteral" && !node.expressions.length) return node.quasis[0].value.cooked;
  return null;
}

/** Every text an expression may be: of both branches, of what is joined. Null where it is not written there. */
function textsOf(node) {
  if (!node) return null;
  if (node.type === "ConditionalExpression") {
    const both = [textsOf(node.consequent), textsOf(node.alternate)];
    return both.includes(null) ? null : both.flat();
  }
  if (node.type === "BinaryExpression" && node.operator === "+") {
    const both = [textsOf(node.left), textsOf(node.right)];
    return both.includes(null) ? null : [both.map((one) => one.join("")).join("")];
  }
  if (node.type === "TemplateLiteral") return [node.quasis.map((part) => part.value.cooked).join("…")];
  const text = textOf(node);
  return text === null ? null : [text];
}

/** What is wrong with the two texts of `say`. */
function ofSay(node, tell) {
  const [zh, en] = node.arguments.slice(0, 2).map(textsOf);
  if (!zh || !en) return tell(node, "say() is not given two texts");
  if (zh.some((text) => !text.trim()) || en.some((text) => !text.trim())) tell(node, "say() is given an empty text");
  if (en.some((text) => HAN.test(text))) tell(node, `say() in English: ${en}`);
  const places = (texts) => [...new Set(texts.join(" ").match(/\{\w+\}/g) || [])].sort().join();
  if (places(zh) !== places(en)) tell(node, `say() with other places in either language: ${zh} ${en}`);
  return undefined;
}

/** What stands in markup that is no expression: between tags, and in attributes that people hear or see. */
function ofMarkup(node, tell) {
  const whole = node.quasi.quasis.map((part) => part.value.raw).join("\0");
  for (const [, text] of whole.matchAll(SEEN)) if (WORDS.test(text)) tell(node, `attribute in one language: ${text}`);
  const between = whole.replace(/<kbd>[^<]*<\/kbd>/g, "").replace(/<[^>]*>/g, "\n");
  if (WORDS.test(between)) tell(node, `text in one language: ${between.match(WORDS)[0]}`);
}

/** What came after Chromium 89. */
function ofAge(node, tell) {
  if (node.type === "StaticBlock") tell(node, "newer: a static block");
  if (node.type === "BinaryExpression" && node.left.type === "PrivateIdentifier") tell(node, "newer: #x in");
  if (node.type === "Literal" && node.regex && /[dv]/.test(node.regex.flags)) tell(node, "newer: a flag of a pattern");
  if (node.type === "CallExpression" && node.callee.type === "Identifier" && NEWER_CALLS.includes(node.callee.name)) {
    tell(node, `newer: ${node.callee.name}`);
  }
  if (node.type !== "MemberExpression" || node.computed) return;
  const of = node.object.type === "Identifier" ? NEWER_OF[node.object.name] : null;
  if (of && of.includes(node.property.name)) tell(node, `newer: ${node.object.name}.${node.property.name}`);
}

/** A call of a method that came later; a property that is called so is nobody's method. */
function ofCalls(node, tell) {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression" || node.callee.computed) return;
  if (NEWER.has(node.callee.property.name)) tell(node, `newer: .${node.callee.property.name}()`);
}

for (const file of files) {
  const source = readFileSync(file, "utf8");
  const tell = (node, found) => console.log(JSON.stringify({ file, line: node.loc.start.line, found }));
  const tree = parse(source, { ecmaVersion: 2022, sourceType: "module", locations: true });
  const walk = (node, within) => {
    if (!node || typeof node.type !== "string") return;
    ofAge(node, tell);
    ofCalls(node, tell);
    const says = node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "say";
    if (says) ofSay(node, tell);
    const markup = node.type === "TaggedTemplateExpression" && node.tag.name === "html";
    if (markup) ofMarkup(node, tell);
    const text = textOf(node);
    if (text && HAN.test(text) && !within) tell(node, `Chinese outside say(): ${text.slice(0, 40)}`);
    for (const [name, child] of Object.entries(node)) {
      if (name === "loc") continue;
      const inside = within || (says && name === "arguments");
      (Array.isArray(child) ? child : [child]).forEach((one) => one && typeof one === "object" && walk(one, inside));
    }
  };
  walk(tree, false);
}
