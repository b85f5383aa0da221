//! A smart-card daemon of a test's own, with virtual readers (Debian: pcscd and vsmartcard-vpcd; root).
//!
//! pcscd knows one place for its socket, /run/pcscd. Each daemon here gets a mount namespace in which that place is a
//! folder of the test's, so that many can run side by side, and beside the machine's own. Clients outside reach the
//! socket in that folder through `PCSCLITE_CSOCK_NAME`, also after a restart.
//!
//! A card is a TCP client that connects to its reader's port; see the vsmartcard manual for the frames.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The driver of the virtual reader, where vsmartcard-vpcd puts it.
const DRIVER: &str = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";
/// Where pcscd looks for its socket and its process number.
const RUN: &str = "/run/pcscd";
/// pcsc-lite 1.9 holds no more.
pub const MAX_READERS: usize = 16;
/// A daemon comes up in 50 ms on an idle machine.
const COMES_UP: Duration = Duration::from_secs(20);

/// One virtual reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VirtualReader {
    /// The name that PC/SC gives it.
    pub name: String,
    /// The port on 127.0.0.1 where it waits for its card.
    pub port: u16,
}

/// A running pcscd; dropping it kills it.
pub struct Pcscd {
    folder: TempDir,
    readers: Vec<VirtualReader>,
    daemon: Option<Child>,
}

impl Pcscd {
    /// Starts a daemon with `count` virtual readers, 2 to 16, even: vpcd gives two slots per entry.
    pub fn start(count: usize) -> Self {
        Self::start_named(count, "Virtual PCD")
    }

    /// As [`Pcscd::start`], with a name of its own for the readers; each pair has a letter after it.
    pub fn start_named(count: usize, name: &str) -> Self {
        assert!(
            (2..=MAX_READERS).contains(&count) && count.is_multiple_of(2),
            "2 to {MAX_READERS} readers, even"
        );
        demand_packages();
        let folder = tempfile::tempdir().expect("a folder for the daemon");
        let readers = configure(folder.path(), count, name);
        let mut daemon = Pcscd { folder, readers, daemon: None };
        daemon.launch();
        daemon
    }

    /// Starts a daemon that knows no reader.
    pub fn without_readers() -> Self {
        demand_packages();
        let folder = tempfile::tempdir().expect("a folder for the daemon");
        let readers = configure(folder.path(), 0, "");
        let mut daemon = Pcscd { folder, readers, daemon: None };
        daemon.launch();
        daemon
    }

    /// The readers, in the daemon's order.
    pub fn readers(&self) -> &[VirtualReader] {
        &self.readers
    }

    /// The value that `PCSCLITE_CSOCK_NAME` must have in a client. The library reads it once a process.
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join("run/pcscd.comm")
    }

    /// Makes `command` a client of this daemon.
    #[allow(dead_code, reason = "for tests that run the built binary")]
    pub fn serve(&self, command: &mut Command) {
        command.env("PCSCLITE_CSOCK_NAME", self.socket());
    }

    /// What the daemon has said so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("pcscd.log")).unwrap_or_default()
    }

    /// Kills the daemon as a crash would.
    pub fn kill(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            let _ = daemon.kill();
            let _ = daemon.wait();
        }
        // A crash leaves them, and a later daemon would ask whether they are somebody's.
        for name in ["pcscd.comm", "pcscd.pid"] {
            let _ = std::fs::remove_file(self.folder.path().join("run").join(name));
        }
    }

    /// Kills the daemon and starts another in its place: same readers, same ports, same socket.
    pub fn restart(&mut self) {
        self.kill();
        self.launch();
    }

    /// Starts the daemon after [`Pcscd::kill`].
    pub fn launch(&mut self) {
        assert!(self.daemon.is_none(), "the daemon runs already");
        let folder = self.folder.path();
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(folder.join("pcscd.log"))
            .expect("a log for the daemon");
        // --auto-exit ends it after a minute without clients, should this test be killed before it can.
        let script = r#"mkdir -p "$1" && mount --bind "$2/run" "$1" && \
            exec pcscd --foreground --info --auto-exit --config "$2/reader.conf.d""#;
        let mut daemon = Command::new("unshare")
            .args(["--mount", "--propagation", "private", "sh", "-c", script, "sh", RUN])
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the log twice"))
            .stderr(log)
            .spawn()
            .expect("unshare (Debian: util-linux)");
        let socket = self.socket();
        let deadline = Instant::now() + COMES_UP;
        while !socket.exists() || !self.readers_listen() {
            if let Ok(Some(status)) = daemon.try_wait() {
                panic!("pcscd ended with {status}; a mount namespace needs root. It said:\n{}", self.log());
            }
            assert!(Instant::now() < deadline, "pcscd does not come up; it said:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(5));
        }
        self.daemon = Some(daemon);
    }

    /// Whether every reader's port is taken. Asked of the kernel's table: connecting would insert a card.
    fn readers_listen(&self) -> bool {
        let table = ["/proc/net/tcp", "/proc/net/tcp6"]
            .map(|path| std::fs::read_to_string(path).unwrap_or_default())
            .concat();
        self.readers.iter().all(|reader| {
            let port = format!(":{:04X}", reader.port);
            table.lines().any(|line| {
                let mut columns = line.split_whitespace();
                // 0A is LISTEN.
                columns.nth(1).is_some_and(|local| local.ends_with(&port)) && columns.nth(1) == Some("0A")
            })
        })
    }
}

impl Drop for Pcscd {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A test that cannot run must not pass.
fn demand_packages() {
    let found = |program: &str| {
        std::env::var_os("PATH").is_some_and(|path| {
            std::env::split_paths(&path)
                .chain(["/usr/sbin".into(), "/sbin".into()])
                .any(|folder| folder.join(program).exists())
        })
    };
    assert!(found("pcscd"), "pcscd is missing: apt-get install pcscd");
    assert!(found("unshare"), "unshare is missing: apt-get install util-linux");
    assert!(Path::new(DRIVER).exists(), "{DRIVER} is missing: apt-get install vsmartcard-vpcd");
}

/// Writes the reader configuration. vpcd keeps its state in one table per shared object, so each entry gets a copy
/// of the driver.
fn configure(folder: &Path, count: usize, name: &str) -> Vec<VirtualReader> {
    for part in ["run", "reader.conf.d", "drivers"] {
        std::fs::create_dir(folder.join(part)).expect("a folder for the daemon");
    }
    let mut readers = Vec::new();
    let mut configuration = String::new();
    for entry in 0..count / 2 {
        let driver = folder.join(format!("drivers/vpcd-{entry}.so"));
        std::fs::copy(DRIVER, &driver).expect("a copy of the driver");
        let letter = char::from(b'A' + entry as u8);
        let port = free_pair(&readers);
        configuration.push_str(&format!(
            "FRIENDLYNAME \"{name} {letter}\"\nDEVICENAME /dev/null:0x{port:X}\nLIBPATH {}\nCHANNELID 0x{port:X}\n",
            driver.display()
        ));
        for slot in 0..2u16 {
            // pcsc-lite adds the number of the reader and of its slot.
            readers.push(VirtualReader { name: format!("{name} {letter} 00 {slot:02}"), port: port + slot });
        }
    }
    std::fs::write(folder.join("reader.conf.d/vpcd.conf"), configuration).expect("a reader configuration");
    readers
}

/// Two neighbouring free ports below 32768, where the kernel gives none to outgoing connections. Processes begin at
/// different places, so that tests side by side seldom meet.
fn free_pair(taken: &[VirtualReader]) -> u16 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    const FIRST: u32 = 12_000;
    const PAIRS: u32 = 10_000;
    for _ in 0..PAIRS {
        let step = NEXT.fetch_add(1, Ordering::Relaxed);
        let pair = std::process::id().wrapping_mul(61).wrapping_add(step) % PAIRS;
        let port = (FIRST + 2 * pair) as u16;
        let free = |port| TcpListener::bind(("0.0.0.0", port)).is_ok();
        if !taken.iter().any(|reader| reader.port == port) && free(port) && free(port + 1) {
            return port;
        }
    }
    panic!("no two neighbouring free ports below 32768");
}
