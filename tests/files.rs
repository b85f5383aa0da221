//! `verify` and the files that a person hands over, through the built binary.

mod answers;
mod bad;
mod many;
