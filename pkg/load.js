//! A source of the wasm → a compiled WebAssembly.Module, or `load_failed` with the reason. Nothing happens at import.
import { MizanError } from "./errors.js";

/** The smallest module that uses SIMD: () → i8x16.splat(0). Only validated, never run. */
const SIMD_PROBE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]);

/** How browsers word a refusal to compile. */
const POLICY_WORDS = /unsafe-eval|\bCSP\b|Content.Security.Policy/i;

const failed = (reason, message, cause) => new MizanError("load_failed", message, { reason, cause });

/** Where the package's own wasm lies; this literal form is what bundlers look for. */
const defaultSource = () => new URL("./wasm/mizan_bg.wasm", import.meta.url);

function requireSimd() {
  if (typeof WebAssembly === "object" && WebAssembly.validate(SIMD_PROBE)) return;
  throw failed("unsupported", "This browser is too old: it lacks WebAssembly with SIMD (needed: Chrome 91, Firefox 89, Safari 16.4, Node 20.19 or newer).");
}

/** Node's own modules without an import that bundlers for the browser would stumble over. */
const nodeFile = (url) => url.protocol === "file:" && globalThis.process?.getBuiltinModule?.("node:fs/promises");

/** Runs `work` and says whether a Content-Security-Policy stood in its way, which the error itself often hides. */
async function watchPolicy(work) {
  const blocked = new Set();
  const listen = (event) => blocked.add(event.effectiveDirective).add(event.blockedURI);
  globalThis.addEventListener?.("securitypolicyviolation", listen);
  try {
    return await work();
  } catch (error) {
    // The event is dispatched in a task of its own, after the promise has been rejected.
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (error.reason === "network" && blocked.has("connect-src")) {
      throw failed("csp", "The page's Content-Security-Policy forbids to fetch the wasm: connect-src must allow its address.", error);
    }
    if (!(error instanceof MizanError) && (blocked.has("wasm-eval") || POLICY_WORDS.test(error?.message))) {
      throw failed("csp", "The page's Content-Security-Policy forbids WebAssembly: script-src must hold 'wasm-unsafe-eval'.", error);
    }
    throw error;
  } finally {
    globalThis.removeEventListener?.("securitypolicyviolation", listen);
  }
}

/** Waits for a compilation; bytes that are no module are told from a refusal. */
async function compiled(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof WebAssembly.CompileError && !POLICY_WORDS.test(error.message)) {
      throw failed("corrupt", `These bytes are no WebAssembly module that this browser understands (${error.message}).`, error);
    }
    throw error;
  }
}

async function compileResponse(response) {
  const where = response.url || "the given response";
  if (!response.ok) throw failed("http", `${where} answered ${response.status} ${response.statusText}`.trimEnd() + ": is the wasm file where the package expects it? Else call init(url).");
  const type = (response.headers.get("Content-Type") ?? "").split(";")[0].trim().toLowerCase();
  if (type !== "application/wasm") {
    throw failed("mime", `${where} was served with the MIME type "${type}", not "application/wasm". Mend the server, or pass the bytes: init(await response.arrayBuffer()).`);
  }
  // Only what was compiled from a stream is kept by a browser's code cache.
  return compiled(WebAssembly.compileStreaming(response));
}

async function compileUrl(source) {
  const url = source instanceof URL ? source : typeof source === "string" ? parseUrl(source) : undefined;
  const fs = url && nodeFile(url);
  if (fs) {
    const bytes = await fs.readFile(url).catch((error) => {
      throw failed("http", `The wasm cannot be read: ${error.message}`, error);
    });
    return compiled(WebAssembly.compile(bytes));
  }
  const response = await fetch(url ?? source).catch((error) => {
    throw failed("network", `The wasm cannot be fetched from ${url ?? source.url}: ${error.message}`, error);
  });
  return compileResponse(response);
}

function parseUrl(text) {
  try {
    return new URL(text, globalThis.document?.baseURI ?? globalThis.location?.href ?? import.meta.url);
  } catch {
    throw new MizanError("invalid_argument", `init: "${text}" is no URL.`);
  }
}

async function compileSource(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return compiled(WebAssembly.compile(source));
  if (typeof Response === "function" && source instanceof Response) return compileResponse(source);
  if (typeof source === "string" || source instanceof URL || (typeof Request === "function" && source instanceof Request)) return compileUrl(source);
  throw new MizanError("invalid_argument", "init takes a URL, string, Request, Response, bytes or WebAssembly.Module.");
}

/** Compiles `source` (the package's own wasm where absent). */
export async function compile(source) {
  requireSimd();
  try {
    return await watchPolicy(async () => compileSource((await source) ?? defaultSource()));
  } catch (error) {
    if (error instanceof MizanError) throw error;
    throw failed("other", `The wasm could not be loaded: ${error?.message ?? error}`, error);
  }
}

let shared;

/** The module of this page or process, compiled once; after a failure the next call tries again. */
export function sharedModule(source) {
  shared ??= compile(source).catch((error) => {
    shared = undefined;
    throw error;
  });
  return shared;
}
