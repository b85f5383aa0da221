//! Logins, at providers that stand in `tests/idp`.

mod provider;
