//! File paths (ISO 7816-4 §7.3): chains of two-byte file identifiers.

use std::fmt;

/// The master file.
pub const MF: u16 = 0x3F00;

/// Where a file is.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Path {
    /// The identifiers from the outermost to the file itself.
    pub ids: Vec<u16>,
}

impl Path {
    /// A path of these identifiers.
    pub fn new(ids: &[u16]) -> Self {
        Path { ids: ids.to_vec() }
    }

    /// A path as a card writes it: two bytes an identifier. `None` when empty, odd, or deeper than any card is.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        /// ISO 7816-4 sets no depth; nothing seen goes beyond 3F00/DF/DF/EF.
        const DEEPEST: usize = 8;
        let (ids, []) = bytes.as_chunks::<2>() else { return None };
        (!ids.is_empty() && ids.len() <= DEEPEST)
            .then(|| Path { ids: ids.iter().map(|id| u16::from_be_bytes(*id)).collect() })
    }

    /// Whether it begins at the master file.
    pub fn is_absolute(&self) -> bool {
        self.ids.first() == Some(&MF)
    }

    /// The same path seen from `parent`, if it is relative.
    pub fn under(&self, parent: &Path) -> Path {
        if self.is_absolute() {
            return self.clone();
        }
        Path { ids: parent.ids.iter().chain(&self.ids).copied().collect() }
    }

    /// The dedicated file it is in, and its own identifier.
    pub fn split(&self) -> Option<(Path, u16)> {
        let (file, parents) = self.ids.split_last()?;
        Some((Path::new(parents), *file))
    }

    /// Two bytes an identifier.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.ids.iter().flat_map(|id| id.to_be_bytes()).collect()
    }
}

impl fmt::Display for Path {
    /// `3F00/5015/4401`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, id) in self.ids.iter().enumerate() {
            let slash = if at == 0 { "" } else { "/" };
            write!(out, "{slash}{id:04X}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_and_show_as_people_write_them() {
        let path = Path::from_bytes(&[0x3F, 0x00, 0x50, 0x15, 0x44, 0x01]).unwrap();
        assert_eq!(path.to_string(), "3F00/5015/4401");
        assert_eq!(path.split(), Some((Path::new(&[MF, 0x5015]), 0x4401)));
        assert_eq!(Path::new(&[0x4401]).under(&Path::new(&[MF, 0x5015])), path);
        assert_eq!(path.under(&Path::new(&[MF])), path);
    }

    #[test]
    fn odd_empty_and_endless_paths_are_none() {
        assert_eq!(Path::from_bytes(&[]), None);
        assert_eq!(Path::from_bytes(&[0x3F]), None);
        assert_eq!(Path::from_bytes(&[0x3F, 0, 1]), None);
        assert_eq!(Path::from_bytes(&[0x50; 64]), None);
    }
}
