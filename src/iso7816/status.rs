//! Status words (ISO 7816-4 §5.6).

/// SW1 and SW2 of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StatusWord(pub u16);

impl StatusWord {
    /// 9000.
    pub const OK: StatusWord = StatusWord(0x9000);
    /// 6A82, file or application not found.
    pub const NOT_FOUND: StatusWord = StatusWord(0x6A82);
    /// 6A83, record not found.
    pub const RECORD_NOT_FOUND: StatusWord = StatusWord(0x6A83);
    /// 6A88, referenced data not found.
    pub const DATA_NOT_FOUND: StatusWord = StatusWord(0x6A88);
    /// 6983, authentication method blocked.
    pub const BLOCKED: StatusWord = StatusWord(0x6983);
    /// 6984, reference data not usable.
    pub const UNUSABLE: StatusWord = StatusWord(0x6984);
    /// 6282, end of file reached before Le bytes were read.
    pub const END_OF_FILE: StatusWord = StatusWord(0x6282);

    /// The command was carried out.
    pub fn is_ok(self) -> bool {
        self == StatusWord::OK
    }

    /// Data came and can be used: 9000, or the warning that the file was shorter than asked.
    pub fn has_data(self) -> bool {
        self.is_ok() || self == StatusWord::END_OF_FILE
    }

    /// SW1.
    pub fn sw1(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// SW2.
    pub fn sw2(self) -> u8 {
        self.0 as u8
    }

    /// 61xx: this many bytes wait (256 for 6100).
    pub fn waiting(self) -> Option<usize> {
        (self.sw1() == 0x61)
            .then(|| usize::from(self.sw2()))
            .map(|count| if count == 0 { 256 } else { count })
    }

    /// 6Cxx: ask again with this Le (256 for 6C00).
    pub fn exact_length(self) -> Option<usize> {
        (self.sw1() == 0x6C)
            .then(|| usize::from(self.sw2()))
            .map(|count| if count == 0 { 256 } else { count })
    }

    /// 63Cx: this many tries are left.
    pub fn tries_left(self) -> Option<u8> {
        (self.0 & 0xFFF0 == 0x63C0).then_some(self.sw2() & 0x0F)
    }

    /// What the standard says it means, in a few words.
    pub fn meaning(self) -> &'static str {
        match self.0 {
            0x9000 => "done",
            0x6281 => "part of the data may be corrupted",
            0x6282 => "end of file before the length asked for",
            0x6283 => "selected file deactivated",
            0x6285 => "selected file in termination state",
            0x6300 => "verification failed",
            0x6700 => "wrong length",
            0x6881 => "logical channel not supported",
            0x6882 => "secure messaging not supported",
            0x6981 => "command incompatible with file structure",
            0x6982 => "security status not satisfied",
            0x6983 => "authentication method blocked",
            0x6984 => "reference data not usable",
            0x6985 => "conditions of use not satisfied",
            0x6986 => "command not allowed, no current file",
            0x6A80 => "incorrect data",
            0x6A81 => "function not supported",
            0x6A82 => "file or application not found",
            0x6A83 => "record not found",
            0x6A86 => "incorrect P1-P2",
            0x6A87 => "Lc inconsistent with P1-P2",
            0x6A88 => "referenced data not found",
            0x6B00 => "offset outside the file",
            0x6D00 => "instruction not supported",
            0x6E00 => "class not supported",
            0x6F00 => "no precise diagnosis",
            sw if sw & 0xFFF0 == 0x63C0 => "tries left",
            sw if sw & 0xFF00 == 0x6100 => "more data waits",
            sw if sw & 0xFF00 == 0x6C00 => "wrong Le",
            _ => "unlisted status",
        }
    }
}

impl std::fmt::Display for StatusWord {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:04X}", self.0)
    }
}
