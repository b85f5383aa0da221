//! The terminal that a person looks at.

/// Whether the terminal takes colour and the person has not said no (`NO_COLOR`). The Windows console takes it only
/// after it has been asked to.
pub fn takes_colour() -> bool {
    !anstyle_query::no_color() && anstyle_query::term_supports_ansi_color() && takes_escapes()
}

#[cfg(windows)]
fn takes_escapes() -> bool {
    anstyle_query::windows::enable_ansi_colors().unwrap_or(true)
}

#[cfg(not(windows))]
fn takes_escapes() -> bool {
    true
}
