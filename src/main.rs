//! The binary: arguments to exit code.

use std::process::ExitCode;

/// A report on a thousand certificates is made of many small texts, on all processors: the allocators of the operating
/// systems take a tenth longer for it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// `mi_option_purge_delay`, which the crate has no name for.
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;

fn main() -> ExitCode {
    // What is given back goes to the system after a millisecond, and not after ten: a list of revoked certificates that
    // was read as PEM would otherwise count twice at the peak. It costs no time that can be measured.
    // SAFETY: sets a number of the allocator, before there is another thread.
    unsafe { libmimalloc_sys::mi_option_set(PURGE_DELAY, 1) };
    ExitCode::from(eid_ready::cli::run(std::env::args_os()))
}
