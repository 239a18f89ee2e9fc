// This file is the playground's chat page: it shows what the stand-in tells, and hands on what a person does.

const WORDS = {
  away: "Đang nối lại…",
  failed: "Chưa gửi được. Mời thử lại sau giây lát.",
  tooLarge: "Tệp lớn hơn 20 MB. Mời gửi tệp nhỏ hơn.",
  blocked: "đã chặn bot",
  noCommands: "Bot chưa có lệnh nào.",
};
const LARGEST_FILE = 20 * 1024 * 1024;
const PICTURES = new Set(["image/png", "image/jpeg", "image/webp"]);
const PATIENCE = 15_000; // how long a pressed button turns when no answer comes
const NEAR = 120; // pixels from the end that still count as reading the newest

const at = (id) => document.getElementById(id);
const people = new Map();
const drafts = new Map();
const pressed = new Map(); // query → the button that waits for it
const answered = new Set(); // queries answered before the press itself was confirmed
let messages = new Map();
let commands = [];
let bot = { first_name: "", description: "" };
let current = null;
let edited = null;
let sendsAsFile = false;
let typingEnds = 0;
let follows = true; // the newest message is in view, and should stay there

// Small tools

function make(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function button(className, ...children) {
  const made = make("button", className, ...children);
  made.type = "button";
  return made;
}

function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  drawn.setAttribute("d", path);
  svg.append(drawn);
  return svg;
}

function initials(name) {
  const words = name.replace(/^(Ông|Bà|Anh|Chị)\s+/i, "").split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...word][0].toLocaleUpperCase("vi")).join("");
}

// Vietnamese call each other by the last word.
const givenName = (name) => (name.length < 10 ? name : name.split(/\s+/).at(-1));
const tint = (id) => `tint-${Math.abs(id) % 8}`;

function size(bytes) {
  const shown = (value, unit) => `${value.toLocaleString("vi", { maximumFractionDigits: 1 })} ${unit}`;
  if (bytes < 1024) return shown(bytes, "B");
  return bytes < 1024 * 1024 ? shown(bytes / 1024, "KB") : shown(bytes / 1024 / 1024, "MB");
}

// Asking the server

async function ask(path, options) {
  const answer = await fetch(`playground/${path}`, options);
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.error ?? WORDS.failed);
  return told;
}

const post = (path, body = {}) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

async function kindly(doing) {
  try {
    return await doing();
  } catch (error) {
    toast(error instanceof TypeError ? WORDS.failed : error.message);
    return null;
  }
}

// The bot's HTML: only what Telegram allows, built node by node, never as markup

const TAGS = new Set(["b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "blockquote"]);
const ADDRESS = /^(https?:|mailto:|tel:|tg:)/i;

function rich(html, { live = true } = {}) {
  const inert = new DOMParser().parseFromString(html, "text/html");
  const built = document.createDocumentFragment();
  copy(inert.body, built, live);
  return built;
}

function copy(from, into, live) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) into.append(live ? withCommands(node.data) : node.data);
    else if (node.nodeType === Node.ELEMENT_NODE) into.append(copyElement(node, live));
  }
}

function copyElement(node, live) {
  const built = elementFor(node);
  copy(node, built, live && !["a", "code", "pre"].includes(node.localName));
  return built;
}

function elementFor(node) {
  if (TAGS.has(node.localName)) return document.createElement(node.localName);
  if (node.localName === "a" && ADDRESS.test(node.getAttribute("href") ?? "")) return link(node.getAttribute("href"));
  if (node.localName === "tg-spoiler") return spoiler();
  return document.createDocumentFragment();
}

function link(address) {
  const made = make("a");
  made.href = address;
  made.target = "_blank";
  made.rel = "noopener noreferrer";
  return made;
}

function spoiler() {
  const made = make("span", "spoiler");
  made.tabIndex = 0;
  made.setAttribute("role", "button");
  made.setAttribute("aria-label", "Chữ được che, bấm để xem");
  const open = () => {
    made.classList.add("open");
    made.removeAttribute("aria-label");
  };
  made.addEventListener("click", open);
  made.addEventListener("keydown", (event) => event.key === "Enter" && open());
  return made;
}

function withCommands(text) {
  const built = document.createDocumentFragment();
  let after = 0;
  for (const found of text.matchAll(/(?<![\p{L}\d_/<])\/[a-z][a-z0-9_]{0,31}(?![\p{L}\d_/])/gu)) {
    const command = button("command", found[0]);
    command.addEventListener("click", () => say(found[0]));
    built.append(text.slice(after, found.index), command);
    after = found.index + found[0].length;
  }
  built.append(text.slice(after));
  return built;
}

function plain(message) {
  const words = message.by_bot ? rich(message.text, { live: false }).textContent : message.text;
  return words.trim().replace(/\s+/g, " ") || message.file?.word || "";
}

// The people

function showPeople() {
  const items = [...people.values()].map((person) => make("li", "", personButton(person)));
  const focused = document.activeElement?.dataset?.testid;
  at("people").replaceChildren(...items);
  if (focused?.startsWith("person-")) document.querySelector(`[data-testid="${focused}"]`)?.focus();
}

function personButton(person) {
  const made = button("person");
  made.dataset.testid = `person-${person.id}`;
  made.setAttribute("aria-current", String(person.id === current));
  made.append(avatar(person), make("span", "name", person.name), make("span", "short-name", givenName(person.name)));
  made.append(make("span", "note", noteOf(person)), make("span", "last", preview(person)));
  if (person.last) made.append(make("span", "when", person.last.time));
  const unread = unreadOf(person);
  made.classList.toggle("has-news", unread > 0);
  if (unread) made.append(badge(unread));
  made.addEventListener("click", () => open(person.id));
  return made;
}

const noteOf = (person) => [person.note, person.blocked ? WORDS.blocked : ""].filter(Boolean).join(" · ");

function avatar(person) {
  const made = make("span", `avatar ${tint(person.id)}`, initials(person.name));
  made.setAttribute("aria-hidden", "true");
  return made;
}

function badge(count) {
  const made = make("span", "badge", count > 98 ? "99+" : String(count));
  made.setAttribute("aria-label", `${count} tin mới`);
  return made;
}

function preview(person) {
  if (!person.last) return "";
  return `${person.last.by_bot ? "" : "Bạn: "}${plain(person.last)}`;
}

function unreadOf(person) {
  if (person.id === current && !document.hidden) return 0;
  return person.from_bot.filter((id) => id > seenUpTo(person)).length;
}

function seenUpTo(person) {
  const seen = Number(sessionStorage.getItem(`seen ${person.id}`) ?? 0);
  return person.last && seen > person.last.id ? 0 : seen; // a playground begun anew counts anew
}

function markSeen() {
  const person = people.get(current);
  if (person?.last && !document.hidden) sessionStorage.setItem(`seen ${current}`, person.last.id);
}

// One chat

async function open(id) {
  keepDraft();
  current = id;
  sessionStorage.setItem("current", id);
  stopEditing();
  messages = new Map();
  at("log").replaceChildren();
  at("typing").hidden = true;
  at("toasts").replaceChildren();
  at("message").value = drafts.get(id) ?? ""; // before the chat has come: what is typed meanwhile stays
  grow();
  await load();
  document.querySelector(`[data-testid="person-${id}"]`)?.scrollIntoView({ block: "nearest", inline: "center" });
  if (matchMedia("(hover: hover)").matches) at("message").focus();
}

async function load() {
  const id = current;
  if (id === null) return;
  const told = await kindly(() => ask(`people/${id}`));
  if (!told || id !== current) return;
  commands = told.commands;
  const stays = new Set(told.messages.map((message) => message.id));
  for (const known of [...messages.keys()]) if (!stays.has(known)) drop(known);
  for (const message of told.messages) put(message, { fresh: false });
  showHead();
  markSeen();
  showPeople();
  toEnd();
}

function showHead() {
  const person = people.get(current);
  if (!person) return;
  at("chat-name").textContent = person.name;
  at("chat-note").textContent = noteOf(person);
  at("chat-avatar").className = `avatar ${tint(person.id)}`;
  at("chat-avatar").textContent = initials(person.name);
  at("block-word").textContent = person.blocked ? "Bỏ chặn bot" : "Chặn bot";
  at("welcome").hidden = messages.size > 0;
  at("log").hidden = messages.size === 0;
}

function put(message, { fresh = true } = {}) {
  const node = nodeOf(message);
  const before = at("log").querySelector(`[data-id="${message.id}"]`);
  const known = messages.get(message.id);
  messages.set(message.id, message);
  if (before) {
    if (JSON.stringify(known) !== JSON.stringify(message)) exchange(before, node);
  } else {
    if (fresh) node.classList.add("fresh");
    dayOf(message).append(node);
  }
  markLast();
}

function exchange(before, node) {
  const focused = before.contains(document.activeElement) ? document.activeElement.textContent : null;
  before.replaceWith(node);
  if (focused === null) return;
  const keys = [...node.querySelectorAll("button")];
  (keys.find((key) => key.textContent === focused) ?? at("message")).focus({ preventScroll: true });
}

// One section for each day: its sign stays in view while its messages pass.
function dayOf(message) {
  const newest = at("log").lastElementChild;
  if (newest?.dataset.day === message.day) return newest;
  const begun = make("section", "", make("p", "day", message.day));
  begun.dataset.day = message.day;
  at("log").append(begun);
  return begun;
}

function drop(id) {
  messages.delete(id);
  at("log").querySelector(`[data-id="${id}"]`)?.remove();
  for (const day of at("log").querySelectorAll("section:not(:has(.message))")) day.remove();
  markLast();
}

function markLast() {
  at("log").querySelector(".last")?.classList.remove("last");
  const own = lastOwn();
  if (own) at("log").querySelector(`[data-id="${own.id}"]`)?.classList.add("last");
}

const lastOwn = () => [...messages.values()].findLast((message) => !message.by_bot && !message.file);

function nodeOf(message) {
  const node = make("article", `message ${message.by_bot ? "bot" : "mine"}`);
  node.dataset.id = message.id;
  node.setAttribute("aria-label", `${message.by_bot ? "Bot" : "Bạn"}, ${message.time}`);
  const stack = make("div", "stack", bubble(message, node));
  if (message.rows.length) stack.append(keyboard(message));
  node.append(stack);
  if (!message.by_bot && !message.file) node.append(editButton(message, node));
  return node;
}

function bubble(message, node) {
  const made = make("div", "bubble");
  if (message.file) made.append(fileNode(message.file, node));
  if (message.text) made.append(words(message));
  made.append(make("span", "meta", `${message.edited ? "đã sửa " : ""}${message.time}`));
  return made;
}

function words(message) {
  const made = make("div", message.edited ? "words changed" : "words");
  made.append(message.by_bot ? rich(message.text.trim()) : message.text, make("span", "room"));
  return made;
}

function editButton(message, node) {
  const made = button("edit", "Sửa");
  made.setAttribute("aria-label", "Sửa tin nhắn này");
  made.addEventListener("click", () => startEditing(messages.get(message.id)));
  node.addEventListener("click", () => node.classList.toggle("touched"));
  return made;
}

// Files in a message

function fileNode(file, node) {
  if (file.kind === "photo") return pictureNode(file, node);
  if (file.kind === "sticker") {
    node.classList.add("sticker");
    return thumb();
  }
  return file.kind === "voice" ? voiceNode() : documentNode(file);
}

function thumb() {
  const made = icon(
    "M7 10.5V20H4v-9.5zM7 11l4.5-7.5c1.5 0 2.5 1 2.5 2.500L13.5 9.500H19a2 2 0 0 1 2 2.400l-1.3 6.500A2 2 0 0 1 17.7 20H7z",
  );
  made.removeAttribute("aria-hidden");
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", "Nhãn dán");
  return made;
}

const addressOf = (file) => `playground/files/${encodeURIComponent(file.id)}`;

function pictureNode(file, node) {
  node.classList.add("with-picture");
  const picture = make("img");
  picture.src = addressOf(file);
  picture.alt = "Ảnh, bấm để xem lớn";
  picture.width = file.width;
  picture.height = file.height;
  const made = button("picture", picture);
  made.addEventListener("click", () => enlarge(picture.src));
  return made;
}

function documentNode(file) {
  const ending = /\.([a-z0-9]{1,4})$/i.exec(file.name)?.[1] ?? "tệp";
  const made = make("a", "file", make("span", "file-icon", ending));
  made.append(make("span", "", make("b", "", file.name), make("small", "", size(file.size))));
  made.href = addressOf(file);
  made.download = file.name;
  return made;
}

function voiceNode() {
  const wave = make("span", "wave", ...Array.from({ length: 22 }, () => make("i")));
  wave.setAttribute("aria-hidden", "true");
  const sign = make("span", "file-icon", icon("M8 5l11 7-11 7z"));
  return make("div", "file", sign, make("span", "", wave, make("small", "", "Tin thoại · 0:03")));
}

function enlarge(source) {
  at("large-picture").src = source;
  at("large").classList.remove("close-up");
  at("large").showModal();
}

// Buttons under a message

function keyboard(message) {
  const made = make("div", "keyboard");
  for (const row of message.rows) {
    made.append(make("div", "row", ...row.map((key) => (key.url ? linkKey(key) : pressKey(message, key)))));
  }
  return made;
}

function linkKey(key) {
  if (!ADDRESS.test(key.url)) return make("span", "inline-button", key.label);
  const made = link(key.url);
  made.className = "inline-button link";
  made.append(key.label);
  return made;
}

function pressKey(message, key) {
  const made = button("inline-button", key.label);
  made.dataset.key = `${message.id} ${key.data}`;
  if ([...pressed.values()].includes(made.dataset.key)) turn(made, true);
  made.addEventListener("click", () => press(message.id, key.data, made));
  return made;
}

function turn(key, on) {
  key.classList.toggle("waiting", on);
  key.setAttribute("aria-busy", String(on));
}

async function press(id, data, key) {
  if (key.classList.contains("waiting")) return;
  turn(key, true);
  const told = await kindly(() => post(`people/${current}/press`, { message: id, data }));
  const query = String(told?.update);
  if (!told || answered.delete(query)) return stopTurning(key.dataset.key);
  pressed.set(query, key.dataset.key);
  setTimeout(() => settle(query), PATIENCE);
}

function settle(query) {
  const key = pressed.get(query);
  pressed.delete(query);
  if (key !== undefined) stopTurning(key);
}

function stopTurning(name) {
  for (const key of document.querySelectorAll(".inline-button.waiting")) {
    if (key.dataset.key === name) turn(key, false);
  }
}

// Toasts and alerts

function toast(text) {
  const made = make("div", "toast", text);
  at("toasts").append(made);
  if (at("toasts").childElementCount > 3) at("toasts").firstElementChild.remove();
  setTimeout(() => made.remove(), 3500 + text.length * 30);
}

function alertWith(text) {
  at("alert-text").textContent = text;
  if (!at("alert").open) at("alert").showModal();
}

// Where the reader is

const nearEnd = () => at("scroller").scrollHeight - at("scroller").scrollTop - at("scroller").clientHeight < NEAR;

function toEnd() {
  follows = true;
  at("scroller").scrollTop = at("scroller").scrollHeight;
  at("down").hidden = true;
  at("down").classList.remove("news");
}

function onScroll() {
  follows = nearEnd();
  at("down").hidden = follows;
  if (follows) at("down").classList.remove("news");
}

// A picture that loads, a keyboard that opens: whoever reads the newest keeps reading it.
function followGrowth() {
  const watch = new ResizeObserver(() => follows && toEnd());
  watch.observe(at("log"));
  watch.observe(at("scroller"));
}

// What is told by the stream

const HEARD = {
  hello: async () => {
    at("line").textContent = "";
    await loadAll();
  },
  message: (told) => {
    remember(told);
    if (told.person === current) showMessage(told.message);
    showPeople();
  },
  deleted: (told) => {
    forget(told);
    if (told.person === current) drop(told.id);
  },
  answered: (told) => {
    if (pressed.has(told.query)) settle(told.query);
    else answered.add(told.query);
    if (told.text && told.person === current) (told.alert ? alertWith : toast)(told.text);
  },
  typing: (told) => told.person === current && showTyping(),
  menu: () => load(),
  person: () => loadAll(),
  clock: (told) => showClock(told.clock),
};

function remember({ person: id, message }) {
  const person = people.get(id);
  if (!person) return;
  if (!person.last || message.id >= person.last.id) person.last = message;
  if (message.by_bot && !person.from_bot.includes(message.id)) person.from_bot.push(message.id);
  markSeen();
}

function forget({ person: id, id: messageId }) {
  const person = people.get(id);
  if (!person) return;
  person.from_bot = person.from_bot.filter((known) => known !== messageId);
  if (person.last?.id === messageId) loadAll();
}

function showMessage(message) {
  const reading = follows || !message.by_bot;
  const isNew = !messages.has(message.id);
  put(message);
  showHead();
  if (message.by_bot) at("typing").hidden = true;
  if (reading) toEnd();
  else if (isNew) {
    at("down").hidden = false;
    at("down").classList.add("news");
  }
}

function showTyping() {
  const reading = follows;
  at("typing").hidden = false;
  if (reading) toEnd();
  clearTimeout(typingEnds);
  typingEnds = setTimeout(() => (at("typing").hidden = true), 5000);
}

async function loadAll() {
  const state = await kindly(() => ask("state"));
  if (!state) return;
  bot = state.bot;
  showAnnounce(state.announce);
  showClock(state.clock);
  people.clear();
  for (const person of state.people) people.set(person.id, person);
  at("bot-name").textContent = bot.first_name;
  at("bot-description").textContent = bot.description;
  document.title = `${bot.first_name} · Sân chơi`;
  if (people.has(current)) return load();
  const kept = Number(sessionStorage.getItem("current"));
  const first = people.has(kept) ? kept : state.people[0]?.id;
  if (first !== undefined) await open(first);
}

function showAnnounce(text) {
  const rest = text.replace(/^Sân chơi\s*[:–-]\s*/, "").replace(/\.$/, "");
  at("announce").textContent = rest.charAt(0).toLocaleUpperCase("vi") + rest.slice(1);
}

function listen() {
  const stream = new EventSource("playground/stream");
  stream.addEventListener("message", (event) => {
    const told = JSON.parse(event.data);
    HEARD[told.kind]?.(told);
  });
  stream.addEventListener("error", () => {
    at("line").textContent = WORDS.away;
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
}

// The rehearsal clock

function showClock(clock) {
  at("clock-day").textContent = clock.day;
  at("clock-time").textContent = clock.time;
  if (document.activeElement !== at("clock-input")) at("clock-input").value = clock.value;
}

async function moveClock(body) {
  const parts = [...document.querySelectorAll(".leaps button, .set button")];
  document.querySelector(".clock").setAttribute("aria-busy", "true");
  for (const part of parts) part.disabled = true;
  const told = await kindly(() => post("clock", body));
  for (const part of parts) part.disabled = false;
  document.querySelector(".clock").removeAttribute("aria-busy");
  if (!told) return;
  showClock(told.clock);
  toggleClock(false); // what the hour brought is in the chat beneath
}

function toggleClock(shown) {
  at("clock-menu").classList.toggle("open", shown);
  at("clock").setAttribute("aria-expanded", String(at("clock-menu").classList.contains("open")));
}

async function keepClock() {
  const state = await ask("state").catch(() => null);
  if (state) showClock(state.clock);
}

// What the person does

async function say(text) {
  if (!text.trim() || current === null) return false;
  return Boolean(await kindly(() => post(`people/${current}/say`, { text })));
}

async function sendWords(event) {
  event?.preventDefault();
  const text = at("message").value;
  if (!text.trim()) return at("message").focus();
  const target = edited;
  setWords("");
  stopEditing();
  const done = target ? await changeWords(target, text) : await say(text);
  if (!done) setWords(text);
  at("message").focus();
}

async function changeWords(message, text) {
  if (text.trim() === message.text) return true;
  return Boolean(await kindly(() => post(`people/${current}/edit`, { message: message.id, text })));
}

function setWords(text) {
  at("message").value = text;
  drafts.set(current, text);
  grow();
  suggest();
}

function keepDraft() {
  if (current !== null && !edited) drafts.set(current, at("message").value);
}

function grow() {
  at("message").style.height = "auto";
  at("message").style.height = `${at("message").scrollHeight}px`;
}

function startEditing(message) {
  if (!message) return;
  edited = message;
  at("editing").hidden = false;
  at("editing-text").textContent = message.text;
  at("message").value = message.text;
  grow();
  at("message").focus();
}

function stopEditing() {
  if (edited) at("message").value = "";
  edited = null;
  at("editing").hidden = true;
  grow();
}

async function sendFiles(files) {
  const caption = at("message").value.trim();
  const asFile = sendsAsFile;
  sendsAsFile = false;
  const clip = document.querySelector(".clip");
  clip.classList.add("waiting");
  for (const [index, file] of [...files].entries()) await kindly(() => sendFile(file, asFile, index ? "" : caption));
  clip.classList.remove("waiting");
}

async function sendFile(file, asFile, caption) {
  if (file.size > LARGEST_FILE) throw new Error(WORDS.tooLarge);
  const kind = PICTURES.has(file.type) && !asFile ? "photo" : "document";
  const query = new URLSearchParams({ name: file.name, kind, caption });
  const headers = { "Content-Type": file.type || "application/octet-stream" };
  await ask(`people/${current}/file?${query}`, { method: "POST", headers, body: file });
  if (caption) setWords("");
}

async function toggleBlock() {
  const person = people.get(current);
  closeSheets();
  await kindly(() => post(`people/${current}/${person.blocked ? "unblock" : "block"}`));
}

// The sheets above the bar: commands, and other things to send

function toggleSheet(name) {
  const opens = at(name).hidden;
  closeSheets();
  at(name).hidden = !opens;
  at(`${name}-button`).setAttribute("aria-expanded", String(opens));
  if (opens) at(name).querySelector("button")?.focus();
}

function closeSheets() {
  for (const name of ["menu", "more"]) {
    at(name).hidden = true;
    at(`${name}-button`).setAttribute("aria-expanded", "false");
  }
}

function fillMenu(chosen) {
  const none = make("p", "", WORDS.noCommands);
  at("menu").replaceChildren(...(chosen.length ? chosen.map(commandButton) : [none]));
}

function commandButton({ command, description }) {
  const made = button("", make("b", "", `/${command}`), make("span", "", description));
  made.setAttribute("role", "menuitem");
  made.addEventListener("click", () => {
    closeSheets();
    setWords("");
    say(`/${command}`);
    at("message").focus();
  });
  return made;
}

function suggest() {
  const typed = at("message").value;
  const chosen = /^\/[a-z0-9_]*$/i.test(typed) ? commands.filter((one) => `/${one.command}`.startsWith(typed)) : [];
  if (chosen.length) fillMenu(chosen);
  at("menu").hidden = !chosen.length;
  at("menu-button").setAttribute("aria-expanded", String(chosen.length > 0));
}

function walkSheet(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll("button")];
  const next = items.indexOf(document.activeElement) + step;
  items.at(next % items.length)?.focus();
}

function onKey(event) {
  if (event.isComposing || event.keyCode === 229) return; // Telex and VNI compose: Enter then ends the word
  if (event.key === "Enter" && !event.shiftKey) sendWords(event);
  else if (event.key === "ArrowUp" && !at("message").value) {
    event.preventDefault();
    startEditing(lastOwn());
  } else if (event.key === "ArrowDown" && !at("menu").hidden) {
    event.preventDefault();
    at("menu").querySelector("button")?.focus();
  }
}

function onEscape(event) {
  if (event.key !== "Escape") return;
  const back = !at("menu").hidden || !at("more").hidden || edited;
  closeSheets();
  toggleClock(false);
  if (edited) stopEditing();
  if (back) at("message").focus();
}

function onClickElsewhere(event) {
  if (!event.target.closest(".sheet, #menu-button, #more-button, #message")) closeSheets();
  if (!event.target.closest(".clock")) toggleClock(false);
}

function wireBar() {
  at("compose").addEventListener("submit", sendWords);
  at("message").addEventListener("keydown", onKey);
  at("message").addEventListener("input", () => (grow(), suggest()));
  at("message").addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) sendFiles(event.clipboardData.files);
  });
  at("attach").addEventListener("change", async () => {
    const files = [...at("attach").files];
    at("attach").value = "";
    await sendFiles(files);
  });
  at("stop-editing").addEventListener("click", () => stopEditing());
  at("menu-button").addEventListener("click", () => (fillMenu(commands), toggleSheet("menu")));
  at("more-button").addEventListener("click", () => toggleSheet("more"));
  at("start").addEventListener("click", () => say("/start"));
}

function wireSheets() {
  for (const name of ["menu", "more"]) at(name).addEventListener("keydown", walkSheet);
  for (const item of document.querySelectorAll("[data-send]")) {
    item.addEventListener("click", () => {
      closeSheets();
      kindly(() => post(`people/${current}/${item.dataset.send}`));
    });
  }
  at("block").addEventListener("click", toggleBlock);
  at("as-file").addEventListener("click", () => {
    closeSheets();
    sendsAsFile = true;
    at("attach").click();
  });
  at("attach").addEventListener("cancel", () => (sendsAsFile = false));
}

function wireClock() {
  at("clock").addEventListener("click", () => toggleClock());
  for (const leap of document.querySelectorAll("[data-step]")) {
    leap.addEventListener("click", () => moveClock({ step: leap.dataset.step }));
  }
  at("clock-form").addEventListener("submit", (event) => {
    event.preventDefault();
    moveClock({ when: at("clock-input").value });
  });
  setInterval(keepClock, 20_000);
}

function wireChat() {
  const chat = document.querySelector(".chat");
  chat.addEventListener("dragover", (event) => (event.preventDefault(), chat.classList.add("dropping")));
  chat.addEventListener("dragleave", () => chat.classList.remove("dropping"));
  chat.addEventListener("drop", (event) => {
    event.preventDefault();
    chat.classList.remove("dropping");
    sendFiles(event.dataTransfer.files);
  });
  followGrowth();
  at("scroller").addEventListener("scroll", onScroll, { passive: true });
  at("down").addEventListener("click", toEnd);
  at("large-picture").addEventListener("click", () => at("large").classList.toggle("close-up"));
  for (const close of document.querySelectorAll("[data-close]")) {
    close.addEventListener("click", () => close.closest("dialog").close());
  }
}

wireBar();
wireSheets();
wireClock();
wireChat();
document.addEventListener("keydown", onEscape);
document.addEventListener("click", onClickElsewhere);
document.addEventListener("visibilitychange", () => (markSeen(), showPeople()));
listen();
