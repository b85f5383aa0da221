//! A program of the operating system that is asked for a line or two.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// It answers from memory; one that does not is stuck.
const LONGEST: Duration = Duration::from_millis(800);
/// How often to look whether it is done.
const GLANCE: Duration = Duration::from_millis(5);

/// What the program writes; `None` when it is not there, fails, or does not end in time. More than a pipe holds is never
/// asked for.
pub fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let begun = Instant::now();
    while child.try_wait().ok()?.is_none() {
        if begun.elapsed() > LONGEST {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        std::thread::sleep(GLANCE);
    }
    let output = child.wait_with_output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_answers_fails_is_missing_or_hangs() {
        assert_eq!(output("echo", &["'auto'"]).as_deref(), Some("'auto'\n"));
        assert_eq!(output("false", &[]), None);
        assert_eq!(output("no-such-program-anywhere", &[]), None);
        assert_eq!(output("sleep", &["30"]), None);
    }
}
