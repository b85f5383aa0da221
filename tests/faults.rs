//! Every fault that a card's file can describe, at every command of every simulated family, through the built program.

mod matrix;
mod program;
mod table;
