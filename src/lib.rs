//! `eid-ready`: can the person holding this card log in at level high, from here, now and on the go-live date — and
//! if not, whose turn is it to do what?
//!
//! ```text
//!          ports              facts                     report
//! world ─▶ gather ─▶ Capture{facts, policy} ─▶ judge ─▶ Report ─▶ text · json · html · junit · csv · nagios
//!          ▲                      │     ▲
//!          │ live / simulate      ▼     │ replay
//!                            capture.json
//! ```
//!
//! The modules stand in layer order; `tests/layering.rs` holds who may import whom. ARCHITECTURE.md tells why.

pub mod facts;
pub mod policy;

pub mod capture;

pub mod identity;
pub mod iso7816;
pub mod pki;

pub mod openid;

pub mod ports;

pub mod cards;

pub mod judge;

pub mod gather;

pub mod adapters;

pub mod report;

pub mod cli;
