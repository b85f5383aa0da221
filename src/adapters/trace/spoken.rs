//! A command as a trace has it.

use crate::facts::hex;
use crate::iso7816::apdu::Command;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A command that may be written down: made from a [`Command`] only, and without its body where that is a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Spoken(String);

impl Spoken {
    /// The command in hex; a secret body is its length alone: `00200081 [4 bytes masked]`.
    pub fn of(command: &Command) -> Self {
        Spoken(match command.hides_body() {
            true => {
                let header = hex(&[command.cla, command.ins, command.p1, command.p2]);
                format!("{header} [{} bytes masked]", command.data.len())
            }
            false => hex(&command.to_bytes()),
        })
    }

    /// The command; one that was masked has no body, and a text that is no command is none.
    pub(super) fn command(&self) -> Option<Command> {
        Command::parse(&unhex(self.0.split(' ').next().unwrap_or_default())?)
    }
}

impl std::fmt::Display for Spoken {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// Bytes that a trace shows as upper-case hex, for people who read along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HexBytes(pub Vec<u8>);

impl Serialize for HexBytes {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex(&self.0))
    }
}

impl<'de> Deserialize<'de> for HexBytes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        unhex(&text).map(HexBytes).ok_or_else(|| serde::de::Error::custom("no bytes in hex"))
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_body_is_written_masked() {
        let verify = Command::new(0, 0x20, 0, 0x81).with_data(*b"1234");
        let said_so = Command { ins: 0xDA, secret: true, ..verify.clone() };
        for (command, shown) in
            [(verify, "00200081 [4 bytes masked]"), (said_so, "00DA0081 [4 bytes masked]")]
        {
            let written = serde_json::to_string(&Spoken::of(&command)).unwrap();
            assert_eq!(written, format!("\"{shown}\""));
            assert_eq!(Spoken::of(&command).command(), Some(Command::new(0, command.ins, 0, 0x81)));
        }
    }

    #[test]
    fn other_commands_are_written_whole() {
        for (command, shown) in [
            (Command::verify_status(0x81), "00200081"),
            (Command::select(8, 0x0C, &[0x2F, 0x00]), "00A4080C022F00"),
            (Command::read_binary(0x100, 256), "00B0010000"),
        ] {
            let spoken = Spoken::of(&command);
            assert_eq!(spoken.to_string(), shown);
            assert_eq!(spoken.command(), Some(command));
        }
    }

    #[test]
    fn what_is_no_hex_is_no_command() {
        for text in ["", "00A", "00A4+1", "æøå", "00A4 00"] {
            assert_eq!(Spoken(text.to_owned()).command(), None, "{text}");
        }
    }
}
