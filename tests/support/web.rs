//! A small web server that behaves as a test wants, badly if need be.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What was asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Method and target: `GET /a.crl`; the target is a whole address when asked as a proxy.
    pub line: String,
    /// The headers, as they came.
    pub headers: Vec<String>,
    pub body: Vec<u8>,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        let of = |line: &'_ String| line.to_lowercase().starts_with(&format!("{}:", name.to_lowercase()));
        self.headers
            .iter()
            .find(|line| of(line))
            .and_then(|line| line.split_once(": "))
            .map(|(_, value)| value)
    }
}

/// What is answered.
pub enum Reply {
    /// Status, content type, body.
    Whole(u16, &'static str, Vec<u8>),
    /// To another address, with that status.
    Elsewhere(u16, String),
    /// These bytes and nothing after them.
    Raw(Vec<u8>),
    /// These bytes, then one byte of the second every so often, without end.
    Drip(Vec<u8>, u8, Duration),
    /// Nothing; the line stays open.
    Silence,
}

/// The server; it stops when it is dropped.
pub struct Web {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    stop: Arc<AtomicBool>,
}

impl Web {
    /// Serves on a free port of 127.0.0.1.
    pub fn serve(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::serve_on(TcpListener::bind("127.0.0.1:0").unwrap(), answer)
    }

    /// Serves on a port that was taken before.
    pub fn serve_on(listener: TcpListener, answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let web = Web {
            address: listener.local_addr().unwrap(),
            asked: Arc::default(),
            stop: Arc::new(AtomicBool::new(false)),
        };
        let (asked, stop, answer) = (web.asked.clone(), web.stop.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let (asked, stop, answer) = (asked.clone(), stop.clone(), answer.clone());
                std::thread::spawn(move || {
                    let _ = converse(stream, &asked, &stop, answer.as_ref()); // they may hang up
                });
            }
        });
        web
    }

    /// `http://127.0.0.1:PORT`, and the path after it.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// All that was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

fn converse(
    stream: TcpStream,
    asked: &Mutex<Vec<Asked>>,
    stop: &AtomicBool,
    answer: &dyn Fn(&Asked) -> Reply,
) -> std::io::Result<()> {
    let mut from = BufReader::new(stream.try_clone()?);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if from.read_line(&mut line)? == 0 {
            return Ok(());
        }
        match line.trim_end() {
            "" => break,
            text => lines.push(text.to_owned()),
        }
    }
    let first = lines.remove(0);
    let line = first.rsplit_once(' ').map(|(line, _)| line.to_owned()).unwrap_or(first);
    let mut question = Asked { line, headers: lines, body: Vec::new() };
    let length = question.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    question.body.resize(length, 0);
    from.read_exact(&mut question.body)?;
    asked.lock().unwrap().push(question.clone());
    say(stream, answer(&question), stop)
}

fn say(mut stream: TcpStream, reply: Reply, stop: &AtomicBool) -> std::io::Result<()> {
    match reply {
        Reply::Whole(status, kind, body) => {
            let head = format!(
                "HTTP/1.1 {status} Said\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            stream.write_all(head.as_bytes())?;
            stream.write_all(&body)
        }
        Reply::Elsewhere(status, url) => {
            let head = format!(
                "HTTP/1.1 {status} Elsewhere\r\nLocation: {url}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
            stream.write_all(head.as_bytes())
        }
        Reply::Raw(bytes) => stream.write_all(&bytes),
        Reply::Drip(first, byte, pause) => {
            stream.write_all(&first)?;
            while !stop.load(Ordering::Relaxed) {
                stream.write_all(&[byte])?;
                std::thread::sleep(pause);
            }
            Ok(())
        }
        Reply::Silence => {
            while !stop.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(20));
            }
            Ok(())
        }
    }
}

/// A port of 127.0.0.1 where nobody listens, or where a program of the test's will.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
