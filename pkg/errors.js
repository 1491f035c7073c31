//! One error class for the whole package, told apart by `code`.

const CODES = new Set(["invalid_argument", "invalid_encoding", "too_large", "invalid_model", "load_failed", "worker_failed", "disposed", "aborted", "internal"]);

export class MizanError extends Error {
  /** @param {string} code @param {string} message @param {{ cause?: unknown, reason?: string }} [more] */
  constructor(code, message, { cause, reason } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "MizanError";
    this.code = code;
    if (reason !== undefined) this.reason = reason;
  }
}

/** What the module threw, as a MizanError: its own errors carry a code, and anything else is a fault of the module. */
export function asMizanError(error) {
  if (error instanceof MizanError) return error;
  if (CODES.has(error?.code)) return new MizanError(error.code, error.message, { cause: error });
  return new MizanError("internal", `The module failed (${error?.message ?? error}). The next call starts afresh; please report this text as a bug.`, { cause: error });
}

const kind = (value) => (value === null ? "null" : Array.isArray(value) ? "an array" : typeof value);

export function requireString(value, name) {
  if (typeof value !== "string") throw new MizanError("invalid_argument", `${name} must be a string, not ${kind(value)}.`);
  return value;
}

/** Options are one plain object or absent; what is in it, the module checks. */
export function requireOptions(value) {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "object" || Array.isArray(value)) throw new MizanError("invalid_argument", `options must be an object, not ${kind(value)}.`);
  return value;
}

/** Bytes of any buffer or view, without a copy. */
export function requireBytes(value, name) {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new MizanError("invalid_argument", `${name} must be a Uint8Array or an ArrayBuffer, not ${kind(value)}.`);
}
