/** Where somebody goes who is signed in: to what they came for, to their one screen, or to the one they choose. */
import { signOut } from "../common/api.js";
import { html, Icon } from "../common/ui.js";
import { label, say } from "../common/words.js";

/** @typedef {import("./main.js").Session} Session */

const LOOKS = /** @type {Record<string, {icon: string, words: () => string}>} */ ({
  phone: { icon: "phone", words: () => say("上报、核查、核实，离线可用", "Report, verify and check; works off line") },
  desk: { icon: "menu", words: () => say("受理、立案、派遣", "Triage, file and dispatch") },
  department: { icon: "unit", words: () => say("签收、处置、回复", "Sign, handle and answer") },
  board: { icon: "map", words: () => say("超期、原因、督办", "What is late, why, and orders") },
  cobuilding: { icon: "people", words: () => say("小组、考评、排名", "Groups, inspections, ranking") },
  bulletins: { icon: "flag", words: () => say("拟稿、签发、签阅", "Written, signed and acknowledged") },
  releases: { icon: "send", words: () => say("办结案卷上村社区公开栏", "Answered cases for the boards of villages") },
  village: { icon: "people", words: () => say("户档、积分、公示", "Households, points, lists") },
  wall: { icon: "photo", words: () => say("大屏轮播", "Figures for the wall") },
  evaluation: { icon: "flag", words: () => say("得分与原因、指标、申诉", "Scores and why, figures, appeals") },
  admin: { icon: "people", words: () => say("区划、部门、人员、时限", "Areas, departments, people, times") },
});

/** Screens to look into beside one's work: who has one other goes there at once. */
const BESIDE = ["evaluation", "releases", "village"];

/** For whoever was led there by a link: a seat in a council is no post. */
const BY_LINK = "village";

/** The look of a screen by its address. @param {string} address */
export const lookOf = (address) => LOOKS[address] || { icon: "next", words: () => "" };

/** Screens in the order of the flow. @param {Map<string, any>} screens by address */
export const inOrder = (screens) => Object.keys(LOOKS).flatMap((address) => screens.get(address) || []);

/**
 * Where to go on without asking: what was asked for before, if it is theirs, or their only screen.
 * @param {Session} session
 */
export function nextOf(session) {
  const wanted = new URLSearchParams(location.search).get("next") || "";
  const screen = wanted.split(/[?#]/)[0];
  if (screen === BY_LINK || session.screens.some(({ address }) => address === screen)) return `./${wanted}`;
  const asked = new URLSearchParams(location.search).has("choose");
  const work = session.screens.filter(({ address }) => !BESIDE.includes(address));
  return work.length === 1 && !asked ? `./${work[0].address}` : null;
}

/** The screens of a person to choose from. @param {{session: Session}} props */
export function Choose({ session }) {
  return html`<section class="card stack" aria-labelledby="choose">
    <h1 id="choose" dir="auto">${say("您好，{name}", "Hello, {name}", { name: session.name })}</h1>
    ${
      session.screens.length
        ? html`<p class="soft">${say("请选择要进入的界面。", "Choose where to work.")}</p>
          <ul class="stack-tight">${session.screens.map(
            (screen) => html`<li key=${screen.address}><a class="start-choice" href=${`./${screen.address}`}>
              <${Icon} name=${lookOf(screen.address).icon} />
              <span class="grow"><b>${label(screen, "name")}</b>
                <span class="small soft">${lookOf(screen.address).words()}</span></span>
              <${Icon} name="next" /></a></li>`,
          )}</ul>`
        : html`<p>${say(
            "您的岗位没有对应的界面。如有疑问，请联系管理员。",
            "There is no screen for your posts. Ask your administrator.",
          )}</p>`
    }
    <button type="button" class="button" onClick=${signOut}><${Icon} name="out" />${say("退出登录", "Sign out")}</button>
  </section>`;
}
