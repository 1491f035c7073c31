/** A box to paste text into, as a modal dialog. */
import { h, icon, arabic } from "./dom.js";
import { t } from "./store.js";
import { addText } from "./intake.js";

export function pasteBox(cls) {
  return h("button", { class: cls, "data-key": "paste", onclick: () => {
    const area = h("textarea", { dir: arabic() ? "rtl" : "auto", lang: "ar", rows: 12, placeholder: t("pastePlaceholder"), "aria-label": t("paste") });
    const box = h("dialog", { class: "paste", onclose: () => box.remove() }, h("form", { method: "dialog", onsubmit: () => area.value.trim() && addText(area.value) },
      h("h2", {}, t("paste")), area, h("div", { class: "acts" }, h("button", { class: "btn strong" }, t("pasteGo")), h("button", { class: "btn quiet", type: "button", onclick: () => box.close() }, t("cancel")))));
    document.body.append(box);
    box.showModal();
    area.focus();
  } }, icon("paste"), t("paste"));
}
