//! `verify` and the files that a person hands over, through the built binary.

#[cfg(target_os = "linux")]
mod answers;
mod bad;
#[cfg(target_os = "linux")]
mod bent;
mod many;
