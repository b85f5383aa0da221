//! What fuzzing begins with (`testdata/fuzz/`): true answers to reset, directories, conversations and paths, small ones.
//! What else is read, such as rosters and captures, stands elsewhere in `testdata/` already.

use super::authorities::Authorities;
use super::catalogue::CataloguedCard;
use super::image::ImageContent;
use eid_ready::adapters::simulator::SimulatedCard;
use eid_ready::iso7816::directory::{Directory, defect};
use serde_json::Value;
use std::path::Path;

/// Cards that differ in what they say, and of which runs are kept.
const CARDS: [&str; 2] = ["buypass-ready", "commfides-ready"];

/// Path from the root of the repository, and content.
pub fn artifacts(authorities: &Authorities, cards: &[CataloguedCard]) -> Vec<(String, Vec<u8>)> {
    let chosen = cards.iter().filter(|card| CARDS.contains(&card.image.name.as_str()));
    let mut seeds: Vec<(String, Vec<u8>)> = chosen.flat_map(|card| of_card(authorities, card)).collect();
    seeds.iter_mut().for_each(|(path, _)| path.insert_str(0, "testdata/fuzz/"));
    seeds
}

fn of_card(authorities: &Authorities, card: &CataloguedCard) -> Vec<(String, Vec<u8>)> {
    let name = &card.image.name;
    let mut seeds = vec![
        (format!("atr/{name}"), SimulatedCard::atr(&card.image.card()).to_vec()),
        (format!("conversation/{name}"), conversation(name, card.image.protocol)),
        (format!("path/{name}"), path(authorities, card)),
    ];
    for file in &card.image.files {
        let ImageContent::Transparent(content) = &file.content else { continue };
        if card.certificates.iter().any(|(_, der)| content.starts_with(der)) {
            continue;
        }
        let place = format!("{name}-{}", file.path.replace([' ', '/'], ""));
        seeds.push((format!("tlv/{place}"), content.clone()));
        // The first byte of the property's input says which directory it is to be.
        let kinds = [Directory::Objects, Directory::PrivateKeys, Directory::Certificates, Directory::Pins];
        if let Some(kind) = kinds.iter().position(|kind| defect(*kind, content).is_none()) {
            seeds.push((format!("directory/{place}"), [&[kind as u8], content.as_slice()].concat()));
        }
    }
    seeds
}

/// What the card answered in the run that is kept of it, as `tests/properties/conversation.rs` reads it.
fn conversation(name: &str, protocol: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("testdata/captures/v1/{name}.trace"));
    let trace = std::fs::read_to_string(path).unwrap();
    let mut script = vec![u8::from(protocol == "T=1")];
    for line in trace.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let Some(answer) = line.pointer("/command/answer").and_then(Value::as_str) else { continue };
        let digits: Vec<u32> = answer.chars().map(|digit| digit.to_digit(16).unwrap()).collect();
        let bytes: Vec<u8> = digits.chunks(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect();
        script.extend_from_slice(&(bytes.len() as u16 - 2).to_be_bytes());
        script.extend_from_slice(&bytes);
    }
    script
}

/// An authority as the anchor and a certificate of its, as `tests/properties/path.rs` reads them.
fn path(authorities: &Authorities, card: &CataloguedCard) -> Vec<u8> {
    let part = |kind: u8, der: &[u8]| [&[kind], (der.len() as u16).to_be_bytes().as_slice(), der].concat();
    let anchors = authorities.all().into_iter().map(|authority| part(2, &authority.certificate));
    anchors.chain([part(3, &card.certificates[0].1)]).collect::<Vec<_>>().concat()
}
