/** Small tools that build DOM: no strings become markup anywhere on this page. */
import { state, listen } from "./store.js";

const SVG = "http://www.w3.org/2000/svg";

/** `h("button", { class: "x", onclick: f, "aria-label": "…" }, child, "text")` */
export function h(tag, props, ...kids) {
  const el = document.createElement(tag);
  for (const [k, v] of Object.entries(props ?? {})) {
    if (v === undefined || v === null || v === false) continue;
    if (k.startsWith("on")) el.addEventListener(k.slice(2), v);
    else if (k.startsWith("--")) el.style.setProperty(k, v);
    else if (k in el && typeof v === "boolean") el[k] = v;
    else el.setAttribute(k, v === true ? "" : v);
  }
  el.append(...kids.flat(Infinity).filter((k) => k !== null && k !== undefined && k !== false));
  return el;
}

const ICONS = {
  PER: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20c.8-4 3.8-6 7.5-6s6.7 2 7.5 6",
  ORG: "M4 20V9l8-5 8 5v11M4 20h16M9 20v-5h6v5M9 11h.01M15 11h.01",
  GPE: "M6 21V4M6 4c4-2 7 2 12 0v9c-5 2-8-2-12 0",
  LOC: "M3 19 9 7l4 7 2.5-4L21 19H3Z",
  FAC: "M3 17h18M5 17V9M19 17V9M5 9c3 6 11 6 14 0M12 13.500V17",
  NORP: "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM3 19c.5-3.5 3-5 6-5s5.5 1.5 6 5M16 5.500a3 3 0 0 1 0 5.500M17.5 14.300c2 .6 3.2 2.2 3.5 4.7",
  EVENT: "M4 6h16v14H4ZM4 10h16M8 3v4M16 3v4M12 13v4M10 15h4",
  MISC: "M6 3h9l4 4v14H6ZM15 3v4h4M9 12h7M9 16h5",
  pen: "m4 20 1-4L16 5l3 3L8 19l-4 1ZM14 7l3 3",
  scale: "M12 3v18M7 21h10M4 7h16M4 7l-2.5 7a3.2 3.2 0 0 0 5 0L4 7ZM20 7l-2.5 7a3.2 3.2 0 0 0 5 0L20 7Z",
  lock: "M6 11h12v9H6ZM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  moon: "M20 14.500A8 8 0 1 1 9.5 4a6.5 6.5 0 0 0 10.5 10.500Z",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v2M12 20v2M4 12H2M22 12h-2M5 5l1.4 1.400M17.6 17.6 19 19M19 5l-1.4 1.400M6.4 17.6 5 19",
  upload: "M12 16V4M7 9l5-5 5 5M4 16v4h16v-4",
  download: "M12 4v12M7 11l5 5 5-5M4 20h16",
  paste: "M8 5H5v16h14V5h-3M9 3h6v4H9ZM9 12h6M9 16h6",
  plus: "M12 5v14M5 12h14",
  x: "M6 6l12 12M18 6 6 18",
  prev: "m15 5-7 7 7 7",
  next: "m9 5 7 7-7 7",
  down: "m6 9 6 6 6-6",
  grid: "M4 4h7v7H4ZM13 4h7v7h-7ZM4 13h7v7H4ZM13 13h7v7h-7Z",
  file: "M6 3h9l4 4v14H6ZM15 3v4h4",
  alert: "M12 4 2.5 20h19L12 4ZM12 10v5M12 17.500v.01",
  retry: "M20 11a8 8 0 1 0-2 6M20 5v6h-6",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM16 16l5 5",
  out: "M13 5h6v6M19 5l-9 9M17 14v5H5V7h5",
};

/** A line icon, hidden from screen readers: the words beside it say the same. */
export function icon(name, cls = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon ${cls}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A custom element that draws itself again when one of its `keys` changes, and keeps the focus by `data-key`. */
export class View extends HTMLElement {
  static keys = [];

  connectedCallback() {
    this.stop = listen((changed) => {
      const keys = this.constructor.keys;
      if (keys.some((k) => changed.has(k))) this.redraw(changed);
    });
    this.redraw(new Set(this.constructor.keys));
  }

  disconnectedCallback() {
    this.stop?.();
  }

  redraw(changed) {
    const key = this.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    this.draw(changed);
    if (key && !this.contains(document.activeElement)) this.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }

  draw() {}
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function reveal(el, block = "center") {
  el?.scrollIntoView({ block, inline: "nearest", behavior: calm() ? "auto" : "smooth" });
}

/** A name from a text stays in its own direction inside any sentence. */
export const bdi = (s, cls) => h("bdi", { class: cls, lang: /[\u0600-\u06FF]/.test(s) ? "ar" : "en" }, s);
export const arabic = () => state.lang === "ar";
