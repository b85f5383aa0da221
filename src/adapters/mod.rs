//! The outside world: the only modules that name PC/SC, the network and the operating system.

pub mod simulator;
