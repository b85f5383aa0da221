//! The listener that the browser comes back to (RFC 8252 §7.3).

use super::page;
use crate::facts::{LoginFault, LoginFaultKind, LoginStage};
use crate::openid::redirect::{
    AuthorizationResponse, LONGEST_LINE, LoopbackHost, LoopbackRedirect, ResponseFault,
};
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// The largest head of a request that is read, bytes.
const LARGEST_HEAD: usize = 2 * LONGEST_LINE;

/// How long a connection may take to ask something. Browsers open some in advance and say nothing on them.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long nobody is heard after a connection could not be taken.
const PAUSE: Duration = Duration::from_millis(50);

/// Connections that are listened to at once.
const MOST_CONNECTIONS: usize = 32;

/// Nobody but us listens at the registered address.
pub(super) struct Listener {
    sockets: Vec<TcpListener>,
    redirect: LoopbackRedirect,
}

/// A browser that came back.
pub(super) struct Arrival {
    /// What it brought, or why that makes no sense.
    pub response: Result<AuthorizationResponse, ResponseFault>,
    /// It waits for a page.
    pub stream: TcpStream,
}

impl Listener {
    /// Listens where the redirect URI leads: `localhost` is both addresses, because browsers try either.
    ///
    /// # Errors
    /// Somebody else listens there, or the operating system does not let us.
    pub async fn bind(redirect: &LoopbackRedirect) -> Result<Self, LoginFault> {
        let mut sockets = Vec::new();
        let mut trouble = None;
        for address in addresses(redirect.host) {
            match TcpListener::bind(SocketAddr::new(address, redirect.port)).await {
                Ok(socket) => sockets.push(socket),
                // A machine without IPv6 (or IPv4) has one way less; that is no fault.
                Err(error) if is_no_such_address(&error) => trouble = trouble.or(Some(error)),
                Err(error) => return Err(unusable(redirect.port, &error)),
            }
        }
        match (sockets.is_empty(), trouble) {
            (true, Some(error)) => Err(unusable(redirect.port, &error)),
            _ => Ok(Listener { sockets, redirect: redirect.clone() }),
        }
    }

    /// Whoever comes back to the registered address, in the order of coming; everybody else gets a short answer.
    pub fn arrivals(self) -> mpsc::Receiver<Arrival> {
        let (to, from) = mpsc::channel(1);
        let seats = Arc::new(tokio::sync::Semaphore::new(MOST_CONNECTIONS));
        for socket in self.sockets {
            let (to, seats, redirect) = (to.clone(), seats.clone(), self.redirect.clone());
            tokio::spawn(async move {
                while let Ok(seat) = seats.clone().acquire_owned().await {
                    let Ok((stream, _)) = socket.accept().await else {
                        // No more files may be open; somebody will close one.
                        tokio::time::sleep(PAUSE).await;
                        continue;
                    };
                    let (to, redirect) = (to.clone(), redirect.clone());
                    tokio::spawn(async move {
                        let _seat = seat;
                        if let Some(arrival) = hear(stream, &redirect).await
                            && let Err(
                                mpsc::error::TrySendError::Full(mut late)
                                | mpsc::error::TrySendError::Closed(mut late),
                            ) = to.try_send(arrival)
                        {
                            // Somebody has been here already: a code is taken once.
                            reply(&mut late.stream, &page::short("410 Gone")).await;
                        }
                    });
                }
            });
        }
        from
    }
}

/// Sends an answer and closes; a browser that went away is no loss.
pub(super) async fn reply(stream: &mut TcpStream, answer: &[u8]) {
    let sent = async {
        stream.write_all(answer).await?;
        stream.shutdown().await?;
        // What the browser still says is read, so that closing does not cut off the answer (RFC 9112 §9.6).
        let mut rest = [0; 512];
        while stream.read(&mut rest).await? > 0 {}
        io::Result::Ok(())
    };
    let _ = tokio::time::timeout(PATIENCE, sent).await;
}

fn addresses(host: LoopbackHost) -> Vec<IpAddr> {
    let (four, six) = (IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST));
    match host {
        LoopbackHost::Localhost => vec![four, six],
        LoopbackHost::Ipv4 => vec![four],
        LoopbackHost::Ipv6 => vec![six],
    }
}

/// Hears one connection: an arrival if it asks for the registered path, nothing otherwise.
async fn hear(mut stream: TcpStream, redirect: &LoopbackRedirect) -> Option<Arrival> {
    let Head::Whole(head) = tokio::time::timeout(PATIENCE, head(&mut stream)).await.ok()?.ok()? else {
        reply(&mut stream, &page::short("431 Request Header Fields Too Large")).await;
        return None;
    };
    let mut lines = head.split(|byte| *byte == b'\n');
    let line = lines.next().unwrap_or_default();
    let response = AuthorizationResponse::from_request_line(line, &redirect.path);
    let refusal = match &response {
        Err(ResponseFault::OtherPath) => Some("404 Not Found"),
        Err(ResponseFault::Method) => Some("405 Method Not Allowed"),
        Err(ResponseFault::NotHttp) => Some("400 Bad Request"),
        // A page elsewhere that reaches this port under another name has no business here.
        _ if !names(lines, redirect) => Some("421 Misdirected Request"),
        _ => None,
    };
    match refusal {
        Some(status) => {
            reply(&mut stream, &page::short(status)).await;
            None
        }
        None => Some(Arrival { response, stream }),
    }
}

/// The head of a request.
enum Head {
    /// All of it.
    Whole(Vec<u8>),
    /// It is larger than any browser's.
    TooLarge,
}

/// Reads the head of a request.
///
/// # Errors
/// The connection ends before it does.
async fn head(stream: &mut TcpStream) -> io::Result<Head> {
    let mut head = Vec::new();
    let mut part = [0; 4096];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut part).await?;
        head.extend_from_slice(&part[..read]);
        match () {
            () if read == 0 => return Err(ErrorKind::UnexpectedEof.into()),
            () if head.len() > LARGEST_HEAD => return Ok(Head::TooLarge),
            () => {}
        }
    }
    Ok(Head::Whole(head))
}

/// Whether the request's `Host` is the registered one: host and port, of which browsers leave out port 80.
fn names<'l>(mut lines: impl Iterator<Item = &'l [u8]>, redirect: &LoopbackRedirect) -> bool {
    let place = |address: &str| {
        let url = url::Url::parse(address).ok()?;
        Some((url.host()?.to_owned(), url.port_or_known_default()?))
    };
    let expected = place(&redirect.uri);
    lines.any(|line| {
        let line = String::from_utf8_lossy(line);
        let host = line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("host"));
        host.is_some_and(|(_, value)| place(&format!("http://{}/", value.trim())) == expected)
    })
}

/// Address family not supported, which std has no word for: Linux, macOS, Windows.
const NO_SUCH_FAMILY: [i32; 3] = [97, 47, 10047];

fn is_no_such_address(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::AddrNotAvailable | ErrorKind::Unsupported)
        || error.raw_os_error().is_some_and(|code| NO_SUCH_FAMILY.contains(&code))
}

/// Windows answers "permission denied" for a port of an excluded range (WSAEACCES), Linux for one below 1024.
fn unusable(port: u16, error: &io::Error) -> LoginFault {
    let kind = match error.kind() {
        ErrorKind::AddrInUse => LoginFaultKind::PortTaken,
        ErrorKind::PermissionDenied => LoginFaultKind::PortForbidden,
        _ => LoginFaultKind::PortUnusable,
    };
    LoginFault::new(LoginStage::Listen, kind, format!("port {port}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_known_by_what_it_means() {
        for (uri, host, known) in [
            ("http://localhost:8089/callback", "localhost:8089", true),
            ("http://localhost:8089/callback", "LOCALHOST:8089", true),
            ("http://localhost:80/callback", "localhost", true),
            ("http://[0:0:0:0:0:0:0:1]:8089/callback", "[::1]:8089", true),
            ("http://localhost:8089/callback", "127.0.0.1:8089", false),
            ("http://localhost:8089/callback", "localhost", false),
            ("http://localhost:8089/callback", "evil.example:8089", false),
        ] {
            let redirect = LoopbackRedirect::parse(uri).unwrap();
            let line = format!("Host: {host}\r");
            assert_eq!(names([line.as_bytes()].into_iter(), &redirect), known, "{uri} {host}");
        }
    }
}
