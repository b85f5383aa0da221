//! File control information: what a card tells of a file when it is selected (ISO 7816-4 §7.4).

use super::tree::{Content, Node};

/// Which template SELECT asked for, by bits 4 and 3 of P2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Template {
    /// FCI, tag 6F.
    Fci,
    /// FCP, tag 62.
    Fcp,
}

/// Lifecycle: operational, activated.
const ACTIVATED: u8 = 0x05;
/// File descriptor: dedicated file.
const DIRECTORY: u8 = 0x38;
/// File descriptor: working elementary file, transparent.
const TRANSPARENT: u8 = 0x01;
/// File descriptor: working elementary file, linear with records of variable size.
const VARIABLE_RECORDS: u8 = 0x04;
/// Data coding byte: one-time write, no nibbles.
const DATA_CODING: u8 = 0x41;

/// The template of `node`.
pub(super) fn describe(node: &Node, template: Template) -> Vec<u8> {
    if let Content::Directory { answer: Some(answer), .. } = &node.content {
        return answer.clone();
    }
    let mut body = Vec::new();
    match &node.content {
        Content::Directory { aids, .. } => {
            push(&mut body, 0x82, &[DIRECTORY]);
            push(&mut body, 0x83, &node.identifier.to_be_bytes());
            if let Some(aid) = aids.first() {
                push(&mut body, 0x84, aid);
            }
        }
        Content::Transparent { claimed_size, .. } => {
            push(&mut body, 0x80, &length(*claimed_size));
            push(&mut body, 0x82, &[TRANSPARENT]);
            push(&mut body, 0x83, &node.identifier.to_be_bytes());
        }
        Content::Records(records) => {
            let total = records.iter().map(|record| record.len() as u64).sum();
            let longest = records.iter().map(Vec::len).max().unwrap_or_default() as u8;
            push(&mut body, 0x81, &length(total));
            push(&mut body, 0x82, &[VARIABLE_RECORDS, DATA_CODING, 0x00, longest, records.len() as u8]);
            push(&mut body, 0x83, &node.identifier.to_be_bytes());
        }
    }
    push(&mut body, 0x8A, &[ACTIVATED]);
    let mut whole = Vec::new();
    push(&mut whole, if template == Template::Fci { 0x6F } else { 0x62 }, &body);
    whole
}

/// A size in two bytes, or as many more as it needs.
fn length(size: u64) -> Vec<u8> {
    let bytes = size.to_be_bytes();
    let used = bytes.iter().skip_while(|byte| **byte == 0).count().max(2);
    bytes[bytes.len() - used..].to_vec()
}

/// Appends a data object; every value here is shorter than 128 bytes.
fn push(to: &mut Vec<u8>, tag: u8, value: &[u8]) {
    to.extend_from_slice(&[tag, value.len() as u8]);
    to.extend_from_slice(value);
}
