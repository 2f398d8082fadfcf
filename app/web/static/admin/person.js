/** One person 人员: facts, posts with their dates, password, sessions, open work. */
import { get, newId, send } from "../common/api.js";
import { Dialog, ErrorState, Loading, sentenceOf, toast } from "../common/feedback.js";
import { Field } from "../common/fields.js";
import { useOne } from "../common/lists.js";
import { useTurns } from "../common/turns.js";
import { html, useState } from "../common/ui.js";
import { number, say } from "../common/words.js";
import { Form } from "./form.js";
import { called, OF_DEPARTMENT, POSTS } from "./names.js";
import { Given } from "./passwords.js";
import { Sessions } from "./sessions.js";

/** @param {any} values */
const inDepartment = (values) => OF_DEPARTMENT.includes(values.post);
export const POST_FIELDS = [
  { name: "post", label: say("岗位", "Post"), kind: "choice", options: POSTS },
  { name: "area_code", label: say("任职区划", "At the area"), kind: "area",
    shown: (/** @type {any} */ values) => !inDepartment(values) },
  { name: "department_code", label: say("任职部门", "In the department"), kind: "unit", shown: inDepartment },
  { name: "valid_from", label: say("任职起始日", "From"), kind: "day", optional: true,
    hint: say("不填为今天", "Today unless said") },
  { name: "valid_to", label: say("任职截止日", "Last day"), kind: "day", optional: true },
]; // prettier-ignore
const FACTS = [
  { name: "display_name", label: say("姓名", "Name"), kind: "text" },
  { name: "phone", label: say("电话", "Phone"), kind: "text", optional: true },
  { name: "is_active", label: say("状态", "State"), kind: "tick", unit: say("可以登录", "May sign in") },
];

/** @param {{post: any, onMade: () => void}} props */
function Post({ post, onMade }) {
  const [until, setUntil] = useState(post.valid_to || "");
  const act = async (/** @type {() => Promise<any>} */ what, /** @type {string} */ words) => {
    try {
      const { body } = await what();
      const work = body && body.open_work ? body.open_work : null;
      const left = work ? work.verifications + work.checks + work.handling : 0;
      toast(left ? say("{words}；其在办 {n} 件待移交", "{words}; {n} open to hand over", { words, n: left }) : words);
      onMade();
    } catch (error) {
      toast(/** @type {any} */ (error).detail || sentenceOf(error), { danger: true });
    }
  };
  const date = () =>
    act(
      () => send("PUT", `/appointments/${post.id}`, { valid_to: until || null }, { key: newId() }),
      say("任期已改", "Dated anew"),
    );
  const revoke = () => act(() => send("DELETE", `/appointments/${post.id}`), say("已免职", "Revoked"));
  return html`<li class="admin-post"><p class="grow"><strong>${called(POSTS, post.post)}</strong> ${post.area_code ||
    post.department_code} <span class="soft">${say("{day} 起", "from {day}", { day: post.valid_from })}</span></p>
    <div class="row row-wrap"><label class="admin-cell"><span
      class="field-hint">${say("截止日", "Last day")}</span><input type="date"
        value=${until} onInput=${(/** @type {any} */ event) => setUntil(event.target.value)} /></label>
      <button type="button" class="button" onClick=${date}>${say("改任期", "Date it")}</button>
      <button type="button" class="button button-danger"
        onClick=${revoke}>${say("免职", "Revoke")}</button></div></li>`;
}

/** @param {{user: any, onMade: () => void}} props */
function Posts({ user, onMade }) {
  const [adding, setAdding] = useState(false);
  const save = async (/** @type {any} */ body, /** @type {any} */ _, /** @type {string} */ key) =>
    (await send("POST", "/appointments", { ...body, username: user.username }, { key })).body;
  const done = () => {
    setAdding(false);
    toast(say("已任职", "Appointed"));
    onMade();
  };
  return html`<section class="card stack-tight"><h3>${say("任职", "Posts")}</h3>
    <ul class="list">${user.appointments.map(
      (/** @type {any} */ post) => html`<${Post} key=${post.id + post.valid_to} post=${post} onMade=${onMade} />`,
    )}</ul>
    ${
      adding
        ? html`<${Form} fields=${POST_FIELDS} first=${{ post: "full_time_worker" }} save=${save} onDone=${done}
        onCancel=${() => setAdding(false)} word=${say("任职", "Appoint")} />`
        : html`<button type="button" class="button admin-start" onClick=${() => setAdding(true)}>
        ${say("新增任职", "Another post")}</button>`
    }</section>`;
}

/** @param {{user: any}} props */
function HandOver({ user }) {
  const work = user.open_work;
  const left = work.verifications + work.checks + work.handling;
  const [told, setTold] = useState("");
  const [to, setTo] = useState("");
  const [found, setFound] = useState(/** @type {any[]} */ ([]));
  const begin = useTurns();
  const search = async (/** @type {string} */ q) => {
    setTo(q);
    const isNewest = begin();
    const items = q ? (await get("/users", { query: { q, active: true, limit: 8 } })).body.items : [];
    if (isNewest()) setFound(items);
  };
  const hand = async (/** @type {string} */ id) => {
    try {
      const { body } = await send("POST", `/users/${user.id}/hand-over`, { to_id: id }, { key: newId() });
      const counts = { n: number(body.handed), m: number(body.refused.length) };
      setTold(say("已移交 {n} 件，未移交 {m} 件", "{n} handed over, {m} not", counts));
    } catch (error) {
      setTold(/** @type {any} */ (error).detail || sentenceOf(error));
    }
  };
  if (!left) return null;
  return html`<section class="card stack-tight"><h3>${say(
    "在办 {n} 件，可移交",
    "{n} open, to be handed over",
    { n: number(left) },
  )}</h3>
    <${Field} label=${say("移交给谁", "To whom")}>${(/** @type {any} */ given) => html`<input ...${given} value=${to}
      placeholder=${say("账号或姓名", "User name or name")}
        onInput=${(/** @type {any} */ event) => search(event.target.value)} />`}<//>
    <div class="row row-wrap">${found.map(
      (one) => html`<button key=${one.id} type="button" class="chip" onClick=${() => hand(one.id)}>
      ${one.display_name} ${one.username}</button>`,
    )}</div>
    ${told && html`<p role="status">${told}</p>`}</section>`;
}

/** @param {{id: string, onClose: () => void, onMade: () => void}} props */
export function Person({ id, onClose, onMade }) {
  const { body: user, problem, reload } = useOne(`/users/${id}`);
  const [given, setGiven] = useState(/** @type {any} */ (null));
  const [wrong, setWrong] = useState("");
  const changed = () => {
    reload();
    onMade();
  };
  const save = async (/** @type {any} */ body, /** @type {any} */ _, /** @type {string} */ key) =>
    (await send("PATCH", `/users/${id}`, body, { key })).body;
  const done = () => {
    toast(say("已保存", "Saved"));
    changed();
  };
  const password = async () => {
    setWrong("");
    try {
      setGiven((await send("POST", "/users/passwords", { user_ids: [id] }, { key: newId() })).body);
    } catch (error) {
      setWrong(/** @type {any} */ (error).detail || sentenceOf(error));
    }
  };
  const title = user ? `${user.display_name} ${user.username}` : say("人员", "Person");
  return html`<${Dialog} title=${title} onClose=${onClose} wide>
    ${problem && html`<${ErrorState} problem=${problem}
      again=${reload} />`}${!user && !problem && html`<${Loading} />`}
    ${
      user &&
      html`<div class="stack"><section class="card"><${Form} key=${JSON.stringify(user)} fields=${FACTS}
        first=${user} there
        save=${save} onDone=${done} /></section>
      <${Posts} user=${user} onMade=${changed} />
      <section class="card stack-tight"><h3>${say("密码", "Password")}</h3>${
        given
          ? html`<${Given} given=${given} />`
          : html`<p class="soft">${say("生成后其现有会话全部结束。", "A new one ends all sessions of this person.")}</p>
          <button type="button" class="button admin-start"
            onClick=${password}>${say("生成一次性密码", "Make a one-time password")}</button>`
      }${wrong && html`<p class="field-error" role="alert">${wrong}</p>`}</section>
      <${Sessions} user=${user} /><${HandOver} user=${user} /></div>`
    }<//>`;
}
