/** The one state of the page, and who wants to hear of its changes: patch in, one call per listener and tick out. */
import { text, percent } from "./strings.js";

export const state = {
  lang: "ar", // "ar" | "en"
  docs: [], // see intake.js
  current: null, // a doc's id, "all" or null (welcome)
  min: 0.7, // least confidence of the stances that are shown
  off: new Set(), // entity types that are not marked
  labels: false, quotes: true, values: false,
  tab: "article", // on a phone: "files" | "article" | "panel"
  panel: "stances", // "stances" | "entities"
  entity: null, // index of the entity that the panel details
  sel: null, // { kind: "stance", list: [stance index], at } | { kind: "entity", entity, at }
};

const listeners = new Set();
let pending = null;

export function set(patch) {
  Object.assign(state, patch);
  touch(...Object.keys(patch));
}

export function touch(...keys) {
  if (!pending) {
    pending = new Set();
    queueMicrotask(() => {
      const changed = pending;
      pending = null;
      for (const f of [...listeners]) f(changed);
    });
  }
  for (const k of keys) pending.add(k);
}

export function listen(f) {
  listeners.add(f);
  return () => listeners.delete(f);
}

export const t = (key, params) => text(state.lang, key, params);
export const pct = (x) => percent(state.lang, x);
export const currentDoc = () => state.docs.find((d) => d.id === state.current) ?? null;
export const doneDocs = () => state.docs.filter((d) => d.report);
