//! The script of AnalyzerWorker's workers: one Analyzer, one call a message, one answer a call, whatever happens.
//! `{ id, method, args }` → `{ id, result }` or `{ id, error: { code, message, reason } }`.
import { Analyzer, decode, init } from "./analyzer.js";
import { asMizanError } from "./errors.js";

let analyzer;

const methods = {
  async start(module, model) {
    await init(module);
    analyzer = new Analyzer(model);
  },
  analyze: (...args) => analyzer.analyze(...args),
  stanceToward: (...args) => analyzer.stanceToward(...args),
  normalize: (...args) => analyzer.normalize(...args),
  render: (...args) => analyzer.render(...args),
  decode,
};

/** The client sends `start` first; calls that come before it is done wait for it, in order. */
let ready = Promise.resolve();

self.onmessage = ({ data: { id, method, args } }) => {
  ready = ready.then(async () => {
    try {
      self.postMessage({ id, result: await methods[method](...args) });
    } catch (error) {
      const { code, message, reason } = asMizanError(error);
      self.postMessage({ id, error: { code, message, reason } });
    }
  });
};
