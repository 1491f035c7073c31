/** The first screen: where to put a text, six examples, and what the reader will see. */
import { h, icon, View } from "./dom.js";
import { state, t } from "./store.js";
import { EXAMPLES } from "./strings.js";
import { addExamples } from "./intake.js";
import { picker } from "./files.js";
import { pasteBox } from "./paste.js";
import { bar, barKey, verdict } from "./bar.js";
import { bothTongues } from "./words.js";

const sample = (sizes) => ({ pieces: sizes.map(([sign, size, strength], i) => ({ i, sign, size, strength })), visible: sizes, net: sizes.reduce((a, [s, n]) => a + (s === "favor" ? n : -n), 0) });

class Welcome extends View {
  static keys = ["docs", "lang"];

  draw() {
    if (state.docs.length) return this.replaceChildren();
    const line = (who, label, sizes, author) => h("div", { class: `row ${author ? "author" : ""}` }, h("div", { class: "rowbtn" }, h("span", { class: "rowname" }, author && icon("pen"), who), bar(sample(sizes)), verdict(label)));
    const point = (k) => h("li", {}, h("strong", {}, t(`how${k}`)), h("span", {}, t(`how${k}t`)));
    this.replaceChildren(
      h("div", { class: "hero" },
        h("h2", { class: "pitch" }, t("subtitle")), h("p", { class: "lead" }, t("lead")),
        h("div", { class: "dropzone" }, icon("upload", "large"), h("p", { class: "dropwords" }, t("drop")), h("div", { class: "acts" }, picker("btn strong"), pasteBox("btn")), h("p", { class: "fine" }, t("dropHint"))),
        h("p", { class: "promise" }, icon("lock"), t("privacy"))),
      h("div", { class: "aside" },
        h("section", { class: "examples" }, h("div", { class: "exhead" }, h("h2", {}, t("examples")), h("button", { class: "btn quiet", "data-key": "exall", onclick: () => addExamples(EXAMPLES) }, icon("grid"), t("examplesAll"))),
          h("p", { class: "fiction" }, bothTongues("examplesNote")),
          h("ul", { class: "exlist" }, EXAMPLES.map((id) => h("li", {}, h("button", { class: "example", "data-key": `ex-${id}`, onclick: () => addExamples([id]) }, h("span", { class: "exkind" }, t(`ex_${id}_k`)), h("span", { class: "extitle" }, t(`ex_${id}`))))))),
        h("section", { class: "figure", "aria-label": t("legend") }, h("h2", {}, t("legend")), barKey(),
          line(t("author"), "against", [["against", 0.42, 2], ["against", 0.2, 1]], true),
          line(t("sampleHolder"), "favor", [["favor", 0.55, 2]]),
          line(t("sampleOther"), "mixed", [["against", 0.28, 1], ["favor", 0.34, 2]]),
          h("ul", { class: "points" }, [1, 2, 3].map(point)))));
  }
}
customElements.define("mz-welcome", Welcome);
