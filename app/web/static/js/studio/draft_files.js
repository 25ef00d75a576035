/* One file of a draft in an editor: loaded, saved by itself, kept in the browser until it is saved.
 *
 * Nobody's work is overwritten: every save says which revision the writer had seen, and where another has
 * saved meanwhile, the writer chooses. `words` are the page's (app/web/studio/saving_words.py). */

import { ask, fill, make } from "./page.js";

const WAIT = 800;
const AGAIN = 5000;
const PRESENCE = 15000;

/** The file as it is stored now: its text and its revision (0 where there is none yet). */
export async function load(address) {
  const { ok, status, answer, told } = await ask(address, { cache: "no-store" });
  if (!ok && status !== 404) throw new Error(told.message ?? String(status));
  return ok
    ? { text: await answer.text(), revision: Number(answer.headers.get("X-Revision")) }
    : { text: "", revision: 0 };
}

/** Saves what `content()` gives, a moment after the last `changed()`.
 *
 * States: saved, waiting, saving, offline, signed_out, conflict, refused, and held or free where the reader is
 * asked first; told in `region` and to `onState`. */
export class Saver {
  constructor({ address, revision, content, region, words, onState = () => {} }) {
    Object.assign(this, { address, revision, content, region, words, onState });
    this.state = "saved";
    this.timer = 0;
    this.running = null;
    this.dirty = false;
    this.held = false;
    window.addEventListener("focus", () => this.state === "signed_out" && this.flush());
    window.addEventListener("online", () => this.dirty && this.flush());
    window.addEventListener("pagehide", () => this.leave());
  }

  changed() {
    this.dirty = true;
    if (this.held) return this.tell("held");
    if (this.state === "conflict") return void this.keep();
    if (this.state === "saved") this.tell("waiting");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), WAIT);
  }

  /** Nothing is saved, or kept in this browser, until `release()`: a save would lose something. */
  hold() {
    this.held = true;
    this.asks = (event) => this.dirty && event.preventDefault();
    window.addEventListener("beforeunload", this.asks);
    this.tell("held");
  }

  release() {
    this.held = false;
    window.removeEventListener("beforeunload", this.asks);
    this.tell("free");
    if (this.dirty) this.flush();
  }

  /** Save now; answers whether the newest content is stored. */
  async flush() {
    if (this.held) return false;
    clearTimeout(this.timer);
    while (this.dirty && this.state !== "conflict") {
      this.running ??= this.save().finally(() => { this.running = null; });
      if (!(await this.running)) return false;
    }
    return this.state !== "conflict";
  }

  async save() {
    const text = await this.keep();
    this.dirty = false;
    this.tell("saving");
    const found = await this.putSignedIn(text);
    const { ok, status, told } = found;
    if (ok && !atTheDoor(found)) return this.stored(told);
    this.dirty = true;
    if (atTheDoor(found)) this.retry("signed_out");
    else if (status === 409) return this.met(text, told.message);
    else if (status === 0 || status >= 500) this.retry();
    else this.tell("refused", { why: told.message ?? this.words.no_answer });
    return false;
  }

  /** Who has signed in again meanwhile, in another tab, has a new token too. */
  async putSignedIn(text) {
    const found = await this.put(this.address, text, this.revision);
    return atTheDoor(found) && (await renewed()) ? this.put(this.address, text, this.revision) : found;
  }

  put(address, text, seen, more = {}) {
    const headers = { "Content-Type": "application/octet-stream", "X-Seen-Revision": String(seen) };
    return ask(address, { method: "PUT", body: text, headers, ...more });
  }

  stored({ revision, saved }) {
    this.revision = revision;
    if (!this.dirty) forget(this.address);
    this.tell(this.dirty ? "waiting" : "saved", { at: saved });
    return true;
  }

  /** What stands there already may be our own, sent while the page before was being closed. */
  async met(text, message) {
    const there = await load(this.address).catch(() => null);
    if (there?.text === text) {
      this.dirty = false;
      return this.stored({ revision: there.revision, saved: new Date().toLocaleTimeString(document.documentElement.lang) });
    }
    this.conflict(message);
    return false;
  }

  retry(state = "offline") {
    this.tell(state);
    this.timer = setTimeout(() => this.flush(), AGAIN);
  }

  /** What is not saved yet stays in this browser, also when it is closed. */
  async keep() {
    const text = await this.content();
    remember(this.address, { text, seen: this.revision });
    return text;
  }

  leave() {
    const left = this.dirty && !this.held && this.state !== "conflict" && kept(this.address);
    if (left && left.text.length < 60000) this.put(this.address, left.text, left.seen, { keepalive: true });
  }

  tell(state, facts = {}) {
    this.state = state;
    this.region.dataset.state = state;
    if (state !== "waiting") this.region.replaceChildren(fill(this.words[state], facts));
    this.onState(state);
  }

  /** Another has saved: see theirs, or keep one's own beside it; nothing happens by itself. */
  conflict(message) {
    this.tell("conflict");
    const see = make("button", { type: "button", className: "button button-secondary", onclick: () => this.giveUp() }, this.words.see_theirs);
    const beside = make("button", { type: "button", className: "button button-secondary", onclick: () => this.keepBeside() }, this.words.keep_mine);
    const box = make("div", { className: "notice notice-bad save-conflict", role: "alert" },
      make("div", { className: "notice-body" },
        make("p", { className: "notice-title" }, message ?? this.words.conflict),
        make("p", { className: "row" }, see, beside)));
    (document.getElementById("save-conflict") ?? this.region.parentElement).replaceChildren(box);
    see.focus();
  }

  giveUp() {
    forget(this.address);
    location.reload();
  }

  /** One's own work as a new file next to the other's: procedure_2.bpmn. */
  async keepBeside() {
    const text = await this.content();
    for (let number = 2; number < 100; number += 1) {
      const address = this.address.replace(/(\.[a-z]+(?:\.json)?)$/, `_${number}$1`);
      const { ok, status, told } = await this.put(address, text, 0);
      if (ok) {
        forget(this.address);
        return this.moved(address);
      }
      if (status !== 409) return this.tell("refused", { why: told.message ?? this.words.no_answer });
    }
  }

  moved(address) {
    const page = new URL(location.href);
    page.searchParams.set("fisier", address.slice(address.indexOf("/api/fisier/") + "/api/fisier/".length));
    location.assign(page);
  }
}

/** Sent to sign in, or answered without the words of a save: nobody is signed in here any more. */
const atTheDoor = ({ ok, answer, told }) => Boolean(answer?.redirected) || told.error === "csrf" || (ok && !("revision" in told));

/** Takes the token of whoever is signed in now from this page as it is now; false while nobody is. */
async function renewed() {
  const answer = await fetch(location.href, { redirect: "manual", cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [fresh, old] = [page, document].map((one) => one.querySelector("meta[name=csrf-token]"));
  if (fresh && old) old.content = fresh.content;
  return Boolean(fresh);
}

/** What this browser kept of a file and never saved: `{text, seen}` or null. */
export function kept(address) {
  try {
    return JSON.parse(localStorage.getItem(`draft:${address}`));
  } catch {
    return null;
  }
}

export function forget(address) {
  try {
    localStorage.removeItem(`draft:${address}`);
  } catch { /* a browser without storage keeps nothing */ }
}

function remember(address, what) {
  try {
    localStorage.setItem(`draft:${address}`, JSON.stringify(what));
  } catch { /* a full or absent storage: the save itself still happens */ }
}

/** Every 15 seconds: I have this file open; who else is here is written into `region`. */
export function presence({ address, path, region, words }) {
  const beat = async () => {
    if (document.hidden) return;
    const headers = { "Content-Type": "application/json" };
    const { ok, told } = await ask(address, { method: "POST", headers, body: JSON.stringify({ path }) });
    if (ok) tellPresence(region, told.others ?? [], path, words);
  };
  beat();
  document.addEventListener("visibilitychange", beat);
  return setInterval(beat, PRESENCE);
}

function tellPresence(region, others, path, words) {
  const sentences = others.map((one) => fill(one.path === path ? words.also_here : words.also_there, one));
  const told = sentences.join(" ");
  if (region.textContent !== told) region.textContent = told;
  region.hidden = !told;
}
