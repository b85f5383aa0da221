//! The Windows program under Wine, at a smart-card library that offers readers of ours (`tests/windows/shims`).
//!
//! These run where the Windows program has been built: `.ci/run` and `.ci/full` do, and name it in `EID_READY_EXE`.

mod bench;
mod cards;
mod desk;
mod slot;
mod window;
