/** Language and theme: what the address asks for, else what was chosen before, else Arabic and the system's theme. Runs before the views are drawn. */
import { state } from "./store.js";

const root = document.documentElement;
export const ask = new URLSearchParams(location.search);

function kept(key) {
  try {
    return localStorage.getItem(`mizan.${key}`);
  } catch {
    return null; // private windows may refuse
  }
}

export function keep(key, value) {
  try {
    localStorage.setItem(`mizan.${key}`, value);
  } catch {
    // the choice then lasts as long as the page
  }
}

const wanted = (key, allowed) => [ask.get(key), kept(key)].find((value) => allowed.includes(value));

state.lang = wanted("lang", ["ar", "en"]) ?? state.lang;
const theme = wanted("theme", ["light", "dark"]);
if (theme) root.dataset.theme = theme;

export const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
