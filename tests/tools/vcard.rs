//! `cargo run --example vcard -- CARD PORT [CARD PORT]…`: puts simulated cards into vpcd readers until standard input
//! ends, then says how much was said to each. CARD is a built-in card or the path of a card file.
#![allow(clippy::print_stdout, missing_docs)]

#[path = "../support/vpcd.rs"]
mod vpcd;

use eid_ready::adapters::simulator::{SimulatedCard, builtin};
use std::error::Error;
use std::io::Read;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut inserted = Vec::new();
    for pair in arguments.chunks(2) {
        let [card, port] = pair else { return Err("each CARD needs a PORT".into()) };
        let text = match builtin().iter().find(|known| known.name == card) {
            Some(known) => known.toml.to_owned(),
            None => std::fs::read_to_string(card)?,
        };
        let virtual_card = vpcd::VirtualCard::new(SimulatedCard::parse(&text, card)?);
        inserted.push((card, virtual_card.insert(port.parse()?)?));
        println!("{card} is in the reader at port {port}");
    }
    std::io::stdin().read_to_end(&mut Vec::new())?;
    for (card, inserted) in inserted {
        let attempts = inserted.card().verify_attempts();
        println!("{card}: {:?}, {attempts} PIN attempts", inserted.counts());
    }
    Ok(())
}
