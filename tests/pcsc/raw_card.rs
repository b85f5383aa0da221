//! The least card there can be: an answer to reset, and one answer to every command.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::os::linux::net::TcpStreamExt;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// Power on: the start of a card session. 00 is power off, 04 asks for the answer to reset.
const POWER_ON: u8 = 1;
const RESET: u8 = 2;
const SEND_ATR: u8 = 4;

/// What the reader has asked of the card.
#[derive(Default)]
pub struct Counts {
    pub power_offs: AtomicUsize,
    pub power_ons: AtomicUsize,
    pub resets: AtomicUsize,
    pub commands: Mutex<Vec<Vec<u8>>>,
}

/// A card in a virtual reader; dropping it takes it out.
pub struct RawCard {
    stream: TcpStream,
    pub counts: Arc<Counts>,
    thread: Option<JoinHandle<()>>,
}

impl RawCard {
    /// Puts a card into the reader at `port`.
    pub fn insert(port: u16, atr: &[u8], answer: &[u8]) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("the virtual reader listens");
        stream.set_nodelay(true).expect("no delay");
        let counts = Arc::new(Counts::default());
        let (mut line, seen) = (stream.try_clone().expect("the stream twice"), Arc::clone(&counts));
        let (atr, answer) = (atr.to_vec(), answer.to_vec());
        let thread = std::thread::spawn(move || while serve(&mut line, &seen, &atr, &answer).is_ok() {});
        RawCard { stream, counts, thread: Some(thread) }
    }

    pub fn commands(&self) -> Vec<Vec<u8>> {
        self.counts.commands.lock().expect("the commands").clone()
    }

    /// Power-offs, power-ons and resets so far.
    pub fn power(&self) -> [usize; 3] {
        [&self.counts.power_offs, &self.counts.power_ons, &self.counts.resets].map(|count| count.load(SeqCst))
    }
}

impl Drop for RawCard {
    fn drop(&mut self) {
        let _ = self.stream.shutdown(std::net::Shutdown::Both);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(line: &mut TcpStream, seen: &Counts, atr: &[u8], answer: &[u8]) -> std::io::Result<()> {
    let frame = read_frame(line)?;
    let reply = match frame.as_slice() {
        [0] => return count(&seen.power_offs),
        [POWER_ON] => return count(&seen.power_ons),
        [RESET] => return count(&seen.resets),
        [SEND_ATR] => atr,
        command => {
            seen.commands.lock().map_err(|_| ErrorKind::Other)?.push(command.to_vec());
            answer
        }
    };
    let mut frame = (reply.len() as u16).to_be_bytes().to_vec();
    frame.extend_from_slice(reply);
    line.write_all(&frame)
}

fn count(counter: &AtomicUsize) -> std::io::Result<()> {
    counter.fetch_add(1, SeqCst);
    Ok(())
}

/// The driver writes length and body apart; without a quick acknowledgement the second waits 40 ms for the first's.
fn read_frame(line: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut length = [0; 2];
    line.set_quickack(true)?;
    line.read_exact(&mut length)?;
    let mut body = vec![0; usize::from(u16::from_be_bytes(length))];
    line.set_quickack(true)?;
    line.read_exact(&mut body)?;
    Ok(body)
}
