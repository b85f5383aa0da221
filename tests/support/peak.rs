//! How much memory a program takes.

use std::process::Child;
use std::time::Duration;

/// The exit code of a program, and the peak of its memory in bytes. The kernel's figure for a child that has ended
/// (`ru_maxrss`) counts this test's own memory, from which it was forked; that of a running one does not.
pub fn peak(mut child: Child) -> (Option<i32>, u64) {
    // What it says fits into the pipes only while somebody reads.
    let (stdout, stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let readers = [
        std::thread::spawn(move || std::io::copy(&mut { stdout }, &mut std::io::sink())),
        std::thread::spawn(move || std::io::copy(&mut { stderr }, &mut std::io::sink())),
    ];
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let code = loop {
        if let Some(ended) = child.try_wait().unwrap() {
            break ended.code();
        }
        peak = held(&status).unwrap_or(0).max(peak);
        std::thread::sleep(Duration::from_millis(2));
    };
    readers.into_iter().for_each(|reader| drop(reader.join().unwrap()));
    (code, peak)
}

/// "VmHWM:    41234 kB"; nothing where the program has ended or has not begun.
fn held(status: &str) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    let is_ours = text.starts_with("Name:\teid-ready\n");
    let line = text.lines().filter(|_| is_ours).find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}
