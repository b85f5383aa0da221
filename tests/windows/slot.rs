//! A simulated card in a slot of the Windows shim, which dials whenever it looks, and once more for each connection.

use crate::support::vpcd::{receive, send};
use eid_ready::adapters::simulator::SimulatedCard;
use eid_ready::facts::Protocol;
use std::io;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A card in a slot; dropped, it is taken out, and whoever speaks to it is cut off.
pub struct Slot {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    card: Mutex<SimulatedCard>,
    commands: AtomicU64,
    per_command: Duration,
    power_offs: AtomicU64,
    gone: AtomicBool,
}

impl Slot {
    pub fn with(card: SimulatedCard) -> Self {
        Self::with_slow(card, Duration::ZERO)
    }

    /// A card that takes so long for each command.
    pub fn with_slow(card: SimulatedCard, per_command: Duration) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            card: Mutex::new(card),
            commands: AtomicU64::new(0),
            per_command,
            power_offs: AtomicU64::new(0),
            gone: AtomicBool::new(false),
        });
        let ours = Arc::clone(&shared);
        std::thread::spawn(move || {
            for line in listener.incoming().map_while(Result::ok) {
                if ours.gone.load(Ordering::Relaxed) {
                    return;
                }
                let shared = Arc::clone(&ours);
                std::thread::spawn(move || serve(line, &shared));
            }
        });
        Slot { port, shared }
    }

    /// The reader's line in the file that the shim reads.
    pub fn line(&self, name: &[u8]) -> Vec<u8> {
        let protocol = u8::from(self.shared.card.lock().unwrap().protocol() == Protocol::T1);
        [format!("slot {} {protocol} ", self.port).as_bytes(), name, b"\n"].concat()
    }

    /// How many commands it got.
    pub fn commands(&self) -> u64 {
        self.shared.commands.load(Ordering::Relaxed)
    }

    /// Nothing was done to it that a card can feel.
    pub fn is_unharmed(&self) {
        assert_eq!(self.shared.card.lock().unwrap().verify_attempts(), 0, "a PIN was tried");
        assert_eq!(self.shared.power_offs.load(Ordering::Relaxed), 0, "its power was taken");
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.shared.gone.store(true, Ordering::Relaxed);
        // The listener sees it only when somebody comes.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }
}

fn serve(mut line: TcpStream, shared: &Shared) -> io::Result<()> {
    line.set_nodelay(true)?;
    loop {
        let body = receive(&mut line)?;
        if shared.gone.load(Ordering::Relaxed) {
            return Ok(());
        }
        match *body {
            [4] => {
                let atr = shared.card.lock().unwrap().atr().to_vec();
                send(&mut line, &atr)?;
            }
            [order] => {
                shared.power_offs.fetch_add(u64::from(order == 0), Ordering::Relaxed);
                shared.card.lock().unwrap().reset();
            }
            _ => {
                std::thread::sleep(shared.per_command);
                let answer = shared.card.lock().unwrap().answer(&body);
                shared.commands.fetch_add(1, Ordering::Relaxed);
                send(&mut line, &answer)?;
            }
        }
    }
}
