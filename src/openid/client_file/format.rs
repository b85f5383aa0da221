//! What people take for the configuration file: how it came, and what else keys come in.

/// Another kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherFormat {
    /// A zip archive: Selvbetjening delivers the file in one.
    Zip(ZipEncryption),
    /// A 7-Zip archive.
    SevenZip,
    /// A RAR archive.
    Rar,
    /// A gzip stream.
    Gzip,
    /// A key or certificate in PEM (RFC 7468).
    Pem,
    /// DER, such as PKCS#12 (`.p12`, `.pfx`) or a certificate (`.cer`).
    Der,
    /// A page from the web.
    Html,
    /// Another XML document, such as the key alone.
    Xml,
    /// The key alone, as a JWK.
    Jwk,
}

/// How an archive's first file is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZipEncryption {
    /// Not at all.
    None,
    /// As PKWARE did from the start.
    Traditional,
    /// With AES as WinZip does it, which Windows itself does not open.
    Aes,
}

impl OtherFormat {
    /// What bytes are, where it is something else than text that may be JSON.
    pub(super) fn of(bytes: &[u8]) -> Option<OtherFormat> {
        Some(match bytes {
            [b'P', b'K', 3, 4, header @ ..] => OtherFormat::Zip(ZipEncryption::of(header)),
            [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => OtherFormat::Zip(ZipEncryption::None),
            [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, ..] => OtherFormat::SevenZip,
            [b'R', b'a', b'r', b'!', 0x1a, 7, ..] => OtherFormat::Rar,
            [0x1f, 0x8b, ..] => OtherFormat::Gzip,
            // A SEQUENCE with a length of several bytes, or of none (BER).
            [0x30, 0x80..=0x84, ..] => OtherFormat::Der,
            _ => return OtherFormat::of_text(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
        })
    }

    fn of_text(bytes: &[u8]) -> Option<OtherFormat> {
        let text = bytes.trim_ascii_start();
        let begins = |with: &str| {
            text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
        };
        // OpenSSL writes the names of a certificate before its block.
        if begins("-----BEGIN ") || begins("Bag Attributes") {
            return Some(OtherFormat::Pem);
        }
        if begins("<!doctype html") || begins("<html") {
            return Some(OtherFormat::Html);
        }
        begins("<").then_some(OtherFormat::Xml)
    }

    /// A stable word for reports.
    pub fn code(self) -> &'static str {
        match self {
            OtherFormat::Zip(ZipEncryption::None) => "is-zip",
            OtherFormat::Zip(ZipEncryption::Traditional | ZipEncryption::Aes) => "is-encrypted-zip",
            OtherFormat::SevenZip => "is-7z",
            OtherFormat::Rar => "is-rar",
            OtherFormat::Gzip => "is-gzip",
            OtherFormat::Pem => "is-pem",
            OtherFormat::Der => "is-der",
            OtherFormat::Html => "is-html",
            OtherFormat::Xml => "is-xml",
            OtherFormat::Jwk => "is-jwk",
        }
    }
}

impl ZipEncryption {
    /// By a local file header behind its signature (APPNOTE.TXT §4.3.7): version, general purpose flags, method.
    fn of(header: &[u8]) -> Self {
        match header {
            // Method 99 is AE-x; the method proper stands in an extra field.
            [_, _, _, _, 99, 0, ..] => ZipEncryption::Aes,
            [_, _, flags, ..] if flags & 1 == 1 => ZipEncryption::Traditional,
            _ => ZipEncryption::None,
        }
    }
}

impl std::fmt::Display for OtherFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            OtherFormat::Zip(ZipEncryption::None) => "a zip archive",
            OtherFormat::Zip(ZipEncryption::Traditional) => "an encrypted zip archive",
            OtherFormat::Zip(ZipEncryption::Aes) => "a zip archive encrypted with AES",
            OtherFormat::SevenZip => "a 7-Zip archive",
            OtherFormat::Rar => "a RAR archive",
            OtherFormat::Gzip => "a gzip archive",
            OtherFormat::Pem => "PEM",
            OtherFormat::Der => "DER, such as PKCS#12",
            OtherFormat::Html => "a web page",
            OtherFormat::Xml => "XML",
            OtherFormat::Jwk => "a JWK alone",
        })
    }
}
