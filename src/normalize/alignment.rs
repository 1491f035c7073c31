//! Where a rewritten text and its source differ in length → positions of the one in the other, both ways.
//!
//! Only places where lengths differ are kept; everything between two of them runs in step, so an unchanged text costs nothing.

use crate::span::Span;

/// Source bytes `src..src + src_len` became bytes `out..out + out_len`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Edit {
    out: u32,
    out_len: u32,
    src: u32,
    src_len: u32,
    /// Something deleted that belongs to the character before it (a vowel mark, tatweel).
    glued: bool,
}

impl Edit {
    const fn out_end(self) -> usize {
        self.out as usize + self.out_len as usize
    }
    const fn src_end(self) -> usize {
        self.src as usize + self.src_len as usize
    }
}

/// Alignment of a rewritten text with its source, in bytes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alignment {
    edits: Vec<Edit>,
    /// True where some part runs backwards, so that `src` does not rise.
    reversed: bool,
}

impl Alignment {
    /// Notes that source bytes `src` became the bytes `out`. Calls go in order of `out`.
    pub(crate) fn replaced(&mut self, out: Span, src: Span) {
        self.push(out, src, false);
    }

    /// Notes that source bytes `src` were left out at `out`; `glued` where they belong to the character before them.
    pub(crate) fn deleted(&mut self, out: usize, src: Span, glued: bool) {
        if let Some(last) = self.edits.last_mut()
            && last.out as usize == out
            && last.out_len == 0
            && last.src_end() == src.start
            && last.glued == glued
        {
            last.src_len += src.len() as u32;
            return;
        }
        self.push(Span::new(out, out), src, glued);
    }

    /// Notes that what follows runs forward again from `out` and `src`, after a part that was noted backwards.
    pub(crate) fn turned(&mut self, out: usize, src: usize) {
        self.reversed = true;
        self.push(Span::new(out, out), Span::new(src, src), false);
    }

    fn push(&mut self, out: Span, src: Span, glued: bool) {
        self.edits.push(Edit { out: out.start as u32, out_len: out.len() as u32, src: src.start as u32, src_len: src.len() as u32, glued });
    }

    /// True where the texts run in step from end to end.
    pub(crate) fn is_identity(&self) -> bool {
        self.edits.is_empty()
    }

    /// The source bytes that bytes `span` of the rewritten text stand for. Marks deleted after its last character are within, controls
    /// and marks before its first are not. A part of a cluster stands for the whole cluster.
    pub(crate) fn to_source(&self, span: Span) -> Span {
        if self.edits.is_empty() {
            return span;
        }
        let start = self.source_start(span.start);
        if span.is_empty() {
            return Span::new(start, start);
        }
        if self.reversed {
            return self.to_source_reversed(span);
        }
        Span::new(start, self.source_end(span.end).max(start))
    }

    fn source_start(&self, at: usize) -> usize {
        let k = self.edits.partition_point(|e| e.out as usize <= at);
        match k.checked_sub(1).and_then(|k| self.edits.get(k)) {
            None => at,
            Some(e) if at < e.out_end() => e.src as usize,
            Some(e) => e.src_end() + (at - e.out_end()),
        }
    }

    fn source_end(&self, at: usize) -> usize {
        let k = self.edits.partition_point(|e| (e.out as usize) < at);
        let mut end = match k.checked_sub(1).and_then(|k| self.edits.get(k)) {
            None => at,
            Some(e) if at <= e.out_end() => e.src_end(),
            Some(e) => e.src_end() + (at - e.out_end()),
        };
        for e in self.edits.iter().skip(k) {
            if e.out as usize != at || !e.glued || e.src as usize != end {
                break;
            }
            end = e.src_end();
        }
        end
    }

    /// The bytes of the rewritten text that hold what source bytes `span` became; empty where all of it was deleted.
    pub(crate) fn to_output(&self, span: Span) -> Span {
        if self.edits.is_empty() {
            return span;
        }
        if self.reversed {
            return self.to_output_reversed(span);
        }
        let k = self.edits.partition_point(|e| e.src as usize <= span.start);
        let start = match k.checked_sub(1).and_then(|k| self.edits.get(k)) {
            None => span.start,
            Some(e) if span.start < e.src_end() => e.out as usize,
            Some(e) => e.out_end() + (span.start - e.src_end()),
        };
        if span.is_empty() {
            return Span::new(start, start);
        }
        let k = self.edits.partition_point(|e| (e.src as usize) < span.end);
        let end = match k.checked_sub(1).and_then(|k| self.edits.get(k)) {
            None => span.end,
            Some(e) if span.end <= e.src_end() => e.out_end(),
            Some(e) => e.out_end() + (span.end - e.src_end()),
        };
        Span::new(start, end.max(start))
    }

    /// As `to_source` where order may turn: the hull of all that the span stands for.
    fn to_source_reversed(&self, span: Span) -> Span {
        let mut hull = Hull::default();
        let first = self.edits.partition_point(|e| e.out_end() <= span.start);
        let (mut out, mut src) = first.checked_sub(1).and_then(|k| self.edits.get(k)).map_or((0, 0), |e| (e.out_end(), e.src_end()));
        for e in self.edits.iter().skip(first) {
            hull.stretch(span, out, src, (e.out as usize).saturating_sub(out));
            if e.out as usize >= span.end {
                return hull.span();
            }
            if e.out_len > 0 {
                hull.add(Span::new(e.src as usize, e.src_end()));
            }
            (out, src) = (e.out_end(), e.src_end());
        }
        hull.stretch(span, out, src, usize::MAX / 4);
        hull.span()
    }

    /// As `to_output` where order may turn, by looking at every edit: texts in visual order are rare and short.
    fn to_output_reversed(&self, span: Span) -> Span {
        let mut hull = Hull::default();
        let (mut out, mut src) = (0, 0);
        for e in &self.edits {
            hull.stretch(span, src, out, (e.out as usize).saturating_sub(out));
            if Span::new(e.src as usize, e.src_end()).overlaps(span) {
                hull.add(Span::new(e.out as usize, e.out_end()));
            }
            (out, src) = (e.out_end(), e.src_end());
        }
        hull.stretch(span, src, out, usize::MAX / 4);
        hull.span()
    }
}

/// The smallest span that holds all that was added.
#[derive(Default)]
struct Hull(Option<Span>);

impl Hull {
    fn add(&mut self, s: Span) {
        self.0 = Some(self.0.map_or(s, |h| Span::new(h.start.min(s.start), h.end.max(s.end))));
    }

    /// Adds what the part of `span` within `from..from + len` is where that stretch runs in step with `to`.
    fn stretch(&mut self, span: Span, from: usize, to: usize, len: usize) {
        let (a, b) = (span.start.max(from), span.end.min(from.saturating_add(len)));
        if a < b {
            self.add(Span::new(to + (a - from), to + (b - from)));
        }
    }

    fn span(&self) -> Span {
        self.0.unwrap_or_default()
    }
}
