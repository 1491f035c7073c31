/** The frame around the views: language, theme, drag and drop, paste, tabs of the phone, the service worker. */
import { trustedScript } from "./trust.js";
import { ask, dark, keep } from "./prefs.js";
import { state, set, listen, t, currentDoc } from "./store.js";
import { h, icon } from "./dom.js";
import { EXAMPLES } from "./strings.js";
import { take, addExamples, warm } from "./intake.js";
import "./files.js";
import "./article.js";
import "./dock.js";
import "./panel.js";
import "./overview.js";
import "./welcome.js";

const root = document.documentElement;

function frame() {
  const bar = document.getElementById("top");
  bar.replaceChildren(
    h("a", { class: "brand", href: "./", "aria-label": t("title") }, icon("scale", "logo"), h("h1", { class: "wordmark" }, t("title")), h("span", { class: "motto" }, t("subtitle"))),
    h("span", { class: "badge", title: t("privacy") }, icon("lock"), t("privacyShort")),
    h("button", { class: "btn quiet", id: "lang", lang: state.lang === "ar" ? "en" : "ar", "aria-label": t("toLangLabel"), onclick: () => {
      keep("lang", state.lang === "ar" ? "en" : "ar");
      set({ lang: state.lang === "ar" ? "en" : "ar" });
      document.getElementById("lang")?.focus();
    } }, t("toLang")),
    h("button", { class: "round", id: "theme", "aria-label": t("theme"), title: t("theme"), onclick: () => {
      root.dataset.theme = dark() ? "light" : "dark";
      keep("theme", root.dataset.theme);
      frame();
      document.getElementById("theme")?.focus();
    } }, icon(dark() ? "sun" : "moon")));
  document.getElementById("skip").textContent = t("skip");
  document.getElementById("dropwords").textContent = t("dropNow");
  document.title = t("pageTitle");
  for (const [name, key] of [["mz-files", "files"], ["mz-panel", "stances"], ["mz-article", "tabArticle"], ["mz-overview", "all"]]) document.querySelector(name).setAttribute("aria-label", t(key));
  root.lang = state.lang;
  root.dir = state.lang === "ar" ? "rtl" : "ltr";
}

let lastTab = state.tab;
const places = {};

function layout(changed) {
  // On a phone the window scrolls: each tab comes back to where it was left.
  if (lastTab !== state.tab) {
    places[lastTab] = scrollY;
    lastTab = state.tab;
    // Unless evidence was asked for: then the article scrolls to it.
    if (!(state.tab === "article" && changed.has("sel"))) requestAnimationFrame(() => scrollTo(0, places[lastTab] ?? 0));
  }
  const view = !state.docs.length ? "welcome" : state.current === "all" ? "all" : "doc";
  document.body.dataset.view = view;
  document.body.dataset.tab = state.tab;
  const tab = (name, words, pic) => h("button", { "aria-current": state.tab === name ? "true" : null, onclick: () => set({ tab: name }) }, icon(pic), words);
  const tabs = document.getElementById("tabs");
  tabs.hidden = view === "welcome";
  tabs.replaceChildren(tab("files", t("tabFiles"), "file"), tab("article", view === "all" ? t("all") : t("tabArticle"), view === "all" ? "grid" : "MISC"), view === "doc" ? tab("panel", t("tabPanel"), "scale") : "");
}

listen((changed) => {
  if (changed.has("lang")) frame();
  if (["docs", "current", "tab", "lang"].some((k) => changed.has(k))) layout(changed);
});

let depth = 0;
const hover = (on) => document.body.classList.toggle("dropping", on);
addEventListener("dragenter", (e) => { e.preventDefault(); depth += 1; hover(true); });
addEventListener("dragleave", () => { depth -= 1; if (depth <= 0) hover(false); });
addEventListener("dragover", (e) => e.preventDefault());
addEventListener("drop", (e) => {
  e.preventDefault();
  depth = 0;
  hover(false);
  take(e.dataTransfer);
});
addEventListener("paste", (e) => {
  if (!e.target.closest?.("input, textarea")) take(e.clipboardData);
});
addEventListener("keydown", (e) => {
  if (e.key === "Escape" && state.sel && !document.querySelector("dialog[open]")) set({ sel: null });
});
addEventListener("click", (e) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(e.target)) menu.open = false;
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", frame);

frame();
layout(new Set());
const asked = (ask.get("example") ?? "").split(",").filter((id) => EXAMPLES.includes(id));
if (asked.length && !currentDoc()) addExamples(asked);
(globalThis.requestIdleCallback ?? setTimeout)(warm);

if ("serviceWorker" in navigator && isSecureContext) {
  navigator.serviceWorker.register(trustedScript(new URL("../sw.js", import.meta.url))).catch((e) => console.warn("no offline copy:", e.message));
}
