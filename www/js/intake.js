/** Files, pasted and dropped text → documents with a report or an error code; each on its own, so that an odd one stops nobody. */
import { AnalyzerWorker } from "mizan";
import { state, set, touch, doneDocs } from "./store.js";

const MAX_BYTES = 32 * 1024 * 1024;
const CODES = new Set(["invalid_encoding", "too_large", "load_failed", "worker_failed", "aborted", "invalid_argument", "disposed", "internal",
  "binary", "pdf", "word", "empty", "no_arabic", "unreadable"]);
const ARABIC = /[\u0620-\u064A\u0671-\u06D3\uFB50-\uFDFF\uFE70-\uFEFC]/;
/** What another try may mend. */
export const RETRY = new Set(["load_failed", "worker_failed", "aborted", "internal", "unreadable"]);
export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "windows-1256", "iso-8859-6"];

let worker = null;
let lastId = 0;

const SIZE = (navigator.hardwareConcurrency ?? 2) > 3 ? 2 : 1;

/** One analyzer for the page, started at the first need. */
export function analyzer() {
  worker ??= new AnalyzerWorker({ size: SIZE });
  return worker;
}

/** Has the analyzer loaded before the first file comes; where that fails, the first file says why. */
export function warm() {
  for (let n = 0; n < SIZE; n += 1) analyzer().analyze("\u0645").catch(() => {});
}

class FileError extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** What a file that is no text says of itself in its first bytes. */
function odd(bytes) {
  const head = String.fromCharCode(...bytes.subarray(0, 5));
  if (head === "%PDF-") return "pdf";
  if (head.startsWith("PK\u0003\u0004") || head.startsWith("\u00d0\u00cf\u0011\u00e0") || head === "{\\rtf") return "word";
  if (/^(\u0089PNG|\u00ff\u00d8\u00ff|GIF8|RIFF|\u007fELF|MZ|\u001f\u008b|ID3|OggS)/.test(head)) return "binary";
  const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  let controls = 0;
  for (const b of bytes.subarray(0, 4096)) controls += b < 9 || (b > 13 && b < 32 && b !== 26 && b !== 27) ? 1 : 0;
  const zeros = bytes.subarray(0, 4096).filter((b, i) => b === 0 && i % 2 === 1).length;
  const wide = marked || zeros > Math.min(bytes.length, 4096) / 12; // UTF-16 without a mark: spaces and line ends are half zeros
  return !wide && controls > Math.min(bytes.length, 4096) / 20 ? "binary" : null;
}

/** Garbled or reversed for the most part: then the mended text is shown, unless the reader asked for it as written. */
const broken = (doc) => doc.report.repairs.reduce((n, r) => n + r.end - r.start, 0) * 4 >= doc.text.length;

async function mend(doc, signal) {
  const { text } = await analyzer().normalize(doc.text, { profile: "display", signal });
  if (text === doc.text) return;
  doc.written = doc.text;
  doc.text = text;
  doc.mended = true;
}

/** Turns between a mended text and the one that was written. */
export function turn(doc) {
  doc.asWritten = !doc.asWritten;
  if (doc.mended) doc.text = doc.written;
  set({ sel: null, entity: null });
  return work(doc, "text");
}

async function work(doc, from) {
  doc.error = null;
  doc.report = null;
  doc.detail = "";
  doc.abort = new AbortController();
  const { signal } = doc.abort;
  const step = (name) => {
    doc.state = name;
    touch("docs");
  };
  try {
    if (from === "file") {
      step("reading");
      if (doc.file.size > MAX_BYTES) throw new FileError("too_large");
      doc.bytes = await doc.file.arrayBuffer().then((b) => new Uint8Array(b), () => Promise.reject(new FileError("unreadable")));
    }
    if (doc.bytes && from !== "text") {
      if (!doc.bytes.length) throw new FileError("empty");
      const what = odd(doc.bytes);
      if (what && (what !== "binary" || !doc.choice)) throw new FileError(what);
      step("decoding");
      const { text, encoding, kind } = await analyzer().decode(doc.bytes, { name: doc.name, signal, ...(doc.choice && { encoding: doc.choice }) });
      Object.assign(doc, { text, encoding: String(encoding ?? "").toLowerCase(), kind });
    }
    if (!doc.text.trim()) throw new FileError("empty");
    doc.mended = false;
    if (!ARABIC.test(doc.text)) {
      if (!doc.asWritten) await mend(doc, signal);
      if (!ARABIC.test(doc.text)) throw new FileError("no_arabic");
    }
    doc.words = doc.text.match(/[^\s\p{P}\p{S}]+/gu)?.length ?? 0;
    step("analyzing");
    const t0 = performance.now();
    doc.report = await analyzer().analyze(doc.text, { signal });
    if (!doc.mended && !doc.asWritten && broken(doc)) {
      await mend(doc, signal);
      doc.report = await analyzer().analyze(doc.text, { signal });
    }
    doc.ms = performance.now() - t0;
    doc.state = "done";
  } catch (e) {
    doc.state = "failed";
    doc.error = CODES.has(e?.code) ? e.code : signal.aborted ? "aborted" : "internal";
    doc.detail = e instanceof FileError ? "" : String(e?.message ?? e);
  }
  touch("docs", "report");
}

function begin(list, from) {
  if (!list.length) return;
  const first = !state.docs.length;
  state.docs.push(...list);
  const several = list.length > 1 || (!first && state.current === "all");
  set({ docs: state.docs, current: several ? "all" : list[0].id, sel: null, entity: null, panel: "stances", tab: "article" });
  return Promise.all(list.map((doc) => work(doc, from)));
}

const blank = (name, source) => ({ id: String(++lastId), name, source, state: "queued", text: "", bytes: null, file: null, choice: "", encoding: "", kind: "txt", report: null, error: null, words: 0, claim: null });

export const addFiles = (files) => begin([...files].map((file) => Object.assign(blank(file.name, "file"), { file })), "file");
export const addText = (text) => begin([Object.assign(blank("", "paste"), { text })], "text");

export async function addExamples(ids) {
  const docs = await Promise.all(ids.map(async (id) => {
    const old = state.docs.find((d) => d.example === id);
    if (old) return old;
    const doc = Object.assign(blank(`${id}.txt`, "example"), { example: id });
    doc.file = { size: 0, arrayBuffer: async () => (await fetch(new URL(`../examples/${id}.txt`, import.meta.url))).arrayBuffer() };
    return doc;
  }));
  const fresh = docs.filter((d) => !state.docs.includes(d));
  if (fresh.length) return begin(fresh, "file");
  set({ current: docs.length > 1 ? "all" : docs[0].id, sel: null, entity: null });
}

export const again = (doc, choice = doc.choice) => {
  doc.choice = choice;
  if (state.current === doc.id) set({ sel: null, entity: null });
  return work(doc, doc.bytes ? "bytes" : doc.source === "paste" ? "text" : "file");
};

export const stop = (doc) => doc.abort?.abort();

export function remove(doc) {
  stop(doc);
  const docs = state.docs.filter((d) => d !== doc);
  const current = state.current === doc.id || docs.length < 2 ? docs[0]?.id ?? null : state.current;
  set({ docs, current, sel: null, entity: null, tab: "article" });
}

export function clear() {
  state.docs.forEach(stop);
  set({ docs: [], current: null, sel: null, entity: null, tab: "article" });
}

/** Text of a drop or paste: files where there are any, else the words themselves. */
export function take(transfer) {
  if (!transfer) return false;
  if (transfer.files.length) addFiles(transfer.files);
  else {
    const text = transfer.getData("text/plain");
    if (!text.trim()) return false;
    addText(text);
  }
  return true;
}

export const settled = () => doneDocs().length + state.docs.filter((d) => d.error).length === state.docs.length;
