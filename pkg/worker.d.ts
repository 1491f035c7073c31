/**
 * The script that AnalyzerWorker runs in its workers. It exports nothing and is meant to be started, not imported: pass its address as
 * `url` where a bundler or another origin needs it. Its messages are private to this version of the package.
 */
export {};
