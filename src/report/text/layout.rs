//! Lines, marks and tables on a terminal.

use crate::judge::report::{CheckResult, Status, Verdict};
use std::fmt::Write;

/// Wide enough for a table of certificates, narrow enough for a window beside another one and for a mail.
pub(super) const WIDTH: usize = 92;

/// Text that grows line by line.
pub(super) struct Page {
    out: String,
    color: bool,
}

/// What a colour stands for; never the only bearer of it, the mark and the words say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Warning,
    Bad,
    Unknown,
    Quiet,
    Strong,
}

impl Tone {
    pub(super) fn of_verdict(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Ready => Tone::Good,
            Verdict::ReadyWithWarnings => Tone::Warning,
            Verdict::NotReady => Tone::Bad,
            Verdict::Undetermined => Tone::Unknown,
        }
    }

    /// Select Graphic Rendition parameters, ECMA-48 §8.3.117.
    fn parameters(self) -> &'static str {
        match self {
            Tone::Good => "1;32",
            Tone::Warning => "1;33",
            Tone::Bad => "1;31",
            Tone::Unknown => "1;35",
            Tone::Quiet => "2",
            Tone::Strong => "1",
        }
    }
}

/// The mark of an outcome, and its tone.
pub(super) fn mark(result: &CheckResult) -> (&'static str, Tone) {
    match result.status {
        Status::Pass if result.found => ("i", Tone::Strong),
        Status::Pass => ("✓", Tone::Good),
        Status::Warn => ("!", Tone::Warning),
        Status::Fail => ("✗", Tone::Bad),
        Status::Error => ("?", Tone::Unknown),
        Status::Skip => ("–", Tone::Quiet),
    }
}

impl Page {
    pub(super) fn new(color: bool) -> Self {
        Page { out: String::new(), color }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    pub(super) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A heading, with a blank line before it.
    pub(super) fn heading(&mut self, text: &str) {
        self.blank();
        self.toned(Tone::Strong, &text.to_uppercase());
    }

    /// One line in a tone, never wrapped.
    pub(super) fn toned(&mut self, tone: Tone, text: &str) {
        let text = self.paint(tone, text);
        self.out.push_str(&text);
        self.blank();
    }

    /// A paragraph, wrapped.
    pub(super) fn paragraph(&mut self, indent: usize, text: &str) {
        self.hanging(indent, "", text);
    }

    /// A paragraph whose first line starts with a lead, the others standing under the text.
    pub(super) fn hanging(&mut self, indent: usize, lead: &str, text: &str) {
        self.lead(indent, lead, lead.chars().count(), text);
    }

    /// A paragraph that starts with a mark.
    pub(super) fn marked(&mut self, indent: usize, (mark, tone): (&str, Tone), text: &str) {
        let lead = format!("{} ", self.paint(tone, mark));
        self.lead(indent, &lead, mark.chars().count() + 1, text);
    }

    /// A line to be copied: never wrapped.
    pub(super) fn verbatim(&mut self, indent: usize, text: &str) {
        let _ = writeln!(self.out, "{:indent$}{text}", "");
    }

    /// Columns, the headings first; numbers in the last one stand right.
    pub(super) fn table(&mut self, indent: usize, rows: &[Vec<String>]) {
        let widths = widths(rows, WIDTH.saturating_sub(indent));
        for (number, row) in rows.iter().enumerate() {
            let mut line = String::new();
            for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let cell = clipped(cell, *width);
                let padding = width.saturating_sub(cell.chars().count());
                if at + 1 == widths.len() {
                    let _ = write!(line, "{:padding$}{cell}", "");
                } else {
                    let _ = write!(line, "{cell}{:padding$}  ", "");
                }
            }
            let line = line.trim_end();
            let line = if number == 0 { self.paint(Tone::Quiet, line) } else { line.to_owned() };
            self.verbatim(indent, &line);
        }
    }

    fn lead(&mut self, indent: usize, lead: &str, lead_width: usize, text: &str) {
        let room = WIDTH.saturating_sub(indent + lead_width);
        for (at, line) in wrapped(text, room).into_iter().enumerate() {
            let under = if at == 0 { 0 } else { lead_width };
            let lead = if at == 0 { lead } else { "" };
            let _ = writeln!(self.out, "{:indent$}{lead}{:under$}{line}", "", "");
        }
    }

    fn paint(&self, tone: Tone, text: &str) -> String {
        if self.color { format!("\x1b[{}m{text}\x1b[0m", tone.parameters()) } else { text.to_owned() }
    }
}

/// The width of each column: what its cells need, the widest giving way until the row fits.
fn widths(rows: &[Vec<String>], room: usize) -> Vec<usize> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let need = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let mut widths: Vec<usize> = (0..count).map(need).collect();
    let between = 2 * count.saturating_sub(1);
    while widths.iter().sum::<usize>() + between > room {
        match widths.iter_mut().max() {
            Some(widest) if *widest > 1 => *widest -= 1,
            _ => break,
        }
    }
    widths
}

/// The text in lines of at most that many characters; a longer word stays whole, so that it can be copied.
fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let word_length = word.chars().count();
        if length > 0 && length + 1 + word_length > room {
            lines.push(std::mem::take(&mut line));
            length = 0;
        }
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += word_length;
    }
    lines.push(line);
    lines
}

/// The text in at most that many characters, the last one telling that there was more.
fn clipped(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(width.saturating_sub(1)).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_wrapped_and_long_words_stay_whole() {
        assert_eq!(wrapped("aa bb cc", 5), ["aa bb", "cc"]);
        assert_eq!(wrapped("a https://example.no/long b", 5), ["a", "https://example.no/long", "b"]);
        assert_eq!(wrapped("", 5), [""]);
    }

    #[test]
    fn cells_are_clipped() {
        assert_eq!(clipped("Ødegård", 7), "Ødegård");
        assert_eq!(clipped("Ødegårdstuen", 7), "Ødegår…");
    }

    #[test]
    fn the_widest_column_gives_way() {
        let rows = vec![vec!["a".repeat(5), "b".repeat(50), "c".repeat(30)]];
        assert_eq!(widths(&rows, 92), [5, 50, 30]);
        assert_eq!(widths(&rows, 59), [5, 25, 25]);
    }

    #[test]
    fn colour_only_when_asked() {
        for (color, expected) in [(false, "✗ x\n"), (true, "\x1b[1;31m✗\x1b[0m x\n")] {
            let mut page = Page::new(color);
            page.marked(0, ("✗", Tone::Bad), "x");
            assert_eq!(page.finish(), expected);
        }
    }
}
