//! A program that was double-clicked has its console for itself, and its window would be gone with it.

use super::bench::{Bench, exe, windows_path, wine};
use super::slot::Slot;
use crate::live::bench::built_in;
use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{FromRawFd, OwnedFd};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

const AT_MOST: Duration = Duration::from_secs(60);
/// Longer than a program takes to end that waits for nobody.
const A_WHILE: Duration = Duration::from_secs(3);

/// A program at a terminal, which Wine makes a console of.
struct Window {
    child: Child,
    keys: File,
    shown: Receiver<Vec<u8>>,
    text: String,
}

impl Window {
    fn open(program: Command) -> Self {
        // A session of its own, whose terminal this is: Wine reads no keys from any other.
        let mut command = Command::new("setsid");
        command.args(["--ctty", "--wait"]).arg(program.get_program()).args(program.get_args());
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let (mut ours, mut theirs) = (0, 0);
        let size = libc::winsize { ws_row: 60, ws_col: 200, ws_xpixel: 0, ws_ypixel: 0 };
        let nothing = std::ptr::null_mut();
        // SAFETY: both numbers and the size outlive the call; what is null is not asked for.
        let made = unsafe { libc::openpty(&mut ours, &mut theirs, nothing, nothing.cast(), &raw const size) };
        assert_eq!(made, 0, "a terminal");
        // SAFETY: the two were just opened, and belong to nobody else.
        let (ours, theirs) = unsafe { (File::from_raw_fd(ours), OwnedFd::from_raw_fd(theirs)) };
        command.stdin(theirs.try_clone().unwrap()).stdout(theirs.try_clone().unwrap()).stderr(theirs);
        let child = command.spawn().unwrap();
        // Its copies of the terminal would keep it open.
        drop(command);
        let (to, shown) = channel();
        let mut screen = ours.try_clone().unwrap();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = screen.read(&mut bytes) {
                let _ = to.send(bytes[..read].to_vec());
            }
        });
        Window { child, keys: ours, shown, text: String::new() }
    }

    /// Waits until the screen shows these words.
    fn shows(&mut self, words: &str) {
        let deadline = Instant::now() + AT_MOST;
        while !self.text.contains(words) {
            assert!(Instant::now() < deadline, "{words}: {}", self.text);
            self.look(Duration::from_millis(50));
        }
    }

    fn is_open(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Presses Enter, again if need be: Wine loses a key that comes before it is read.
    fn press_enter(&mut self, until: impl Fn(&mut Self) -> bool) {
        let deadline = Instant::now() + AT_MOST;
        while !until(self) {
            assert!(Instant::now() < deadline, "Enter does nothing: {}", self.text);
            let _ = self.keys.write_all(b"\r");
            let next = Instant::now() + A_WHILE;
            while Instant::now() < next && !until(self) {
                self.look(Duration::from_millis(50));
            }
        }
    }

    fn look(&mut self, patience: Duration) {
        if let Ok(more) = self.shown.recv_timeout(patience) {
            self.text.push_str(&String::from_utf8_lossy(&more));
        }
    }

    /// Its exit code, once Enter has closed it.
    fn closed_by_enter(mut self) -> i32 {
        self.press_enter(|window| !window.is_open());
        self.code()
    }

    /// Its exit code, if it closes by itself.
    fn code(mut self) -> i32 {
        let deadline = Instant::now() + AT_MOST;
        while self.is_open() {
            assert!(Instant::now() < deadline, "it stays open: {}", self.text);
            self.look(Duration::from_millis(20));
        }
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
#[ignore = "the Windows program and Wine: .ci/run"]
fn double_clicked_it_offers_to_check_the_card_and_waits() {
    let slot = Slot::with(built_in("commfides-ready"));
    let bench = Bench::with(&[slot.line(b"Leser")]);
    let mut command = bench.program(&[]);
    command.env("WINDOWS_LANGUAGE", "nb_NO");
    let mut window = Window::open(command);
    window.shows("trykk Enter for å sjekke det nå");
    std::thread::sleep(A_WHILE);
    assert!(window.is_open(), "it vanished: {}", window.text);
    assert_eq!(slot.commands(), 0, "nobody asked it to");
    // Under the profile of production nobody knows the issuer of a synthetic card.
    window.press_enter(|window| window.text.contains("cert.issuer_unknown"));
    window.shows("Trykk Enter for å lukke vinduet");
    assert!(slot.commands() > 20);
    assert_eq!(window.closed_by_enter(), 3);
}

#[test]
#[ignore = "the Windows program and Wine: .ci/run"]
fn with_arguments_it_waits_once_and_keeps_its_code() {
    let bench = Bench::with(&[]);
    let mut window = Window::open(bench.program(&["readers"]));
    window.shows("Press Enter to close this window");
    std::thread::sleep(A_WHILE);
    assert!(window.is_open());
    assert_eq!(window.closed_by_enter(), 1);
    let mut mistaken = Window::open(bench.program(&["chekc"]));
    mistaken.shows("Press Enter to close this window");
    assert_eq!(mistaken.closed_by_enter(), 2);
}

#[test]
#[ignore = "the Windows program and Wine: .ci/run"]
fn nobody_is_waited_for_on_a_command_line_or_when_told_not_to() {
    let bench = Bench::with(&[]);
    assert_eq!(Window::open(bench.program(&["check", "--non-interactive"])).code(), 1);
    // cmd.exe has the console, too.
    let mut within = wine(&["cmd".into(), "/c".into(), windows_path(&exe()).into(), "--version".into()]);
    within.env("FAKE_READERS", bench.windows_path("readers"));
    assert_eq!(Window::open(within).code(), 0);
    // Redirected, nobody looks at the window.
    let piped = crate::live::bench::run(bench.program(&["readers"]));
    assert_eq!((piped.code(), piped.stderr.as_str()), (Some(1), ""));
}
