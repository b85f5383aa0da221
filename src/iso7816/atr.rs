//! Answer to reset (ISO 7816-3 §8, historical bytes ISO 7816-4 §12.1.1).

/// TS and at most 32 bytes after it (ISO 7816-3 §8.2.1).
pub const ATR_MAX: usize = 33;

/// The coding of logic levels that TS announces (ISO 7816-3 §8.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Convention {
    /// TS = 3B.
    Direct,
    /// TS = 3F.
    Inverse,
}

/// Why bytes are no answer to reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AtrError {
    /// No byte at all.
    #[error("no bytes")]
    Empty,
    /// More bytes than the standard allows.
    #[error("{0} bytes, at most {ATR_MAX} are allowed")]
    TooLong(usize),
    /// TS is neither 3B nor 3F.
    #[error("TS is {0:02X}, neither 3B nor 3F")]
    Convention(u8),
    /// The bytes end before what they announce.
    #[error("cut off: {expected} bytes announced, {found} found")]
    Truncated {
        /// As many bytes as were announced so far.
        expected: usize,
        /// As many as there are.
        found: usize,
    },
    /// Bytes stand after the end.
    #[error("{0} bytes after the end")]
    Trailing(usize),
}

/// One set of interface bytes: TAi, TBi, TCi and the protocol that they speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Interface {
    /// TAi.
    pub ta: Option<u8>,
    /// TBi.
    pub tb: Option<u8>,
    /// TCi.
    pub tc: Option<u8>,
    /// TDi: the next protocol (low half) and which bytes follow (high half).
    pub td: Option<u8>,
}

/// A decoded answer to reset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Atr {
    bytes: Vec<u8>,
    convention: Convention,
    interfaces: Vec<Interface>,
    historical: Vec<u8>,
    check: Option<bool>,
}

impl Atr {
    /// Decodes an answer to reset.
    ///
    /// A wrong check byte is no error, since cards with one are in use: see [`Atr::check`].
    ///
    /// # Errors
    /// The bytes are not built as ISO 7816-3 §8.2 says.
    pub fn parse(bytes: &[u8]) -> Result<Self, AtrError> {
        if bytes.len() > ATR_MAX {
            return Err(AtrError::TooLong(bytes.len()));
        }
        let convention = match bytes.first() {
            None => return Err(AtrError::Empty),
            Some(0x3B) => Convention::Direct,
            Some(0x3F) => Convention::Inverse,
            Some(other) => return Err(AtrError::Convention(*other)),
        };
        let mut rest = Rest { bytes, at: 1 };
        let format = rest.next()?;
        let interfaces = read_interfaces(&mut rest, format)?;
        let historical = rest.take(usize::from(format & 0x0F))?.to_vec();
        // TCK is absent when T=0 is the only protocol, present otherwise (§8.2.5).
        let check = if offered(&interfaces).any(|protocol| protocol != 0) {
            rest.next()?;
            Some(bytes[1..rest.at].iter().fold(0, |sum, byte| sum ^ byte) == 0)
        } else {
            None
        };
        match bytes.len() - rest.at {
            0 => Ok(Atr { bytes: bytes.to_vec(), convention, interfaces, historical, check }),
            trailing => Err(AtrError::Trailing(trailing)),
        }
    }

    /// The bytes as they came.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The coding of logic levels.
    pub fn convention(&self) -> Convention {
        self.convention
    }

    /// TA1 to TD1, TA2 to TD2 and so on.
    pub fn interfaces(&self) -> &[Interface] {
        &self.interfaces
    }

    /// The protocols offered, each once, in the order of the answer; 0 alone when it names none (§8.2.3).
    pub fn protocols(&self) -> Vec<u8> {
        let mut protocols = Vec::new();
        for protocol in offered(&self.interfaces) {
            // T=15 is no protocol: it announces global bytes.
            if protocol != 15 && !protocols.contains(&protocol) {
                protocols.push(protocol);
            }
        }
        if protocols.is_empty() {
            protocols.push(0);
        }
        protocols
    }

    /// Clock rate conversion Fi and baud rate adjustment Di of TA1, 372 and 1 where it is absent; `None` for a
    /// reserved value (§8.3, tables 7 and 8).
    pub fn speed(&self) -> Option<(u32, u32)> {
        const FI: [u32; 16] = [372, 372, 558, 744, 1116, 1488, 1860, 0, 0, 512, 768, 1024, 1536, 2048, 0, 0];
        const DI: [u32; 16] = [0, 1, 2, 4, 8, 16, 32, 64, 12, 20, 0, 0, 0, 0, 0, 0];
        let ta1 = self.interfaces.first().and_then(|first| first.ta).unwrap_or(0x11);
        let (fi, di) = (FI[usize::from(ta1 >> 4)], DI[usize::from(ta1 & 0x0F)]);
        (fi != 0 && di != 0).then_some((fi, di))
    }

    /// T=0's waiting time integer WI: TC2, 10 where it is absent (§10.2).
    pub fn waiting_integer(&self) -> u8 {
        self.interfaces.get(1).and_then(|second| second.tc).unwrap_or(10)
    }

    /// T=1's information field size for the card, in bytes: 32 where it is absent (§11.4.2); `None` without T=1.
    pub fn card_field_size(&self) -> Option<u8> {
        self.block_bytes().map(|bytes| bytes.and_then(|set| set.ta).unwrap_or(32))
    }

    /// T=1's block and character waiting integers BWI and CWI, 4 and 13 where they are absent (§11.4.3); `None`
    /// without T=1.
    pub fn block_waiting(&self) -> Option<(u8, u8)> {
        self.block_bytes().map(|bytes| {
            let tb = bytes.and_then(|set| set.tb).unwrap_or(0x4D);
            (tb >> 4, tb & 0x0F)
        })
    }

    /// The first set of interface bytes that is T=1's alone (i > 2), if T=1 is offered at all.
    fn block_bytes(&self) -> Option<Option<&Interface>> {
        let of = |index: usize| self.interfaces.get(index)?.td.map(|td| td & 0x0F);
        offered(&self.interfaces).any(|protocol| protocol == 1).then(|| {
            (2..self.interfaces.len())
                .find(|index| of(index - 1) == Some(1))
                .and_then(|index| self.interfaces.get(index))
        })
    }

    /// Whether the check byte TCK is right; `None` where the standard wants none.
    pub fn check(&self) -> Option<bool> {
        self.check
    }

    /// The historical bytes, category byte included.
    pub fn historical(&self) -> &[u8] {
        &self.historical
    }

    /// The category indicator (ISO 7816-4 §12.1.1.1): 00 and 80 announce compact TLV, 10 a reference to data.
    pub fn category(&self) -> Option<u8> {
        self.historical.first().copied()
    }

    /// Life cycle and status word that the historical bytes give: three bytes after category 00, in tag 8 after 80.
    pub fn status_indicator(&self) -> Option<&[u8]> {
        match self.historical.as_slice() {
            [0x00, rest @ ..] => rest.len().checked_sub(3).map(|start| &rest[start..]),
            _ => self.compact(0x8),
        }
    }

    /// The value of a compact-TLV tag (1 to F) in the historical bytes, the first of its kind.
    pub fn compact(&self, tag: u8) -> Option<&[u8]> {
        let mut rest = match self.historical.as_slice() {
            [0x80, rest @ ..] => rest,
            [0x00, rest @ ..] => &rest[..rest.len().checked_sub(3)?],
            _ => return None,
        };
        while let [head, after @ ..] = rest {
            let (value, next) = after.split_at_checked(usize::from(head & 0x0F))?;
            if head >> 4 == tag {
                return Some(value);
            }
            rest = next;
        }
        None
    }

    /// Card service data (tag 3, ISO 7816-4 §12.1.1.2.3).
    pub fn service_data(&self) -> Option<u8> {
        self.compact(0x3)?.first().copied()
    }

    /// Whether applications are selected by full name (bit 8 of the service data).
    pub fn selects_by_name(&self) -> Option<bool> {
        self.service_data().map(|data| data & 0x80 != 0)
    }

    /// Whether EF.DIR is there, as the service data say (bit 6).
    pub fn says_dir(&self) -> Option<bool> {
        self.service_data().map(|data| data & 0x20 != 0)
    }

    /// Whether EF.DIR and EF.ATR are read by READ RECORD (bits 4 to 2 = 000) or by READ BINARY (100); `None` where
    /// the card does not say, or says something else.
    ///
    /// Only a hint: cards in use copy this byte from one another.
    pub fn dir_by_read_record(&self) -> Option<bool> {
        match self.service_data()? & 0x0E {
            0x00 => Some(true),
            0x08 => Some(false),
            _ => None,
        }
    }

    /// Initial access data (tag 4, ISO 7816-4 §12.1.1.2.4): how to fetch more bytes after the reset.
    pub fn initial_access(&self) -> Option<&[u8]> {
        self.compact(0x4)
    }

    /// Pre-issuing data of the card's maker (tag 6).
    pub fn pre_issuing(&self) -> Option<&[u8]> {
        self.compact(0x6)
    }

    /// Card capabilities, one to three bytes (tag 7, ISO 7816-4 §12.1.1.2.7).
    pub fn capabilities(&self) -> Option<&[u8]> {
        self.compact(0x7)
    }

    /// Whether the card says that files can be reached by short identifier: first byte of the capabilities, bit 3.
    pub fn says_short_identifiers(&self) -> bool {
        self.capabilities().and_then(|bytes| bytes.first()).is_some_and(|byte| byte & 0x04 != 0)
    }

    /// Whether the card says that it takes extended length: third byte of the capabilities, bit 7.
    pub fn says_extended_length(&self) -> bool {
        self.capabilities().and_then(|bytes| bytes.get(2)).is_some_and(|byte| byte & 0x40 != 0)
    }
}

/// The protocols in TD1, TD2 and so on, T=15 included.
fn offered(interfaces: &[Interface]) -> impl Iterator<Item = u8> {
    interfaces.iter().filter_map(|set| set.td.map(|td| td & 0x0F))
}

fn read_interfaces(rest: &mut Rest<'_>, format: u8) -> Result<Vec<Interface>, AtrError> {
    let mut interfaces = Vec::new();
    let mut follow = format & 0xF0;
    // Bounded by the length of the answer: each round takes at least TDi.
    while follow != 0 {
        let mut announced = |bit: u8| (follow & bit != 0).then(|| rest.next()).transpose();
        let (ta, tb, tc) = (announced(0x10)?, announced(0x20)?, announced(0x40)?);
        let td = announced(0x80)?;
        interfaces.push(Interface { ta, tb, tc, td });
        follow = td.map_or(0, |td| td & 0xF0);
    }
    Ok(interfaces)
}

struct Rest<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Rest<'a> {
    fn next(&mut self) -> Result<u8, AtrError> {
        self.take(1).map(|byte| byte[0])
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], AtrError> {
        let end = self.at + count;
        let taken = self
            .bytes
            .get(self.at..end)
            .ok_or(AtrError::Truncated { expected: end, found: self.bytes.len() })?;
        self.at = end;
        Ok(taken)
    }
}

#[cfg(test)]
#[path = "atr_tests.rs"]
mod tests;
