/**
 * Chinese words by the initials of their pinyin 拼音首字母, as people type them: "zrzyj" finds 自然资源局.
 *
 * No table of characters is loaded: the browser sorts by pinyin, and a character begins with the letter whose first
 *   character stands before it. What is read in several ways in names and places is listed.
 */

const LETTERS = "abcdefghjklmnopqrstwxyz";
const FIRST = [..."阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他穵夕丫帀"];
const SEVERAL = [
  ..."便bp 藏cz 曾cz 查cz 长cz 朝cz 车cj 澄cd 重cz 传cz 单ds 弹dt 调dt 洞dt 番fp 会hk 降jx 解jx 卡kq 乐ly 率ls 埔bp".split(" "),
  ..."朴bp 强jq 铅qy 仇cq 区oq 参cs 厦sx 沈cs 省sx 盛cs 石ds 属sz 宿sx 覃qt 提dt 万mw 尉wy 蔚wy 系jx 巷hx 校jx".split(" "),
  ..."行hx 圩wx 涌cy 翟dz 折sz 种cz".split(" "),
];
/** @type {Map<string, string>} */
const known = new Map(SEVERAL.map((told) => [told[0], told.slice(1)]));
const order = new Intl.Collator("zh-Hans-CN-u-co-pinyin");

/** The letters a character may be typed by; none where it is neither letter nor digit. @param {string} char */
function lettersOf(char) {
  const had = known.get(char);
  if (had !== undefined) return had;
  let letters = /[a-z0-9]/.test(char) ? char : "";
  if (/\p{Script=Han}/u.test(char)) {
    const before = FIRST.filter((first) => order.compare(first, char) <= 0);
    letters = LETTERS[before.length - 1] ?? "";
  }
  known.set(char, letters);
  return letters;
}

/** Whether somebody types initials: letters, two at least. @param {string} words */
export const mayBeInitials = (words) => /^[a-z][a-z0-9]+$/i.test(words.trim());

/**
 * Whether the letters are the initials of what stands side by side somewhere in the text.
 * @param {string} text @param {string} asked
 */
export function hasInitials(text, asked) {
  if (!mayBeInitials(asked)) return false;
  const typed = asked.trim().toLowerCase();
  const read = [...text.toLowerCase()].map(lettersOf).filter(Boolean);
  return read.some((_, at) => [...typed].every((letter, n) => (read[at + n] ?? "").includes(letter)));
}
