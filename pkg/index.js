//! Mizan: Arabic articles → normalized text, entities, directed stance with evidence. See README.md.
export { Analyzer, decode, init, normalize } from "./analyzer.js";
export { AnalyzerWorker } from "./client.js";
export { MizanError } from "./errors.js";
