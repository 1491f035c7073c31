//! The same methods off the main thread: a pool of workers, one call at a time in each, the rest waiting here.
//! Since a worker never holds more than the call it works on, ending it (abort, panic, crash) costs no other call.
import { MizanError, requireBytes, requireOptions, requireString } from "./errors.js";
import { compile, sharedModule } from "./load.js";

const failed = (message, cause) => new MizanError("worker_failed", message, { cause });
const revive = ({ code, message, reason }) => new MizanError(code, message, { reason });
const aborted = (signal) => new MizanError("aborted", "The call was aborted.", { cause: signal.reason });

/** A promise whose rejection is looked at later, or never. */
const handled = (promise) => (promise.catch(() => {}), promise);

/** Starts the script; a bundler finds it by this literal form. */
function startWorker(url) {
  if (typeof Worker !== "function") throw failed("There are no web workers here (Node has none): use Analyzer, which has the same methods.");
  try {
    return url === undefined ? new Worker(new URL("./worker.js", import.meta.url), { type: "module" }) : new Worker(url, { type: "module" });
  } catch (error) {
    const hint = /trusted/i.test(error.message)
      ? "The page requires Trusted Types: let its policy pass worker.js, or give its TrustedScriptURL as `url`."
      : "A worker cannot be started from another origin: serve worker.js from the page's own origin and pass its address as `url`.";
    throw failed(`The worker could not be started (${error.message}). ${hint}`, error);
  }
}

/** One worker of the pool, started at its first call and again after it was ended. */
class Slot {
  #url;
  #worker;
  #nextId = 0;
  #pending = new Map();
  #ended;
  call;

  constructor(url) {
    this.#url = url;
  }

  /** Sends one call; `compiled` and `model` are for a worker that has yet to start. */
  async run(method, args, compiled, model) {
    if (!this.#worker) {
      this.#open();
      await this.#send("start", [await compiled(), model]);
    }
    return this.#send(method, args);
  }

  #open() {
    const worker = (this.#worker = startWorker(this.#url));
    worker.onmessage = ({ data: { id, result, error } }) => {
      const waiting = this.#pending.get(id);
      this.#pending.delete(id);
      if (error) waiting?.reject(revive(error));
      else waiting?.resolve(result);
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      const detail = event.message
        ? `The worker failed: ${event.message}`
        : "The worker's script could not be loaded: is worker.js beside the package's other files (404, MIME type), and does the Content-Security-Policy's worker-src allow it?";
      this.end(failed(detail));
    };
    worker.onmessageerror = () => this.end(failed("An answer of the worker could not be read."));
  }

  #send(method, args) {
    return new Promise((resolve, reject) => {
      if (!this.#worker) return reject(this.#ended);
      const id = ++this.#nextId;
      this.#pending.set(id, { resolve, reject });
      try {
        this.#worker.postMessage({ id, method, args });
      } catch (error) {
        this.#pending.delete(id);
        reject(new MizanError("invalid_argument", `The arguments cannot be sent to the worker: ${error.message}`, { cause: error }));
      }
    });
  }

  /** Ends the worker; what waits for it fails with `error`. */
  end(error) {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#ended = error;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(error);
  }
}

export class AnalyzerWorker {
  #slots;
  #queue = [];
  #module;
  #source;
  #model;
  #disposed = false;

  constructor(options) {
    const { url, size = 1, source, model } = requireOptions(options) ?? {};
    if (!Number.isInteger(size) || size < 1 || size > 64) throw new MizanError("invalid_argument", "size must be a whole number from 1 to 64.");
    if (typeof Worker !== "function") startWorker();
    this.#source = source;
    this.#model = model === undefined ? undefined : requireBytes(model, "model");
    this.#slots = Array.from({ length: size }, () => new Slot(url));
  }

  analyze(text, options) {
    return this.#text("analyze", text, options, []);
  }

  async stanceToward(text, claim, options) {
    return this.#text("stanceToward", text, options, [requireString(claim, "claim")]);
  }

  normalize(text, options) {
    return this.#text("normalize", text, options, []);
  }

  async render(text, format, options, file) {
    return this.#text("render", text, options, [requireString(format, "format")], [file]);
  }

  async decode(bytes, options) {
    const { signal, ...rest } = requireOptions(options) ?? {};
    return this.#enqueue("decode", [requireBytes(bytes, "bytes"), rest], signal);
  }

  /**
   * Reports in the order of `texts`, each as soon as it is there, at most two texts a worker being read ahead. A text that
   * fails gives its MizanError in its place; an abort, a disposal or a failing source ends the whole.
   */
  async *analyzeAll(texts, options) {
    if (typeof texts === "string" || (!texts?.[Symbol.iterator] && !texts?.[Symbol.asyncIterator])) {
      throw new MizanError("invalid_argument", "texts must be an iterable of strings.");
    }
    const { signal, ...rest } = requireOptions(options) ?? {};
    if (signal?.aborted) throw aborted(signal);
    const stop = new AbortController();
    let interrupt;
    const onAbort = () => {
      stop.abort();
      interrupt?.(aborted(signal));
    };
    signal?.addEventListener("abort", onAbort);

    const iterator = (texts[Symbol.asyncIterator] ?? texts[Symbol.iterator]).call(texts);
    const running = [];
    let reading;
    let done = false;
    const read = async () => {
      const next = await iterator.next();
      reading = undefined;
      if (next.done) done = true;
      else running.push(handled(this.#settled(next.value, { ...rest, signal: stop.signal })));
    };
    try {
      for (;;) {
        if (!done && !reading && running.length < 2 * this.#slots.length) reading = handled(read());
        if (!reading && running.length === 0) return;
        const first = running[0];
        const outcome = await new Promise((resolve, reject) => {
          interrupt = reject;
          if (signal?.aborted) reject(aborted(signal));
          reading?.then(resolve, reject);
          first?.then(resolve, reject);
        });
        if (outcome === undefined) continue;
        running.shift();
        yield outcome;
      }
    } finally {
      signal?.removeEventListener("abort", onAbort);
      stop.abort();
      // A source that is still busy with its next text would answer only after it.
      const closing = done ? undefined : iterator.return?.();
      if (reading) Promise.resolve(closing).catch(() => {});
      else await closing;
    }
  }

  /** A report, or the error in its place; an abort and a disposal stay rejections. */
  async #settled(text, options) {
    try {
      return await this.analyze(text, options);
    } catch (error) {
      if (error.code === "aborted" || error.code === "disposed") throw error;
      return error;
    }
  }

  /** Ends the workers; calls that wait fail with `disposed`, and so does every later one. */
  dispose() {
    if (this.#disposed) return;
    this.#disposed = true;
    const error = new MizanError("disposed", "This AnalyzerWorker was disposed.");
    for (const call of this.#queue.splice(0)) call.reject(error);
    for (const slot of this.#slots) {
      slot.call?.reject(error);
      slot.end(error);
    }
  }

  async #text(method, text, options, before, after = []) {
    const { signal, ...rest } = requireOptions(options) ?? {};
    requireString(text, "text");
    return this.#enqueue(method, [text, ...before, rest, ...after], signal);
  }

  #enqueue(method, args, signal) {
    if (signal !== undefined && typeof signal?.addEventListener !== "function") {
      return Promise.reject(new MizanError("invalid_argument", "signal must be an AbortSignal."));
    }
    if (this.#disposed) return Promise.reject(new MizanError("disposed", "This AnalyzerWorker was disposed."));
    if (signal?.aborted) return Promise.reject(aborted(signal));
    return new Promise((resolve, reject) => {
      const call = { method, args };
      const onAbort = () => this.#abort(call, aborted(signal));
      signal?.addEventListener("abort", onAbort);
      const settle = (give) => (value) => {
        signal?.removeEventListener("abort", onAbort);
        give(value);
      };
      call.resolve = settle(resolve);
      call.reject = settle(reject);
      this.#queue.push(call);
      this.#next();
    });
  }

  /** A waiting call is dropped; for a running one its worker is ended, and the next call starts another from the kept module. */
  #abort(call, error) {
    const at = this.#queue.indexOf(call);
    if (at >= 0) this.#queue.splice(at, 1);
    call.reject(error);
    this.#slots.find((slot) => slot.call === call)?.end(error);
  }

  #next() {
    for (const slot of this.#slots) {
      if (slot.call || this.#queue.length === 0) continue;
      slot.call = this.#queue.shift();
      this.#serve(slot, slot.call);
    }
  }

  async #serve(slot, call) {
    try {
      call.resolve(await slot.run(call.method, call.args, () => this.#compiled(), this.#model));
    } catch (error) {
      // After a panic, or where it did not even start, a worker is of no use any more.
      if (error.code === "internal" || error.code === "load_failed" || error.code === "invalid_model") slot.end(error);
      call.reject(error);
    }
    slot.call = undefined;
    if (!this.#disposed) this.#next();
  }

  /** The compiled module, shared with `init` unless a source of its own was given; a failure is tried again by the next call. */
  #compiled() {
    if (this.#source === undefined) return sharedModule();
    this.#module ??= compile(this.#source).catch((error) => {
      this.#module = undefined;
      throw error;
    });
    return this.#module;
  }
}
if (Symbol.dispose) AnalyzerWorker.prototype[Symbol.dispose] = AnalyzerWorker.prototype.dispose;
