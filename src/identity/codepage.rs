//! The character sets that Norwegian lists have been written in, as far as their upper halves differ.

/// Windows-1252; the five bytes that it leaves open stand for themselves, as in Latin-1.
const WINDOWS_1252: &str = concat!(
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ",
    "\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿",
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß",
    "àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
);

/// DOS code page 850, western Europe.
const CP850: &str = concat!(
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ",
    "áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐",
    "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀",
    "ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
);

/// DOS code page 865, the Nordic countries.
const CP865: &str = concat!(
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø₧ƒ",
    "áíóúñÑªº¿⌐¬½¼¡«¤░▒▓│┤╡╢╖╕╣║╗╝╜╛┐",
    "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀",
    "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
);

/// Mac OS Roman.
const MACINTOSH: &str = concat!(
    "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü",
    "†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø",
    "¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ",
    "‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
);

/// A character set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codepage {
    /// What everything should be.
    Utf8,
    /// Windows in western Europe; Latin-1 is a part of it.
    Windows1252,
    /// DOS in western Europe, and the command prompt of Windows to this day.
    Cp850,
    /// DOS in the Nordic countries.
    Cp865,
    /// Excel on a Mac, saving as CSV.
    Macintosh,
}

impl Codepage {
    /// The text that these bytes are in this character set.
    pub fn decode(self, bytes: &[u8]) -> Option<String> {
        match self.upper() {
            None => std::str::from_utf8(bytes).ok().map(str::to_owned),
            Some(upper) => {
                let upper: Vec<char> = upper.chars().collect();
                bytes
                    .iter()
                    .map(|byte| match byte {
                        0..=127 => Some(char::from(*byte)),
                        _ => upper.get(usize::from(*byte) - 128).copied(),
                    })
                    .collect()
            }
        }
    }

    /// The bytes that this text is in this character set, if every letter of it is there. Control characters stand for
    /// themselves in Windows' own, where Latin-1 was meant.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        let Some(upper) = self.upper() else { return Some(text.as_bytes().to_vec()) };
        let byte = |letter: char| match letter {
            '\0'..='\u{7f}' => u8::try_from(letter).ok(),
            '\u{80}'..='\u{9f}' if self == Codepage::Windows1252 => u8::try_from(letter).ok(),
            _ => upper.chars().position(|known| known == letter).and_then(|at| u8::try_from(at + 128).ok()),
        };
        text.chars().map(byte).collect()
    }

    /// The letters of the bytes from 128.
    fn upper(self) -> Option<&'static str> {
        match self {
            Codepage::Utf8 => None,
            Codepage::Windows1252 => Some(WINDOWS_1252),
            Codepage::Cp850 => Some(CP850),
            Codepage::Cp865 => Some(CP865),
            Codepage::Macintosh => Some(MACINTOSH),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_all_upper_bytes_once() {
        for page in [Codepage::Windows1252, Codepage::Cp850, Codepage::Cp865, Codepage::Macintosh] {
            let bytes: Vec<u8> = (0..=255).collect();
            let text = page.decode(&bytes).unwrap();
            assert_eq!(text.chars().count(), 256, "{page:?}");
            assert_eq!(page.encode(&text).unwrap(), bytes, "{page:?}");
        }
    }

    #[test]
    fn norwegian_letters_stand_where_they_should() {
        assert_eq!(Codepage::Windows1252.decode(b"\xE6\xF8\xE5\xC6\xD8\xC5").unwrap(), "æøåÆØÅ");
        assert_eq!(Codepage::Cp850.decode(b"\x91\x9B\x86\x92\x9D\x8F").unwrap(), "æøåÆØÅ");
        assert_eq!(Codepage::Cp865.decode(b"\x91\x9B\x86\x92\x9D\x8F").unwrap(), "æøåÆØÅ");
        assert_eq!(Codepage::Macintosh.decode(b"\xBE\xBF\x8C\xAE\xAF\x81").unwrap(), "æøåÆØÅ");
        assert_eq!(Codepage::Cp865.encode("Ł"), None);
    }
}
