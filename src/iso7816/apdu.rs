//! Command and response APDUs (ISO 7816-4 §5).

use super::status::StatusWord;

/// What a short command can return: Le = 00 means 256 bytes (ISO 7816-4 §5.2).
pub const SHORT_MAX: usize = 256;
/// What an extended command can return: Le = 0000 means 65536 bytes.
pub const EXTENDED_MAX: usize = 65_536;

/// A command to a card.
///
/// `Debug` hides a body that is secret ([`Command::hides_body`]), so that a PIN cannot reach a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Command {
    /// Class byte.
    pub cla: u8,
    /// Instruction byte.
    pub ins: u8,
    /// First parameter.
    pub p1: u8,
    /// Second parameter.
    pub p2: u8,
    /// Command data field, at most 65535 bytes; more than 255 makes the command extended.
    pub data: Vec<u8>,
    /// How many bytes are expected at most; `None` for none. More than 256 makes the command extended.
    pub expected: Option<usize>,
    /// The body is a secret: never traced, logged or shown.
    pub secret: bool,
}

impl Command {
    /// A command without data that expects nothing.
    pub const fn new(cla: u8, ins: u8, p1: u8, p2: u8) -> Self {
        Command { cla, ins, p1, p2, data: Vec::new(), expected: None, secret: false }
    }

    /// The same command with a data field.
    pub fn with_data(mut self, data: impl Into<Vec<u8>>) -> Self {
        self.data = data.into();
        self
    }

    /// The same command, expecting up to `count` bytes (1 to 65536).
    pub fn expecting(mut self, count: usize) -> Self {
        self.expected = Some(count);
        self
    }

    /// SELECT (ISO 7816-4 §11.2.2).
    pub fn select(p1: u8, p2: u8, data: &[u8]) -> Self {
        Command::new(0x00, 0xA4, p1, p2).with_data(data)
    }

    /// READ BINARY at `offset` (0 to 32767) of the current file (ISO 7816-4 §11.3.3).
    pub fn read_binary(offset: u16, count: usize) -> Self {
        let [high, low] = (offset & 0x7FFF).to_be_bytes();
        Command::new(0x00, 0xB0, high, low).expecting(count)
    }

    /// READ BINARY from the start of the file of that short identifier (1 to 30), which becomes the current file
    /// (ISO 7816-4 §11.3.3).
    pub fn read_short_identifier(short: u8, count: usize) -> Self {
        Command::new(0x00, 0xB0, 0x80 | (short & 0x1F), 0x00).expecting(count)
    }

    /// READ RECORD number `record` (from 1) of the current file (ISO 7816-4 §11.4.3).
    pub fn read_record(record: u8) -> Self {
        Command::new(0x00, 0xB2, record, 0x04).expecting(SHORT_MAX)
    }

    /// GET DATA of the object of that tag in `file`, 3FFF for the current directory (ISO 7816-4 §11.5.3).
    pub fn get_data(file: u16, tag: &[u8], count: usize) -> Self {
        let [high, low] = file.to_be_bytes();
        // A tag list (5C) with one tag.
        let list = [&[0x5C, tag.len() as u8], tag].concat();
        Command::new(0x00, 0xCB, high, low).with_data(list).expecting(count)
    }

    /// GET RESPONSE for `count` waiting bytes (ISO 7816-4 §11.7.1).
    pub fn get_response(cla: u8, count: usize) -> Self {
        Command::new(cla, 0xC0, 0x00, 0x00).expecting(count)
    }

    /// The empty VERIFY, which asks how many tries are left and costs none (ISO 7816-4 §11.6.6).
    pub fn verify_status(reference: u8) -> Self {
        Command::new(0x00, 0x20, 0x00, reference)
    }

    /// Whether the body must never be traced, logged or shown: the sender says so, or the instruction is one that carries
    /// PINs or proofs (ISO 7816-4 §11.6: VERIFY, EXTERNAL AUTHENTICATE, CHANGE REFERENCE DATA, ENABLE and DISABLE
    /// VERIFICATION REQUIREMENT, RESET RETRY COUNTER).
    pub fn hides_body(&self) -> bool {
        let carries_secrets = matches!(self.ins, 0x20 | 0x21 | 0x24..=0x29 | 0x2C | 0x2D | 0x82 | 0x83);
        !self.data.is_empty() && (self.secret || carries_secrets)
    }

    /// Whether the command needs the extended form.
    pub fn is_extended(&self) -> bool {
        self.data.len() > 255 || self.expected.is_some_and(|count| count > SHORT_MAX)
    }

    /// The bytes as T=1 carries them.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![self.cla, self.ins, self.p1, self.p2];
        if self.is_extended() {
            bytes.push(0x00);
            if !self.data.is_empty() {
                bytes.extend_from_slice(&(self.data.len() as u16).to_be_bytes());
                bytes.extend_from_slice(&self.data);
            }
            if let Some(count) = self.expected {
                // 65536 is written 0000, which is what the cast makes of it.
                bytes.extend_from_slice(&(count as u16).to_be_bytes());
            }
            return bytes;
        }
        if !self.data.is_empty() {
            bytes.push(self.data.len() as u8);
            bytes.extend_from_slice(&self.data);
        }
        if let Some(count) = self.expected {
            bytes.push(count as u8); // 256 is written 00
        }
        bytes
    }

    /// The bytes as T=0 carries them: a command with data has no Le, its answer is fetched by GET RESPONSE
    /// (ISO 7816-3 §12.2.5).
    pub fn to_t0_bytes(&self) -> Vec<u8> {
        if self.data.is_empty() || self.is_extended() {
            return self.to_bytes();
        }
        Command { expected: None, ..self.clone() }.to_bytes()
    }

    /// Reads a command as a card receives it; `None` when the lengths do not agree.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (&[cla, ins, p1, p2], body) = bytes.split_first_chunk::<4>()?;
        let mut command = Command::new(cla, ins, p1, p2);
        match body {
            [] => {}
            [le] => command.expected = Some(if *le == 0 { SHORT_MAX } else { usize::from(*le) }),
            [0, high, low] => command.expected = Some(extended_count(*high, *low)),
            [0, high, low, rest @ ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                command.data = rest.get(..length)?.to_vec();
                match &rest[length..] {
                    [] => {}
                    [high, low] => command.expected = Some(extended_count(*high, *low)),
                    _ => return None,
                }
            }
            [lc, rest @ ..] => {
                let length = usize::from(*lc);
                command.data = rest.get(..length)?.to_vec();
                match &rest[length..] {
                    [] => {}
                    [le] => command.expected = Some(if *le == 0 { SHORT_MAX } else { usize::from(*le) }),
                    _ => return None,
                }
            }
        }
        Some(command)
    }

    /// The command in words, without its data: `SELECT`, `READ BINARY`, or the instruction byte.
    pub fn name(&self) -> String {
        match self.ins {
            0xA4 => "SELECT".into(),
            0xB0 | 0xB1 => "READ BINARY".into(),
            0xB2 => "READ RECORD".into(),
            0xC0 => "GET RESPONSE".into(),
            0xCB => "GET DATA".into(),
            0x20 => "VERIFY".into(),
            other => format!("INS {other:02X}"),
        }
    }
}

fn extended_count(high: u8, low: u8) -> usize {
    match u16::from_be_bytes([high, low]) {
        0 => EXTENDED_MAX,
        count => usize::from(count),
    }
}

impl std::fmt::Debug for Command {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:02X}{:02X}{:02X}{:02X}", self.cla, self.ins, self.p1, self.p2)?;
        match (self.hides_body(), self.data.len()) {
            (_, 0) => {}
            (true, length) => write!(out, " [{length} secret bytes]")?,
            (false, _) => {
                write!(out, " ")?;
                self.data.iter().try_for_each(|byte| write!(out, "{byte:02X}"))?;
            }
        }
        self.expected.map_or(Ok(()), |count| write!(out, " Le={count}"))
    }
}

/// A card's answer: data and status word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Response data field.
    pub data: Vec<u8>,
    /// SW1 and SW2.
    pub status: StatusWord,
}

impl Response {
    /// Splits an answer; `None` when it has fewer than the two bytes of a status word.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (data, &[sw1, sw2]) = bytes.split_last_chunk::<2>()?;
        Some(Response { data: data.to_vec(), status: StatusWord(u16::from_be_bytes([sw1, sw2])) })
    }

    /// An answer of `status` without data.
    pub fn of(status: u16) -> Self {
        Response { data: Vec::new(), status: StatusWord(status) }
    }

    /// The bytes as they travel.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.data.clone();
        bytes.extend_from_slice(&self.status.0.to_be_bytes());
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_survive_the_wire() {
        for command in [
            Command::new(0x00, 0x20, 0x00, 0x81),
            Command::read_binary(0x1234, 256),
            Command::read_binary(0, 1),
            Command::read_binary(0, 4096),
            Command::read_binary(0, EXTENDED_MAX),
            Command::select(4, 0, &[0xA0; 16]).expecting(256),
            Command::select(4, 0x0C, &[0xA0; 5]),
            Command::new(0, 0xDA, 0, 0).with_data(vec![7; 300]).expecting(20),
        ] {
            assert_eq!(Command::parse(&command.to_bytes()), Some(command));
        }
    }

    #[test]
    fn t0_leaves_le_out_when_there_is_data() {
        let select = Command::select(8, 0, &[0x2F, 0x00]).expecting(256);
        assert_eq!(select.to_bytes(), [0, 0xA4, 8, 0, 2, 0x2F, 0, 0]);
        assert_eq!(select.to_t0_bytes(), [0, 0xA4, 8, 0, 2, 0x2F, 0]);
    }

    #[test]
    fn lengths_that_disagree_are_no_command() {
        assert_eq!(Command::parse(&[0, 0xA4, 0, 0, 5, 1]), None);
        assert_eq!(Command::parse(&[0, 0xA4, 0]), None);
        assert_eq!(Command::parse(&[0, 0xA4, 0, 0, 1, 1, 2, 3]), None);
    }

    #[test]
    fn a_secret_body_is_not_shown() {
        let verify = Command::new(0, 0x20, 0, 0x81).with_data(*b"1234");
        let said_so = Command { ins: 0xDA, secret: true, ..verify.clone() };
        for command in [verify, said_so] {
            let shown = format!("{command:?}");
            assert!(!shown.contains("31323334"), "{shown}");
            assert!(shown.contains("secret"), "{shown}");
        }
        assert!(!Command::verify_status(0x81).hides_body());
        assert!(!Command::select(4, 0, &[0xA0; 5]).hides_body());
    }
}
