//! Reading a trace.

use super::line::{Ending, Entry, FORMAT, Header};
use super::modules;
use jiff::Timestamp;

/// The most lines: sixteen cards that lead in circles write a third of it.
const MOST_LINES: usize = 100_000;
/// The most that is told of what is wrong with a line: it may be long, and somebody's data.
const MOST_WORDS: usize = 160;

/// A trace, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// Its first line.
    pub header: Header,
    /// When the recorded run began.
    pub began: Timestamp,
    /// Its entries, each with the number of its line, from 2.
    pub entries: Vec<(u64, Entry)>,
    /// How the recorded run ended; `None` where the trace breaks off.
    pub ending: Option<Ending>,
}

/// Why a text is no trace that can be played back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TraceError {
    /// It does not begin as a trace does.
    #[error("the first line is not that of a trace")]
    NoTrace,
    /// It was written in a format that this version does not know.
    #[error("the trace has format {format}; this version reads format {FORMAT}")]
    Unknown {
        /// Its format number.
        format: u64,
    },
    /// A line is none of a trace.
    #[error("line {line}: {why}")]
    Malformed {
        /// From 1.
        line: u64,
        /// What is wrong.
        why: String,
    },
    /// The recorded run ended before anything was asked.
    #[error("the trace ends before anything was asked")]
    Empty,
    /// It has more lines than a run writes.
    #[error("the trace has more than {MOST_LINES} lines")]
    TooLong,
}

impl Trace {
    /// Reads a trace. A last line that is cut short is left out.
    ///
    /// # Errors
    /// As [`TraceError`] has them.
    pub fn parse(bytes: &[u8]) -> Result<Self, TraceError> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let mut lines = bytes.split_inclusive(|byte| *byte == b'\n').zip(1u64..);
        let header = header(lines.next().map(|(line, _)| line).unwrap_or_default())?;
        let (mut entries, mut ending, mut began) = (Vec::new(), None, None);
        for (line, number) in lines.filter(|(line, _)| !line.trim_ascii().is_empty()) {
            let entry = match serde_json::from_slice::<Entry>(line.trim_ascii_end()) {
                Ok(entry) => entry,
                // The writer was stopped in the middle of it.
                Err(_) if !line.ends_with(b"\n") => break,
                Err(error) => return Err(TraceError::Malformed { line: number, why: words(&error) }),
            };
            match entry {
                Entry::End(how) => ending = Some(how),
                Entry::Clock(now) if began.is_none() => began = Some(now),
                _ => {}
            }
            entries.push((number, entry));
            if entries.len() > MOST_LINES {
                return Err(TraceError::TooLong);
            }
        }
        Ok(Trace { header, began: began.ok_or(TraceError::Empty)?, entries, ending })
    }

    /// The PKCS#11 modules that the recorded run asked for: whether at the known places, and those that were named.
    pub fn modules_asked(&self) -> (bool, Vec<String>) {
        modules::asked(self.entries.iter().map(|(_, entry)| entry))
    }
}

fn header(line: &[u8]) -> Result<Header, TraceError> {
    let value: serde_json::Value = serde_json::from_slice(line).map_err(|_| TraceError::NoTrace)?;
    match value.get("trace").and_then(serde_json::Value::as_u64) {
        None => Err(TraceError::NoTrace),
        Some(format) if format != u64::from(FORMAT) => Err(TraceError::Unknown { format }),
        Some(_) => serde_json::from_value(value)
            .map_err(|error| TraceError::Malformed { line: 1, why: words(&error) }),
    }
}

/// What serde says, in one short line: the place in the line is of no use to a person.
fn words(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    said.chars().filter(|letter| !letter.is_control()).take(MOST_WORDS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = r#"{"trace":1,"tool":"eid-ready 0.1.0","command":"check","profile":"demo","own_profile":false,"simulated":true,"access":"simulated"}"#;
    const CLOCK: &str = r#"{"clock":"2026-11-22T08:00:00Z"}"#;

    fn parse(lines: &[&str]) -> Result<Trace, TraceError> {
        Trace::parse((lines.join("\n") + "\n").as_bytes())
    }

    #[test]
    fn a_trace_is_read_to_its_end() {
        let trace = parse(&[HEADER, CLOCK, "", r#"{"end":"stopped"}"#]).unwrap();
        assert_eq!(trace.ending, Some(Ending::Stopped));
        assert_eq!(trace.entries.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(trace.began.to_string(), "2026-11-22T08:00:00Z");
        let noted = Trace::parse(format!("\u{FEFF}{HEADER}\r\n{CLOCK}\r\n").as_bytes()).unwrap();
        assert_eq!((noted.entries.len(), noted.ending), (1, None));
    }

    #[test]
    fn only_the_last_line_may_be_cut() {
        let cut = format!("{HEADER}\n{CLOCK}\n{{\"clo");
        let trace = Trace::parse(cut.as_bytes()).unwrap();
        assert_eq!((trace.entries.len(), trace.ending), (1, None));
        let why = |lines: &[&str]| parse(lines).unwrap_err().to_string();
        assert!(
            why(&[HEADER, CLOCK, "{\"clo", CLOCK]).starts_with("line 3: EOF"),
            "a cut line in the middle"
        );
        assert!(why(&[HEADER, CLOCK, r#"{"weather":"fine"}"#]).starts_with("line 3: unknown variant"));
    }

    #[test]
    fn what_is_no_trace_is_told_so() {
        let refused = |text: &str| Trace::parse(text.as_bytes()).unwrap_err();
        for text in ["", "\n", "{\n  \"format\": 1\n}", "hello", "[]", "{\"trace\":\"one\"}", &HEADER[..20]] {
            assert_eq!(refused(text), TraceError::NoTrace, "{text}");
        }
        assert_eq!(Trace::parse(b"\xFF\xFE{"), Err(TraceError::NoTrace));
        for format in [0, 2, 4_000_000_000_000] {
            let other = HEADER.replacen('1', &format.to_string(), 1);
            assert_eq!(refused(&other), TraceError::Unknown { format });
        }
        assert_eq!(refused(HEADER), TraceError::Empty);
        assert!(refused(r#"{"trace":1}"#).to_string().starts_with("line 1: missing field"));
    }

    #[test]
    fn what_is_wrong_is_told_in_a_short_line() {
        let long = format!("{{\"clock\":\"{}\\n{}\"}}", "x".repeat(5_000), "y".repeat(5_000));
        let why = parse(&[HEADER, &long]).unwrap_err().to_string();
        assert!(why.len() < 200 && !why.contains('\n'), "{why}");
    }

    #[test]
    fn more_lines_than_a_run_writes_are_refused() {
        let text = format!("{HEADER}\n{}", format!("{CLOCK}\n").repeat(MOST_LINES + 1));
        assert_eq!(Trace::parse(text.as_bytes()), Err(TraceError::TooLong));
    }
}
