//! Exports for JavaScript.
