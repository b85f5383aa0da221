//! A virtual card in a vpcd reader: serves a simulated card over the reader's TCP port.
//!
//! The card is the client. Each side sends frames: two bytes of length, big-endian, then the body. A body of one byte
//! from the reader is an order (0 power off, 1 power on, 2 reset, 4 send the answer to reset); any other is a command.
#![allow(dead_code)] // each test uses a part
#![allow(clippy::unwrap_used)] // a poisoned lock is a failed test

use eid_ready::adapters::simulator::{Happening, SimulatedCard};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a reader may take to listen after its service started.
const PATIENCE: Duration = Duration::from_secs(10);

/// Gets the number of the command (from 1), the command and the true answer; returns what the reader gets instead,
/// or `None` for a card that never answers.
pub type Fault = Box<dyn FnMut(u64, &[u8], Vec<u8>) -> Option<Vec<u8>> + Send>;

/// A card that has not been put into a reader.
pub struct VirtualCard {
    card: SimulatedCard,
    fault: Fault,
    per_command: Duration,
    per_byte: Duration,
}

/// How much was said to a card.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub commands: u64,
    /// Bytes of the commands.
    pub bytes_sent: u64,
    /// Bytes of the answers, status words included.
    pub bytes_received: u64,
    pub power_ups: u64,
    pub resets: u64,
    /// How many commands had come when the card last got power or was reset.
    pub last_start_after: u64,
}

impl VirtualCard {
    pub fn new(card: SimulatedCard) -> Self {
        let fault: Fault = Box::new(|_, _, answer| Some(answer));
        VirtualCard { card, fault, per_command: Duration::ZERO, per_byte: Duration::ZERO }
    }

    /// The same card, whose answers go through `fault`.
    pub fn with_fault(
        self,
        fault: impl FnMut(u64, &[u8], Vec<u8>) -> Option<Vec<u8>> + Send + 'static,
    ) -> Self {
        VirtualCard { fault: Box::new(fault), ..self }
    }

    /// The same card, but slow.
    pub fn with_delay(self, per_command: Duration, per_byte: Duration) -> Self {
        VirtualCard { per_command, per_byte, ..self }
    }

    /// Puts the card into the reader that listens on that port of this machine.
    pub fn insert(self, port: u16) -> io::Result<InsertedCard> {
        let stream = connect(port)?;
        stream.set_nodelay(true)?;
        let ours = stream.try_clone()?;
        let shared = Arc::new(Shared::new(self.card.clone()));
        let theirs = Arc::clone(&shared);
        let thread = std::thread::spawn(move || {
            let reader = stream.try_clone();
            let _ = self.serve(stream, &theirs); // an error is a reader that went away, or a card that does
            let _ = reader.map(|reader| reader.shutdown(Shutdown::Both));
            theirs.gone.store(true, Ordering::Relaxed);
        });
        Ok(InsertedCard { stream: ours, shared, thread: Some(thread) })
    }

    fn serve(mut self, mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
        loop {
            let body = receive(&mut stream)?;
            match *body {
                [0] => shared.card.lock().unwrap().reset(),
                [order @ (1 | 2)] => {
                    shared.card.lock().unwrap().reset();
                    let mut counts = shared.counts.lock().unwrap();
                    counts.last_start_after = counts.commands;
                    counts.power_ups += u64::from(order == 1);
                    counts.resets += u64::from(order == 2);
                }
                [4] => {
                    let atr = shared.card.lock().unwrap().atr().to_vec();
                    send(&mut stream, &atr)?;
                }
                _ => self.carry_out(&mut stream, &body, shared)?,
            }
        }
    }

    fn carry_out(&mut self, stream: &mut TcpStream, command: &[u8], shared: &Shared) -> io::Result<()> {
        let happening = shared.card.lock().unwrap().exchange(command);
        let number = shared.counts.lock().unwrap().commands + 1;
        let answer = match happening {
            Happening::Answer(truth) => (self.fault)(number, command, truth),
            Happening::Silence(..) => None,
            // The reader sees the card leave; what else the card file tells is not for a card to do.
            _ => {
                shared.counts.lock().unwrap().commands += 1;
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
        };
        let length = answer.as_ref().map_or(0, Vec::len);
        let delay = self.per_command + self.per_byte * (command.len() + length) as u32;
        if !delay.is_zero() {
            std::thread::sleep(delay);
        }
        {
            let mut counts = shared.counts.lock().unwrap();
            counts.commands += 1;
            counts.bytes_sent += command.len() as u64;
            counts.bytes_received += length as u64;
        }
        match answer {
            Some(answer) => send(stream, &answer),
            // Silent until it is ejected: the reader sends nothing more before it has its answer.
            None => receive(stream).map(|_| ()),
        }
    }
}

struct Shared {
    card: Mutex<SimulatedCard>,
    counts: Mutex<Counts>,
    gone: AtomicBool,
}

impl Shared {
    fn new(card: SimulatedCard) -> Self {
        Shared { card: Mutex::new(card), counts: Mutex::default(), gone: AtomicBool::new(false) }
    }
}

/// A card in a reader; dropping it ejects it.
pub struct InsertedCard {
    stream: TcpStream,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl InsertedCard {
    /// What was said to it so far.
    pub fn counts(&self) -> Counts {
        *self.shared.counts.lock().unwrap()
    }

    /// Counts from nothing again.
    pub fn reset_counts(&self) {
        *self.shared.counts.lock().unwrap() = Counts::default();
    }

    /// The card as it is now, for example to see its PIN tries.
    pub fn card(&self) -> SimulatedCard {
        self.shared.card.lock().unwrap().clone()
    }

    /// Whether the reader let go of it.
    pub fn is_gone(&self) -> bool {
        self.shared.gone.load(Ordering::Relaxed)
    }

    /// Takes the card out, and returns it.
    pub fn eject(mut self) -> SimulatedCard {
        self.leave();
        self.card()
    }

    fn leave(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for InsertedCard {
    fn drop(&mut self) {
        self.leave();
    }
}

fn connect(port: u16) -> io::Result<TcpStream> {
    let began = Instant::now();
    loop {
        match TcpStream::connect((Ipv4Addr::LOCALHOST, port)) {
            Err(_) if began.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(20)),
            result => return result,
        }
    }
}

pub fn send(stream: &mut TcpStream, body: &[u8]) -> io::Result<()> {
    let length = u16::try_from(body.len()).map_err(io::Error::other)?;
    stream.write_all(&[length.to_be_bytes().as_slice(), body].concat())
}

pub fn receive(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut length = [0; 2];
    read_exact(stream, &mut length)?;
    let mut body = vec![0; usize::from(u16::from_be_bytes(length))];
    read_exact(stream, &mut body)?;
    Ok(body)
}

/// The reader sends length and body apart, and waits for the acknowledgement of the first before it sends the second:
/// acknowledged late, as Linux does by default, every command costs 40 ms. Linux forgets the wish, so each read
/// repeats it.
fn read_exact(stream: &mut TcpStream, mut buffer: &mut [u8]) -> io::Result<()> {
    while !buffer.is_empty() {
        #[cfg(target_os = "linux")]
        std::os::linux::net::TcpStreamExt::set_quickack(stream, true)?;
        match stream.read(buffer)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => buffer = &mut buffer[count..],
        }
    }
    Ok(())
}
