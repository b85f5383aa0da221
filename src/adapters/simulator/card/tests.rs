//! A simulated card keeps to ISO 7816-4, over T=0 and T=1.

use super::*;

/// A T=1 card with one application, files of both kinds and three PINs.
pub(in crate::adapters::simulator) const ISO_CARD: &str = r#"
name = "iso"
about = { nb = "prøvekort", en = "test card" }
atr = "3B 80 01 81"
protocol = "T=1"

[[application]]
aid = "A0 00 00 00 63 50 4B 43 53 2D 31 35"
path = "3F00/5015"

[[application]]
aid = "A0 00 00 00 63 01"
path = "3F00/6001"

[[file]]
path = "3F00/2F00"
kind = "records"
records = ["61 02 4F 00", "61 03 4F 01 A0"]

[[file]]
path = "3F00/5015/4401"
hex = "00 01 02 03 04 05 06 07 08 09"

[[pin]]
reference = 0x81
tries = 2
limit = 3
directory = "3F00/5015"

[[pin]]
reference = 0x01
tries = 3
limit = 3
initialised = false

[[pin]]
reference = 0x02
tries = 3
limit = 3
empty_verify = "costs-a-try"
"#;

fn card() -> SimulatedCard {
    SimulatedCard::parse(ISO_CARD, "test").unwrap()
}

fn t0_card() -> SimulatedCard {
    SimulatedCard::parse(&ISO_CARD.replace("T=1", "T=0"), "test").unwrap()
}

fn ask(card: &mut SimulatedCard, command: &str) -> String {
    let digits: Vec<u8> = command.bytes().filter(|byte| *byte != b' ').collect();
    let text = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    let bytes: Vec<u8> = digits.chunks(2).map(text).collect();
    card.answer(&bytes).iter().map(|byte| format!("{byte:02X}")).collect()
}

#[track_caller]
fn talk(card: &mut SimulatedCard, dialogue: &[(&str, &str)]) {
    for (command, answer) in dialogue {
        assert_eq!(ask(card, command), answer.replace(' ', ""), "to {command}");
    }
}

#[test]
fn every_way_to_select() {
    talk(
        &mut card(),
        &[
            ("00A4000C", "9000"),
            ("00A4000C023F00", "9000"),
            ("00A4000C022F00", "9000"),
            ("00A4000C025015", "9000"),
            ("00A4020C024401", "9000"),
            ("00A4010C024401", "6A82"),
            ("00A4030C", "9000"),
            ("00A4010C025015", "9000"),
            ("00A4080C045015 4401", "9000"),
            ("00A4090C024401", "9000"),
            ("00A4080C022F00", "9000"),
            ("00A4080C0450154402", "6A82"),
            ("00A4040C0CA000000063504B43532D3135", "9000"),
            ("00A4000C024401", "9000"),
            ("00A4000C022F00", "9000"),
            ("00A4040C05A000000063", "9000"),
            ("00A4040E05A000000063", "9000"),
            ("00A4040E05A000000063", "6A82"),
            ("00A4040C05A000000999", "6A82"),
            ("00A4000C03 3F0000", "6A87"),
            ("00A4050C02 3F00", "6A86"),
        ],
    );
}

#[test]
fn file_control_information_tells_size_and_kind() {
    talk(
        &mut card(),
        &[
            ("00A40804045015440100", "620E 8002000A 820101 83024401 8A0105 9000"),
            ("00A4000002440100", "6F0E 8002000A 820101 83024401 8A0105 9000"),
            ("00A4000402440100", "620E 8002000A 820101 83024401 8A0105 9000"),
            ("00A4000002440105", "6C10"),
            ("00A40000024401", "9000"),
            ("00A4000002 2F00 00", "6F12 81020009 82050441000502 83022F00 8A0105 9000"),
            ("00A40400 06 A00000006301 00", "6F12 820138 83026001 8406A00000006301 8A0105 9000"),
        ],
    );
}

#[test]
fn a_size_may_be_a_lie() {
    let lie = ISO_CARD.replace("hex = \"00 01", "claimed_size = 10_000_000\nhex = \"00 01");
    let mut card = SimulatedCard::parse(&lie, "test").unwrap();
    talk(
        &mut card,
        &[
            ("00A40800045015440100", "6F0F 8003989680 820101 83024401 8A0105 9000"),
            ("00B0000800", "0809 9000"),
            ("00B0010000", "6B00"),
        ],
    );
}

#[test]
fn reading_stops_where_the_file_does() {
    talk(
        &mut card(),
        &[
            ("00B0000000", "6986"),
            ("00A4080C0450154401", "9000"),
            ("00B0000004", "00010203 9000"),
            ("00B0000804", "0809 6282"),
            ("00B0000800", "0809 9000"),
            ("00B0000A01", "6B00"),
            ("00B0010001", "6B00"),
            ("00B00000000100", "6700"),
            ("00B20104 00", "6981"),
            ("00A4080C022F00", "9000"),
            ("00B2010400", "61024F00 9000"),
            ("00B2020400", "61034F01A0 9000"),
            ("00B2030400", "6A83"),
            ("00B2010500", "6A86"),
            ("00B0000000", "6981"),
        ],
    );
}

#[test]
fn t0_says_how_much_waits_and_how_much_to_ask_for() {
    talk(
        &mut t0_card(),
        &[
            ("00C0000000", "6985"),
            ("00A40804 04 50154401", "6110"),
            ("00C0000010", "620E 8002000A 820101 83024401 8A0105 9000"),
            ("00A40800 04 50154401", "6110"),
            ("00C0000000", "6C10"),
            ("00C0000002", "6F0E 610E"),
            ("00B0000000", "6C0A"),
            ("00B000000A", "00010203040506070809 9000"),
            ("00C0000001", "6985"),
            ("00A4080C022F00", "9000"),
            ("00B2010400", "6C04"),
            ("00B2010404", "61024F00 9000"),
        ],
    );
}

#[test]
fn extended_length_only_where_declared() {
    let declared = ISO_CARD.replace("protocol = \"T=1\"", "protocol = \"T=1\"\nbehaviour.extended = true");
    let mut card = SimulatedCard::parse(&declared, "test").unwrap();
    talk(
        &mut card,
        &[
            ("00A4080C0450154401", "9000"),
            ("00B00000000005", "0001020304 9000"),
            ("00B000000000F0", "00010203040506070809 6282"),
            ("00B00000000000", "00010203040506070809 9000"),
        ],
    );
}

#[test]
fn a_card_of_few_words() {
    let habits = "protocol = \"T=1\"\nbehaviour = { fci = false, select_p2_0c = false, select_by_path = false, max_le = 4 }";
    let mut card = SimulatedCard::parse(&ISO_CARD.replace("protocol = \"T=1\"", habits), "test").unwrap();
    talk(
        &mut card,
        &[
            ("00A4000C023F00", "6A86"),
            ("00A4080002501500", "6A86"),
            ("00A4000002501500", "9000"),
            ("00A4000002440100", "9000"),
            ("00B0000000", "00010203 9000"),
            ("00B0000008", "00010203 9000"),
        ],
    );
}

#[test]
fn strangers_are_refused() {
    talk(
        &mut card(),
        &[("80CA9F7F00", "6E00"), ("0084000008", "6D00"), ("00A400", "6700"), ("00A4040005A0", "6700")],
    );
    let empty = "name = \"e\"\nabout = { nb = \"\", en = \"\" }\natr = \"3B00\"\nprotocol = \"T=0\"\n";
    let mut empty = SimulatedCard::parse(empty, "test").unwrap();
    talk(&mut empty, &[("00A4000C023F00", "6A82"), ("00A40400 05 A000000063", "6A82"), ("00A40000", "6A82")]);
}

#[test]
fn tries_are_counted() {
    let mut card = card();
    talk(
        &mut card,
        &[
            ("00200081", "6A88"), // local to the application
            ("00A4000C025015", "9000"),
            ("00200081", "63C2"),
            ("00200001", "6984"),
            ("00200003", "6A88"),
        ],
    );
    assert_eq!(card.verify_attempts(), 0);
    talk(
        &mut card,
        &[("00200081 08 39393939FFFFFFFF", "63C1"), ("00200081 04 31323334", "9000"), ("00200081", "9000")],
    );
    assert_eq!((card.verify_attempts(), card.tries_left(0x81)), (2, Some(3)));
    card.reset();
    talk(
        &mut card,
        &[
            ("00A4000C025015", "9000"),
            ("00200081", "63C3"),
            ("00200081 04 39393939", "63C2"),
            ("00200081 04 39393939", "63C1"),
            ("00200081 04 39393939", "63C0"),
            ("00200081 08 31323334FFFFFFFF", "6983"),
            ("00200081", "6983"),
        ],
    );
}

#[test]
fn an_empty_verify_may_cost_a_try() {
    let mut card = card();
    talk(&mut card, &[("00200002", "63C2")]);
    assert_eq!(card.verify_attempts(), 1);
}
