//! Staff lists as HR systems write them. The persons are those of the simulated cards; the organisation
//! number is one for tests, with a check digit that fits.

use super::workbook::{Cell, workbook};

const HEAD: [&str; 7] =
    ["Ansattnummer", "Fornavn", "Mellomnavn", "Etternavn", "Organisasjonsnummer", "Rolle", "Utsteder"];

/// The persons, in the order of the header.
const PERSONS: [[&str; 7]; 7] = [
    ["1001", "Tore", "", "Prøvesen", "310000000", "sykepleier", "Buypass"],
    ["1002", "Ola", "", "Demostad", "310000000", "lege", "Commfides"],
    ["1003", "Åse Marie", "", "Eksempelsen", "", "vernepleier", "Buypass"],
    ["1004", "Bjørn", "", "Åsendemo", "", "jordmor", ""],
    ["1005", "Marit", "", "Eksempelberg", "", "", ""],
    ["1006", "Nils Øyvind", "", "Prøvedal", "", "", ""],
    ["1007", "Ingrid", "", "Solbakken", "", "", ""],
];

/// Every committed list: name and content.
pub fn rosters() -> Vec<(String, Vec<u8>)> {
    let text = |separator: &str, end: &str| {
        let line = |cells: &[&str; 7]| cells.join(separator) + end;
        std::iter::once(&HEAD).chain(&PERSONS).map(line).collect::<String>()
    };
    let semicolons = text(";", "\r\n");
    let sheet: Vec<Vec<Cell>> = std::iter::once(&HEAD)
        .chain(&PERSONS)
        .map(|cells| {
            let cell = |text: &&'static str| match text.parse::<f64>() {
                _ if text.is_empty() => Cell::Empty,
                Ok(number) => Cell::Number(number),
                Err(_) => Cell::Text(text),
            };
            cells.iter().map(cell).collect()
        })
        .collect();
    vec![
        ("excel-utf8.csv".to_owned(), format!("\u{feff}{semicolons}").into_bytes()),
        ("excel-windows-1252.csv".to_owned(), windows_1252(&semicolons)),
        ("commas.csv".to_owned(), text(",", "\n").into_bytes()),
        ("tabs.tsv".to_owned(), text("\t", "\n").into_bytes()),
        ("excel.xlsx".to_owned(), workbook(&sheet, &[])),
    ]
}

/// Latin-1 has the letters of these lists where Windows has them.
fn windows_1252(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
}
