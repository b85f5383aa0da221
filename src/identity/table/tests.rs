use super::*;

fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    read(bytes).rows.into_iter().map(|row| row.cells).collect()
}

fn faults(bytes: &[u8]) -> Vec<(u32, u32, Fault)> {
    let problems = read(bytes).problems;
    problems.iter().map(|one| (one.place.line, one.place.column, one.fault)).collect()
}

#[test]
fn separators_are_those_of_the_header() {
    for text in
        ["a;b\n1;2\n", "a,b\n1,2", "a\tb\r\n1\t2\r\n", "sep=|\r\na|b\r\n1|2", "\u{feff}a;b\n\n1;2\n\n"]
    {
        assert_eq!(cells(text.as_bytes()), [["a", "b"], ["1", "2"]], "{text:?}");
    }
    assert_eq!(cells(b"Navn\nDal, Kari\n"), [["Navn"], ["Dal, Kari"]]);
}

#[test]
fn quotation_marks_keep_a_cell_together() {
    let text = "a;b\n\"x;\"\"y\"\"\nz\"; 2 \n3;4\n";
    let table = read(text.as_bytes());
    assert_eq!(table.rows[1].cells, ["x;\"y\"\nz", "2"]);
    assert_eq!((table.rows[1].line, table.rows[2].line), (2, 4));
    assert_eq!(faults(b"a;b\n1;\"2\n3;4\n"), [(2, 2, Fault::UnclosedQuote)]);
}

#[test]
fn lines_are_counted_as_in_an_editor() {
    let table = read(b"\n\na;b\n\n1;2\r\n;\n3;4");
    assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 5, 7]);
}

#[test]
fn older_character_sets_are_read_and_said() {
    let table = read(b"navn\n\xC5se \xD8deg\xE5rd\n");
    assert_eq!((table.rows[1].cells[0].as_str(), table.written.encoding), ("Åse Ødegård", "windows-1252"));
    assert_eq!(table.problems[0].fault, Fault::OlderEncoding);
    let table = read(b"navn\n\x8Fse \x9Ddeg\x86rd\n");
    assert_eq!((table.rows[1].cells[0].as_str(), table.written.encoding), ("Åse Ødegård", "cp865"));
    let wide: Vec<u8> =
        [0xFEFF].into_iter().chain("navn\nÅse".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(cells(&wide), [["navn"], ["Åse"]]);
}

#[test]
fn two_character_sets_in_one_file_are_refused_line_by_line() {
    let bytes = "a;b\n1;Åse\n".bytes().chain(*b"2;\xD8ystein\n3;B\xE5rd\n").collect::<Vec<_>>();
    assert_eq!(faults(&bytes), [(3, 2, Fault::MixedEncodings), (4, 2, Fault::MixedEncodings)]);
}

#[test]
fn formulas_are_seen_and_texts_kept_from_excel_are_texts() {
    let table = read(b"a;b\n=A1;=\"0123\"\n");
    assert_eq!(table.odd, [(Place { line: 2, column: 1 }, Odd::Formula)]);
    assert_eq!(table.rows[1].cells[1], "0123");
    assert_eq!(read(b"a\n\"=\"\"0123\"\"\"\n").rows[1].cells[0], "0123");
}

#[test]
fn what_is_no_table_says_so() {
    assert_eq!(faults(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), [(2, 1, Fault::NotATable)]);
    assert_eq!(faults(b"PK\x03\x04 not a workbook"), [(1, 1, Fault::NotATable)]);
    let mut compound = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    assert_eq!(faults(&compound), [(1, 1, Fault::OldWorkbook)]);
    compound.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(faults(&compound), [(1, 1, Fault::Password)]);
}

#[test]
fn a_table_without_end_is_left_where_it_is_too_long() {
    let text = format!("a\n{}", "x\n".repeat(MOST_ROWS + 10));
    let table = read(text.as_bytes());
    assert_eq!(table.problems[0].place.line as usize, MOST_ROWS + 2);
    assert_eq!(table.problems[0].fault, Fault::TooManyRows);
}
