/** A row of stances → a diverging bar: each piece is one stance, against on the side where reading starts, favor where it goes. */
import { h } from "./dom.js";
import { t } from "./store.js";
import { sign } from "./words.js";

const side = (pieces, polarity, onPiece) =>
  h("span", { class: `side ${polarity} ${pieces.length > 12 ? "many" : ""}` }, pieces.filter((p) => p.sign === polarity).map((p) =>
    h("span", { class: `piece s${p.strength} ${p.hollow ? "hollow" : ""}`, "--w": p.size.toFixed(4), onclick: onPiece && ((e) => onPiece(e, p.i)) })));

/** `onPiece(event, stance)` hears clicks on one piece; the row around the bar is the button for the keyboard. */
export function bar(row, onPiece) {
  return h("span", { class: "bar", "aria-hidden": "true" },
    side(row.pieces, "against", onPiece), side(row.pieces, "favor", onPiece),
    new Set(row.pieces.map((p) => p.sign)).size > 1 && h("span", { class: "net", "--net": row.net.toFixed(3) }));
}

/** A label in words; what is less than sure carries a question mark. */
export const verdict = (label, sure = true) => h("span", { class: `verdict ${label}` }, h("span", { class: "sign", "aria-hidden": "true" }, sign(label)), labelWords(label, sure));
export const labelWords = (label, sure = true) => t(label) + (sure || label === "neutral" || label === "unsure" ? "" : t("doubt"));

export const barKey = () => h("div", { class: "barkey" },
  h("span", { class: "verdict against" }, h("span", { class: "sign", "aria-hidden": "true" }, "−"), t("against")),
  h("span", { class: "keyline", "aria-hidden": "true" }),
  h("span", { class: "verdict favor" }, t("favor"), h("span", { class: "sign", "aria-hidden": "true" }, "+")));
