//! Logins, through the built binary, at providers that stand in `tests/idp`.

mod bench;
mod broken_files;
mod callback;
mod cards;
mod checks;
mod connections;
mod eids;
mod files;
mod good;
mod hostile;
mod keys;
mod modes;
mod organisations;
mod pace;
mod persons;
mod provider;
mod reports;
mod secrets;
mod way;
mod wire;
