//! Logins, through the built binary, at providers that stand in `tests/idp`.

mod bench;
mod callback;
mod checks;
mod client;
mod good;
mod hostile;
mod persons;
mod provider;
mod secrets;
