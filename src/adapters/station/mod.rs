//! The workstation, as its operating system tells of it.
