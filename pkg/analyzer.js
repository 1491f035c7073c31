//! The analyzer on the calling thread: checks of the arguments, then the module's own functions.
import initGlue, { Analyzer as Inner, decode as innerDecode, scheduleReinit, touch } from "./wasm/mizan.js";
import { MizanError, asMizanError, requireBytes, requireOptions, requireString } from "./errors.js";
import { sharedModule } from "./load.js";

const MAX_LENGTH = 5_000_000;
const FORMATS = ["json", "conll", "csv"];

let starting;
let started = false;
/** Counts instances of the module: a panic ends one, and what lived in it is made anew. */
let generation = 0;

/** Loads the module; idempotent, and after a failure the next call tries again. */
export function init(source) {
  starting ??= start(source).catch((error) => {
    starting = undefined;
    throw error;
  });
  return starting;
}

async function start(source) {
  const module = await sharedModule(source);
  try {
    // The glue keeps an instance that failed to start, so a foreign module must not get that far.
    if (!WebAssembly.Module.exports(module).some(({ name }) => name === "touch")) throw new Error("it is another module");
    await initGlue({ module_or_path: module });
  } catch (error) {
    throw new MizanError("load_failed", `The wasm does not fit this version of the package (${error?.message ?? error}).`, { reason: "corrupt", cause: error });
  }
  started = true;
}

function requireStarted() {
  if (!started) throw new MizanError("load_failed", "The module is not loaded yet: `await init()` first.", { reason: "not_initialized" });
}

/**
 * Runs `work` on the module. An error without a code is a trap: the instance may be torn, so the glue is told to
 * take a fresh one, and a call without arguments makes it do so before any argument is written into the old one.
 */
function guarded(work) {
  try {
    return work();
  } catch (error) {
    const known = asMizanError(error);
    if (known.code === "internal") {
      generation += 1;
      try {
        scheduleReinit();
        touch();
      } catch {
        // Chromium makes no instance of more than 8 MB on a page's main thread without waiting; then the page must be loaded again.
      }
    }
    throw known;
  }
}

/** The module reads lone surrogates as U+FFFD, which keeps all offsets; the text itself comes from the caller's string. */
function sliceTexts(report, text) {
  for (const span of report.mentions) span.text = text.slice(span.start, span.end);
  for (const span of report.values ?? []) span.text = text.slice(span.start, span.end);
  return report;
}

/** Refuses what is too long before it is copied into the module. */
function requireText(text, options) {
  requireString(text, "text");
  const limit = typeof options?.maxLength === "number" ? options.maxLength : MAX_LENGTH;
  if (text.length > limit) throw new MizanError("too_large", `The text has ${text.length} UTF-16 units; maxLength is ${limit}.`);
  return text;
}

export class Analyzer {
  #model;
  #inner;
  #generation;
  #freed = false;

  constructor(model) {
    requireStarted();
    this.#model = model === undefined ? undefined : requireBytes(model, "model");
    this.#make();
  }

  #make() {
    this.#inner = guarded(() => new Inner(this.#model));
    this.#generation = generation;
  }

  #call(work) {
    if (this.#freed) throw new MizanError("disposed", "This analyzer was freed.");
    if (this.#generation !== generation) this.#make();
    return guarded(() => work(this.#inner));
  }

  analyze(text, options) {
    const checked = requireOptions(options);
    requireText(text, checked);
    return sliceTexts(
      this.#call((inner) => inner.analyze(text, checked)),
      text,
    );
  }

  stanceToward(text, claim, options) {
    const checked = requireOptions(options);
    requireText(text, checked);
    requireString(claim, "claim");
    return this.#call((inner) => inner.stanceToward(text, claim, checked));
  }

  normalize(text, options) {
    const checked = requireOptions(options);
    requireText(text, checked);
    return this.#call((inner) => inner.normalize(text, checked));
  }

  render(text, format, options, file) {
    const checked = requireOptions(options);
    requireText(text, checked);
    if (!FORMATS.includes(format)) throw new MizanError("invalid_argument", `format must be one of ${FORMATS.join(", ")}.`);
    if (file !== undefined) requireString(file, "file");
    return this.#call((inner) => inner.render(text, format, checked, file));
  }

  /** One line of a batch for the package's own command: bytes → `{ json, ok }`. */
  analyzeLine(line, options, claim) {
    return this.#call((inner) => inner.analyzeLine(line, options, claim));
  }

  free() {
    if (this.#freed) return;
    this.#freed = true;
    if (this.#generation === generation) this.#inner.free();
    this.#inner = this.#model = undefined;
  }
}
if (Symbol.dispose) Analyzer.prototype[Symbol.dispose] = Analyzer.prototype.free;

export function decode(bytes, options) {
  const checked = requireOptions(options);
  const view = requireBytes(bytes, "bytes");
  requireStarted();
  return guarded(() => innerDecode(view, checked));
}

let normalizer;

export function normalize(text, options) {
  normalizer ??= new Analyzer();
  return normalizer.normalize(text, options);
}
