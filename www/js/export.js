/** Reports → files on the reader's own disk, in the very bytes that the package prints. */
import { h, icon } from "./dom.js";
import { t } from "./store.js";
import { analyzer } from "./intake.js";

const nameOf = (doc) => doc.name || `mizan-${doc.id}.txt`;

async function save(docs, format) {
  const parts = [];
  for (const doc of docs) {
    const out = await analyzer().render(doc.text, format, {}, nameOf(doc));
    // One heading row for several files together.
    if (format === "csv") parts.push(parts.length ? out.slice(out.indexOf("\n") + 1) : out);
    else parts.push(docs.length > 1 ? `{"file":${JSON.stringify(nameOf(doc))},${out.trimEnd().slice(1)}\n` : out);
  }
  const type = format === "csv" ? "text/csv;charset=utf-8" : "application/json";
  const mark = format === "csv" ? "\uFEFF" : ""; // spreadsheets take UTF-8 for something else without it
  const url = URL.createObjectURL(new Blob([mark, ...parts], { type }));
  const base = docs.length > 1 ? "mizan" : nameOf(docs[0]).replace(/\.\w+$/, "");
  const a = h("a", { href: url, download: `${base}.${format === "json" && docs.length > 1 ? "jsonl" : format}` });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function exportMenu(docs) {
  const all = docs.length > 1 ? "All" : "";
  const item = (format, key) => h("button", { "data-key": `save-${format}`, onclick: (e) => {
    e.currentTarget.closest("details").open = false;
    save(docs, format);
  } }, t(key));
  return h("details", { class: "menu" }, h("summary", { class: "btn quiet", "data-key": "save" }, icon("download"), t("export")),
    h("div", { class: "menulist" }, item("json", `export${all}Json`), item("csv", `export${all}Csv`)));
}
