//! What a library is made for, by its header: ELF, PE, Mach-O.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// A kind of processor, with its word length: `x86_64`, `x86`, `aarch64`, `arm`, or its number in the header.
pub(super) type Architecture = String;

/// What the library at `path` is made for; empty where its header does not say, several where it holds several.
pub(super) fn architectures(path: &Path) -> Vec<Architecture> {
    read(path).unwrap_or_default()
}

/// Whether the library is made for other processors than this program.
pub(super) fn is_foreign(path: &Path) -> bool {
    let made_for = architectures(path);
    !made_for.is_empty() && !made_for.iter().any(|one| one == std::env::consts::ARCH)
}

fn read(path: &Path) -> Option<Vec<Architecture>> {
    let mut file = File::open(path).ok()?;
    let mut head = [0; 64];
    file.read_exact(&mut head).ok()?;
    match head {
        [0x7F, b'E', b'L', b'F', ..] => Some(vec![elf(&head)]),
        [b'M', b'Z', ..] => {
            // The place of the PE header (e_lfanew).
            let at = u32::from_le_bytes([head[60], head[61], head[62], head[63]]);
            let mut header = [0; 6];
            file.seek(SeekFrom::Start(at.into())).ok()?;
            file.read_exact(&mut header).ok()?;
            header.starts_with(b"PE\0\0").then(|| vec![pe(u16::from_le_bytes([header[4], header[5]]))])
        }
        // A thin Mach-O file, little-endian, and a fat one, which is big-endian.
        [0xCF | 0xCE, 0xFA, 0xED, 0xFE, ..] => {
            Some(vec![mach(u32::from_le_bytes([head[4], head[5], head[6], head[7]]))])
        }
        [0xCA, 0xFE, 0xBA, 0xBE, ..] => {
            let count = u32::from_be_bytes([head[4], head[5], head[6], head[7]]) as usize;
            let one = |at: usize| head.get(8 + at * 20..12 + at * 20);
            let kinds = (0..count.min(2)).filter_map(one);
            Some(kinds.map(|kind| mach(u32::from_be_bytes([kind[0], kind[1], kind[2], kind[3]]))).collect())
        }
        _ => None,
    }
}

fn elf(head: &[u8; 64]) -> Architecture {
    let machine = match head[5] {
        2 => u16::from_be_bytes([head[18], head[19]]),
        _ => u16::from_le_bytes([head[18], head[19]]),
    };
    match machine {
        3 => "x86".to_owned(),
        40 => "arm".to_owned(),
        // x32 has the processor of x86_64 and words of 32 bits.
        62 if head[4] == 1 => "x32".to_owned(),
        62 => "x86_64".to_owned(),
        183 => "aarch64".to_owned(),
        243 => "riscv64".to_owned(),
        other => format!("elf-{other}"),
    }
}

fn pe(machine: u16) -> Architecture {
    match machine {
        0x014C => "x86".to_owned(),
        0x8664 => "x86_64".to_owned(),
        0xAA64 => "aarch64".to_owned(),
        other => format!("pe-{other:04X}"),
    }
}

fn mach(kind: u32) -> Architecture {
    match kind {
        0x0000_0007 => "x86".to_owned(),
        0x0100_0007 => "x86_64".to_owned(),
        0x0100_000C => "aarch64".to_owned(),
        other => format!("mach-{other:08X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Vec<Architecture> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        architectures(file.path())
    }

    fn elf_file(class: u8, machine: u8) -> Vec<u8> {
        let mut bytes = vec![0; 64];
        bytes[..6].copy_from_slice(&[0x7F, b'E', b'L', b'F', class, 1]);
        bytes[18] = machine;
        bytes
    }

    fn pe_file(machine: u16) -> Vec<u8> {
        let mut bytes = vec![0; 136];
        bytes[..2].copy_from_slice(b"MZ");
        bytes[60] = 128;
        bytes[128..132].copy_from_slice(b"PE\0\0");
        bytes[132..134].copy_from_slice(&machine.to_le_bytes());
        bytes
    }

    #[test]
    fn the_header_says_what_a_library_is_made_for() {
        assert_eq!(of(&elf_file(2, 62)), ["x86_64"]);
        assert_eq!(of(&elf_file(1, 3)), ["x86"]);
        assert_eq!(of(&elf_file(2, 183)), ["aarch64"]);
        assert_eq!(of(&pe_file(0x014C)), ["x86"]);
        assert_eq!(of(&pe_file(0x8664)), ["x86_64"]);
        let mut fat = vec![0; 64];
        fat[..8].copy_from_slice(&[0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 2]);
        fat[8..12].copy_from_slice(&0x0100_0007u32.to_be_bytes());
        fat[28..32].copy_from_slice(&0x0100_000Cu32.to_be_bytes());
        assert_eq!(of(&fat), ["x86_64", "aarch64"]);
        assert_eq!(of(b"#!/bin/sh\n"), Vec::<String>::new());
        assert_eq!(of(&pe_file(0x8664)[..100]), Vec::<String>::new());
    }
}
