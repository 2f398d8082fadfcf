/* Starts Swagger UI on the document of the service that this page came from, in the language of the page. */
"use strict";

const place = document.getElementById("documentation");
const notice = document.getElementById("notice");
// As people reached this page, so the browser reaches the API: behind a proxy it may lie below a path.
const root = new URL(place.dataset.root, location.href);

/* Swagger UI speaks English alone. Its words are texts of elements that it makes: they are exchanged as they are made. */
const CHINESE = {
  "Authorize": "登录",
  "Available authorizations": "登录",
  "Authorized": "已登录",
  "Logout": "退出登录",
  "Close": "关闭",
  "username:": "账号：",
  "password:": "密码：",
  "Token URL:": "登录地址：",
  "Flow: ": "方式：",
  "Filter by tag": "按路径、名称或说明筛选接口",
  "Try it out ": "试用",
  "Cancel": "取消",
  "Reset": "重置",
  "Execute": "发送请求",
  "Clear": "清除结果",
  "Parameters": "参数",
  "No parameters": "无参数",
  "Name": "名称",
  "Description": "说明",
  "Request body": "请求体",
  "Request URL": "请求地址",
  "Responses": "返回",
  "Server response": "服务返回",
  "Code": "状态码",
  "Details": "内容",
  "Response body": "返回内容",
  "Response headers": "返回头",
  "Request duration": "用时",
  "Media type": "媒体类型",
  "Controls ": "按此选择 ",
  " header.": " 请求头。",
  "Example Value": "示例",
  "Example Description": "示例说明",
  "Examples": "示例",
  "Examples: ": "示例：",
  "Schema": "结构",
  "Links": "链接",
  "No links": "无",
  "Headers:": "返回头：",
  "Download": "下载",
  "LOADING": "读取中",
  "Send empty value": "发送空值",
  "Default value": "默认值",
  "Available values": "可选值",
  "required": "必填",
  "Required": "必填",
};

/* Finds operations by words of their path, name and description, not by the English name of their part alone. */
const finding = {
  fn: {
    opsFilter: (parts, phrase) => {
      const wanted = phrase.toLowerCase().split(/\s+/);
      const has = (one) => {
        const said = [one.get("path"), ...["operationId", "summary", "description"].map((of) => one.getIn(["operation", of]))];
        const text = said.join(" ").toLowerCase();
        return wanted.every((word) => text.includes(word));
      };
      return parts
        .map((part, name) =>
          wanted.every((word) => name.toLowerCase().includes(word))
            ? part
            : part.update("operations", (operations) => operations.filter(has)),
        )
        .filter((part) => part.get("operations").size > 0);
    },
  },
};

function speaking(words) {
  return ({ React }) => {
    const make = React.createElement;
    const said = (text) => (typeof text === "string" && Object.hasOwn(words, text) ? words[text] : text);
    React.createElement = (kind, attributes, ...children) => {
      if (typeof kind !== "string" || kind === "code") return make(kind, attributes, ...children);
      const own = { ...attributes };
      for (const name of ["children", "placeholder"]) if (name in own) own[name] = said(own[name]);
      return make(kind, own, ...children.map(said));
    };
    return {};
  };
}

/* Reads the outline of the document, or what one tag has. */
async function read(part) {
  const language = document.documentElement.lang.slice(0, 2);
  const answer = await fetch(new URL(`openapi.json?lang=${language}&part=${part}`, root));
  if (!answer.ok) throw new Error(`openapi.json: ${answer.status}`);
  return answer.json();
}

/* The page begins with the outline alone; what a tag has is read when somebody opens it, and once. */
function arriving(spec) {
  const read_before = new Map();
  const add = async (tag, system) => {
    const told = await read(encodeURIComponent(tag));
    for (const [path, methods] of Object.entries(told.paths)) Object.assign(spec.paths[path], methods);
    for (const [kind, named] of Object.entries(told.components)) {
      spec.components[kind] = { ...spec.components[kind], ...named };
    }
    system.specActions.updateJsonSpec(structuredClone(spec));
  };
  const show = (shown, system) => async (thing, ...more) => {
    const [kind, tag] = Array.isArray(thing) ? thing : [thing];
    if (tag && (kind === "operations-tag" || kind === "operations")) {
      if (!read_before.has(tag)) read_before.set(tag, add(tag, system));
      try {
        await read_before.get(tag);
        notice.textContent = "";
      } catch {
        read_before.delete(tag); // it stays closed, and is read anew when it is opened anew
        notice.textContent = place.dataset.failed;
        return undefined;
      }
    }
    return shown(thing, ...more);
  };
  return { statePlugins: { layout: { wrapActions: { show } } } };
}

async function start() {
  const spec = await read("outline");
  const told = spec.servers?.[0].url ?? ""; // the public address; this page may have been reached by another
  spec.servers = [{ url: root.href.replace(/\/$/, "") }];
  for (const scheme of Object.values(spec.components.securitySchemes)) {
    for (const flow of Object.values(scheme.flows ?? {})) {
      flow.tokenUrl = new URL(flow.tokenUrl.slice(told.length + 1), root).href;
    }
  }
  const words = document.documentElement.lang === "zh-CN" ? CHINESE : { "Filter by tag": "Find by path, name or description" };
  SwaggerUIBundle({
    domNode: place,
    spec,
    deepLinking: true,
    defaultModelsExpandDepth: -1,
    displayRequestDuration: true,
    docExpansion: "none",
    filter: true,
    plugins: [speaking(words), finding, arriving(spec)],
    validatorUrl: null,
  });
}

start().catch((error) => {
  place.textContent = place.dataset.failed;
  console.error(error);
});
