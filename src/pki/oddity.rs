//! What cards carry that standards do not allow, and that is read all the same.

/// Something that a certificate should not have, and that did not stop the reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oddity {
    /// A name attribute (`GN`, `SN`…) whose string type does not allow its bytes; read as UTF-8 where they are that,
    /// else as Latin-1.
    MisencodedAttribute {
        /// Short name of the attribute; `subjectAltName` for an alternative name.
        attribute: String,
        /// The string type it claims, for example `PrintableString`.
        claimed: String,
    },
    /// subject serialNumber without the scheme prefix (`UN:NO-9578-…` or `9578-…`).
    BareSerialNumber,
    /// A QC statement that is not what ETSI EN 319 412-5 says.
    MalformedQcStatement {
        /// What is wrong, in a few words.
        what: String,
    },
    /// An RSA key whose length is no multiple of 64 bits, such as Buypass' 2032.
    UnusualKeySize {
        /// The length.
        bits: u32,
    },
    /// A name with a part that is no attribute; the other parts were read.
    MalformedName,
    /// An extension that could not be parsed, or that comes a second time.
    MalformedExtension {
        /// Its object identifier, `?` where not even that could be read.
        oid: String,
    },
    /// A time that is not written as RFC 5280 §4.1.2.5 wants it: without seconds, with fractions, or not in UTC.
    UnusualTime,
    /// The frame is not DER: a length that is longer than needed, or unused bits in the signature. As nobody signed the
    /// frame, anybody could have changed it.
    NotDer,
    /// Something behind the last part of what is signed, or behind the two times of the validity.
    Surplus,
    /// Bytes after the end of the certificate, as some cards pad their files.
    TrailingBytes {
        /// How many.
        count: usize,
    },
}

impl Oddity {
    /// A stable word for reports.
    pub fn code(&self) -> &'static str {
        match self {
            Oddity::MisencodedAttribute { .. } => "misencoded-attribute",
            Oddity::BareSerialNumber => "bare-serial-number",
            Oddity::MalformedQcStatement { .. } => "malformed-qc-statement",
            Oddity::UnusualKeySize { .. } => "unusual-key-size",
            Oddity::MalformedName => "malformed-name",
            Oddity::MalformedExtension { .. } => "malformed-extension",
            Oddity::UnusualTime => "unusual-time",
            Oddity::NotDer => "not-der",
            Oddity::Surplus => "surplus",
            Oddity::TrailingBytes { .. } => "trailing-bytes",
        }
    }
}
