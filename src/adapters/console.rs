//! The terminal that a person looks at.
//!
//! Nothing is done about code pages: to a Windows console Rust's standard library writes UTF-16, whatever page it is set
//! to (850 and 865 in Norway), and what goes into a pipe or a file is UTF-8 everywhere, for programs to read.
//! `SetConsoleOutputCP` would outlive this program in the window of whoever started it.

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

/// Whether the terminal belongs to this program alone, and goes away with it: a program that is started from a command line
/// shares its console with that, one that was double-clicked has its own.
#[cfg(windows)]
pub fn is_ours_alone() -> bool {
    use windows_sys::Win32::System::Console::GetConsoleProcessList;
    let mut processes = [0u32; 2];
    // SAFETY: the list goes with its length. Where there are more, their number is returned all the same.
    unsafe { GetConsoleProcessList(processes.as_mut_ptr(), 2) == 1 }
}

/// Elsewhere terminals stay.
#[cfg(not(windows))]
pub fn is_ours_alone() -> bool {
    false
}
