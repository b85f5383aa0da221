//! Questions about what was said to a card.

/// No file is read again: the same READ after the same SELECT.
pub fn nothing_is_read_twice(what: &str, log: &[(Vec<u8>, Vec<u8>)]) {
    let mut selected: Vec<Vec<u8>> = Vec::new();
    let mut reads = Vec::new();
    for (command, answer) in log {
        let worked = answer.ends_with(&[0x90, 0x00]) || answer.len() == 2 && answer[0] == 0x61;
        match command[1] {
            0xA4 if worked => selected = vec![command.clone()],
            // With another length than the card had told, the same bytes are asked for again, and that is one read.
            0xB0 | 0xB2 if answer.len() > 2 => {
                let read = (selected.clone(), command[..4].to_vec());
                assert!(!reads.contains(&read), "{what}: read twice: {read:02X?}");
                reads.push(read);
            }
            _ => {}
        }
    }
    assert!(!reads.is_empty(), "{what}: nothing was read");
}
