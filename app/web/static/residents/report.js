// Makes the form of a report nicer: a point by the phone or by a tap on the grid, smaller photos, and how far they are.
// Without it the form does the same with an address and with photos as they are.
import { drawMap } from "./map.js";
import { shrunk } from "./photos.js";

/** @param {string} zh @param {string} en @param {{n?: number}} told */
const say = (zh, en, told = {}) =>
  (document.documentElement.lang.startsWith("zh") ? zh : en).replace("{n}", String(told.n));
/** @type {(name: string) => any} */
const field = (name) => /** @type {HTMLFormElement} */ (form).elements.namedItem(name);
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("report"));
const MOST = 6;

/** @param {number} lat @param {number} lon @param {number | ""} accuracy */
function put(lat, lon, accuracy) {
  field("lat").value = lat.toFixed(6);
  field("lon").value = lon.toFixed(6);
  field("accuracy").value = accuracy;
  field("address").required = false;
}

/** @param {string} text @param {(button: HTMLButtonElement) => void} pressed */
function button(text, pressed) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain";
  made.textContent = text;
  made.addEventListener("click", () => pressed(made));
  return made;
}

function offerPlace() {
  const place = /** @type {HTMLElement} */ (document.getElementById("map"));
  const told = document.createElement("p");
  told.className = "hint";
  told.setAttribute("role", "status");
  const boundary = place.dataset.boundary ? JSON.parse(place.dataset.boundary) : null;
  const label = say("网格示意图，点按标出位置", "The grid: tap where it is");
  const map = boundary && drawMap(boundary, label, (lat, lon) => {
    put(lat, lon, "");
    told.textContent = say("已标出位置。", "The place is marked.");
  });
  if (navigator.geolocation && window.isSecureContext) {
    place.append(button(say("用我现在的位置", "Use where I am now"), () => {
      told.textContent = say("正在定位……", "Looking for you …");
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          put(coords.latitude, coords.longitude, Math.round(coords.accuracy));
          if (map) map.mark(coords.latitude, coords.longitude);
          const n = Math.round(coords.accuracy);
          told.textContent = say("已记下位置，精度约 {n} 米。", "Your place is noted, to about {n} metres.", { n });
        },
        () => {
          told.textContent = say("没能定位，请填写地址。", "It could not be found: please write the address.");
        },
        { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
      );
    }));
  }
  if (map) place.append(map.element);
  place.append(told);
  place.hidden = false;
}

/** @param {HTMLInputElement} input */
function showPhotos(input) {
  const place = /** @type {HTMLElement} */ (document.getElementById("photos"));
  const list = document.createElement("ul");
  list.className = "thumbs";
  for (const file of [...(input.files || [])].slice(0, MOST)) {
    const image = document.createElement("img");
    image.alt = file.name;
    image.src = URL.createObjectURL(file);
    image.addEventListener("load", () => URL.revokeObjectURL(image.src));
    image.addEventListener("error", () => image.remove()); // a format that this browser cannot show
    list.appendChild(document.createElement("li")).append(image);
  }
  place.textContent = (input.files || []).length > MOST ? say("只取前 6 张。", "Only the first 6 are taken.") : "";
  place.append(list);
}

/** @param {HTMLFormElement} filled */
async function body(filled) {
  const made = new FormData(filled);
  const photos = /** @type {File[]} */ (made.getAll("photo")).filter((file) => file.size).slice(0, MOST);
  made.delete("photo");
  for (const photo of photos) made.append("photo", await shrunk(photo), photo.name);
  return made;
}

/** @param {HTMLFormElement} filled */
async function send(filled) {
  const bar = /** @type {HTMLProgressElement} */ (document.getElementById("progress"));
  const told = /** @type {HTMLElement} */ (document.getElementById("progress-words"));
  const press = /** @type {HTMLButtonElement} */ (filled.querySelector("button:not([type])"));
  const stop = (/** @type {string} */ words) => {
    press.disabled = false;
    bar.hidden = true;
    told.textContent = words;
  };
  press.disabled = true;
  bar.hidden = false;
  told.textContent = say("正在提交……", "Sending …");
  const request = new XMLHttpRequest();
  request.open("POST", filled.action);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = (event.loaded / event.total) * 100;
  });
  request.addEventListener("error", () => {
    stop(say("网络不通，没有提交成功。您填写的都在，可再按一次。", "No line; nothing was sent. All of it is here: press again."));
  });
  request.addEventListener("load", () => {
    if (request.status < 400 && request.responseURL !== filled.action) location.assign(request.responseURL);
    else filled.submit(); // what is wrong is told on a page, as without a script; it is the same report
  });
  request.send(await body(filled));
}

if (form) {
  offerPlace();
  field("photo").addEventListener("change", () => showPhotos(field("photo")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(/** @type {HTMLFormElement} */ (form));
  });
}
