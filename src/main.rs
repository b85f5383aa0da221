//! The binary: arguments to exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(eid_ready::cli::run(std::env::args_os()))
}
