/**
 * Mizan reads Arabic articles: it normalizes the text, tags and links the entities, and scores directed stance with evidence.
 *
 * Units: every `start` and `end` counts UTF-16 code units of the text that was given, `end` exclusive, so that
 * `text.slice(start, end)` is the span. Confidences are calibrated probabilities from 0 to 1; scores run from -1 (against) to
 * 1 (in favour). Both are rounded to three decimals. The same text, options and `model.version` give the same report.
 */

/** UTF-16 code units of the original text, `end` exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** Person, organisation, country or city (as a political body or place), other place, building, nationality or group, event, other name. */
export type EntityType = "PER" | "ORG" | "GPE" | "LOC" | "FAC" | "NORP" | "EVENT" | "MISC";
export type ValueType = "DATE" | "TIME" | "MONEY" | "PERCENT" | "NUMBER" | "QUANTITY";
export type TokenKind = "word" | "number" | "punct" | "latin" | "url" | "email" | "mention" | "hashtag" | "emoji" | "other";

/** A stretch that was read otherwise than written. */
export interface Repair extends Span {
  kind: "mojibake" | "visual-order";
}

export interface Mention extends Span {
  /** `text.slice(start, end)`: the name, without clitics and titles. */
  text: string;
  type: EntityType;
  /** Index into `entities`. */
  entity: number;
  /** Probability that the mention and its type are right. */
  confidence: number;
}

export interface Entity {
  /** `"Q30"` where linked to Wikidata, the user's own id, `"topic:<text>"`, else `"local:<normalized name>"`. */
  id: string;
  name: { ar: string; en?: string };
  type: EntityType;
  /** 0..1; 1 is what the article is most about. */
  salience: number;
  /** Indices into `mentions`. */
  mentions: number[];
}

export interface Value extends Span {
  text: string;
  type: ValueType;
  /** An ISO 8601 date or time, a decimal number, a currency with its amount, and so on; the text itself where it cannot be resolved. */
  value: string;
}

export interface Quote extends Span {
  /** True within quotation marks. */
  direct: boolean;
  /** Index into `entities`, a source without a name, or null where the text does not tell. */
  speaker: number | "unnamed" | null;
  /** The words that bring it in. */
  cue?: Span;
}

/** A directed stance; its span is the sentence. */
export interface Stance extends Span {
  /** Who: an index into `entities`, the article's own voice, or a source without a name. */
  holder: number | "author" | "unnamed";
  /** At whom or what: an index into `entities`. */
  target: number;
  polarity: "favor" | "against";
  /** 1 mild or implied, 2 explicit or strong. */
  strength: 1 | 2;
  /** Probability that holder, target and polarity are all right. */
  confidence: number;
  /** Sign × strength/2 × confidence, -1..1. */
  score: number;
  basis: "speech" | "action" | "evaluation";
  /** The words that carry it. */
  cue: Span & { lemma: string };
  /** True where a negation turned the sign. */
  negated: boolean;
  /** Id of the frame or pattern that proposed it. */
  rule: string;
}

/** What the article says about one entity, summed up. */
export interface Target {
  /** Index into `entities`. */
  entity: number;
  author: {
    label: "favor" | "against" | "mixed" | "neutral";
    /** -1..1. */
    score: number;
    confidence: number;
    /** Indices into `stances`. */
    evidence: number[];
  };
  holders: {
    holder: number | "unnamed";
    /** -1..1. */
    score: number;
    /** Indices into `stances`. */
    evidence: number[];
  }[];
}

export interface Token extends Span {
  kind: TokenKind;
  /** Only on words that carry clitics. */
  clitics?: { pro: Span[]; stem: Span; en: Span[] };
}

export interface Report {
  /** Version of this contract. Fields may be added; these stay. */
  schema: 1;
  model: { version: string };
  /** Of the text, UTF-16 code units. */
  length: number;
  /** Usually empty. */
  repairs: Repair[];
  /** In order, disjoint; cover all but white space. */
  sentences: Span[];
  /** In order, disjoint. */
  mentions: Mention[];
  entities: Entity[];
  /** In order, disjoint. */
  values: Value[];
  quotes: Quote[];
  stances: Stance[];
  /** One for each entity that has a stance, is salient or was asked for; most salient first. */
  targets: Target[];
  /** Only where `include` names them. */
  tokens?: Token[];
}

/** A name of the user's own; it wins over the model. */
export interface UserEntity {
  id?: string;
  name: string;
  en?: string;
  aliases?: string[];
  type: EntityType;
}

export interface AnalyzeOptions {
  /** Drops mentions and stances below it, 0..1. Default 0: everything. */
  minConfidence?: number;
  /** Parts to compute. Default: all but `"tokens"`. */
  include?: ("tokens" | "values" | "quotes" | "stances")[];
  /** The user's own names. */
  entities?: UserEntity[];
  /** Names, ids or free topics that get a row in `targets` even when not salient. */
  targets?: string[];
  /** ISO date (`"2025-12-05"`) that relative dates count from; without it they stay text. */
  referenceDate?: string;
  /** UTF-16 code units; a longer text is `too_large`. Default 5,000,000. */
  maxLength?: number;
}

export type ClaimLabel = "agree" | "disagree" | "discuss" | "unrelated";

/** How a whole article stands to a claim or headline. */
export interface ClaimStance {
  label: ClaimLabel;
  confidence: number;
  scores: Record<ClaimLabel, number>;
  /** Sentences, best first; empty for `unrelated`. */
  evidence: Span[];
}

/** `nfkc`: Unicode NFKC alone. `fold`: marks and tatweel dropped, letter variants folded. `display`: repairs only. `search`: for an index. `ml`: what the tagger sees. */
export type NormalizeProfile = "nfkc" | "fold" | "display" | "search" | "ml";

export interface NormalizeOptions {
  /** Default `search`. */
  profile?: NormalizeProfile;
  /** Gives `map` too. */
  map?: boolean;
}

export interface Normalized {
  text: string;
  /** For each UTF-16 unit of `text`, and for its end, the UTF-16 unit of the original that it came from. Only where asked for. */
  map?: Uint32Array;
}

export interface DecodeOptions {
  /** The file's name: its ending tells txt, md and html apart. */
  name?: string;
  /** The encoding, where it is known; else it is recognised (UTF-8, UTF-16, Windows-1256, ISO-8859-6). */
  encoding?: string;
}

export interface Decoded {
  text: string;
  encoding: string;
  kind: "txt" | "md" | "html";
}

export type RenderFormat = "json" | "conll" | "csv";

/** What the wasm may be read from. */
export type Source = URL | string | Request | Response | BufferSource | WebAssembly.Module;

export type ErrorCode =
  /** An argument or option has a wrong name, type or value. */
  | "invalid_argument"
  /** Bytes that are no text in any recognised encoding. */
  | "invalid_encoding"
  /** Longer than `maxLength`. */
  | "too_large"
  /** Model bytes that are truncated, damaged or of another format version. */
  | "invalid_model"
  /** The wasm could not be loaded; `reason` says why. */
  | "load_failed"
  /** The worker could not be started, or ended by itself. */
  | "worker_failed"
  /** Called after `free()` or `dispose()`. */
  | "disposed"
  /** Its signal was aborted. */
  | "aborted"
  /** A fault of the module; the next call works. */
  | "internal";

export type LoadFailure = "http" | "mime" | "csp" | "unsupported" | "network" | "corrupt" | "not_initialized" | "other";

/** The one error of this package; branch on `code`. */
export class MizanError extends Error {
  constructor(code: ErrorCode, message: string, more?: { cause?: unknown; reason?: LoadFailure });
  readonly name: "MizanError";
  readonly code: ErrorCode;
  /** With `load_failed` alone: `http` (404 and the like), `mime`, `csp`, `unsupported` (an old browser), `network`, `corrupt`, `not_initialized`, `other`. */
  readonly reason?: LoadFailure;
}

/**
 * Loads the module, once: from the package's own file, or from `source`. Idempotent; after a failure the next call tries again.
 * Node reads from disk.
 * @throws MizanError `load_failed`
 */
export function init(source?: Source | Promise<Response>): Promise<void>;

/** The analyzer on the calling thread; a long text blocks it. `await init()` before. */
export class Analyzer {
  /** @param model Bytes of a model file; the embedded models where absent. */
  constructor(model?: Uint8Array | ArrayBuffer);
  analyze(text: string, options?: AnalyzeOptions): Report;
  stanceToward(text: string, claim: string, options?: AnalyzeOptions): ClaimStance;
  normalize(text: string, options?: NormalizeOptions): Normalized;
  /** The report as the `mizan` command prints it: JSON (without a line feed at the end), CoNLL, or CSV under its header with `file` in the first column. */
  render(text: string, format: RenderFormat, options?: AnalyzeOptions, file?: string): string;
  /** Gives the memory back; later calls throw `disposed`. */
  free(): void;
  [Symbol.dispose](): void;
}

/** `Analyzer.normalize` without an analyzer; `await init()` before. */
export function normalize(text: string, options?: NormalizeOptions): Normalized;

/**
 * Bytes of a txt, md or html file → its text, in any encoding that is recognised; `await init()` before.
 * @throws MizanError `invalid_encoding`
 */
export function decode(bytes: Uint8Array | ArrayBuffer, options?: DecodeOptions): Decoded;

export interface WorkerOptions {
  /** Address of `worker.js` (`mizan/worker`), where the default does not find it: a bundler, another origin, a TrustedScriptURL. */
  url?: string | URL;
  /** How many workers, 1 to 64. Default 1. */
  size?: number;
  /** The wasm; default: that of `init`, or the package's own file. */
  source?: Source;
  /** Bytes of a model file; the embedded models where absent. */
  model?: Uint8Array | ArrayBuffer;
}

/** A call's signal; aborting ends its worker at once, and the other calls go on in a fresh one. */
export interface Abortable {
  signal?: AbortSignal;
}

/** The same methods in web workers. Needs no `init`. Browsers only. */
export class AnalyzerWorker {
  constructor(options?: WorkerOptions);
  analyze(text: string, options?: AnalyzeOptions & Abortable): Promise<Report>;
  stanceToward(text: string, claim: string, options?: AnalyzeOptions & Abortable): Promise<ClaimStance>;
  normalize(text: string, options?: NormalizeOptions & Abortable): Promise<Normalized>;
  render(text: string, format: RenderFormat, options?: AnalyzeOptions & Abortable, file?: string): Promise<string>;
  decode(bytes: Uint8Array | ArrayBuffer, options?: DecodeOptions & Abortable): Promise<Decoded>;
  /**
   * Reports in the order of `texts`, which are read no faster than they are worked on. A text that fails gives its error in its place;
   * an abort, a disposal or a failing source ends the iteration with its error. Leaving the loop ends what still runs.
   */
  analyzeAll(texts: Iterable<string> | AsyncIterable<string>, options?: AnalyzeOptions & Abortable): AsyncGenerator<Report | MizanError, void, undefined>;
  /** Ends the workers; waiting and later calls fail with `disposed`. */
  dispose(): void;
  [Symbol.dispose](): void;
}
