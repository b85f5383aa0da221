//! The binary: arguments to exit code.

use std::process::ExitCode;

/// A report on a thousand certificates is made of many small texts, on all processors: the allocators of the operating
/// systems take a tenth longer for it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(eid_ready::cli::run(std::env::args_os()))
}
