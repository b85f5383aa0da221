//! How much work one certificate may cause.
//!
//! The chains of Norwegian cards have two or three certificates; the longest of the public suites has seven. What is
//! above these bounds is hostile or a mistake.

use std::cell::Cell;

/// No path is longer, the anchor not counted.
pub(super) const LONGEST_PATH: usize = 16;

/// What is left to spend.
pub(super) struct Budget {
    steps: Cell<u32>,
    paths: Cell<u32>,
    spent: Cell<bool>,
}

impl Budget {
    /// 1000 steps cost at most some 100 ms of signatures; 64 paths let every cross-certificate of a large bridge be tried.
    pub fn new() -> Self {
        Budget { steps: Cell::new(1000), paths: Cell::new(64), spent: Cell::new(false) }
    }

    /// Takes one step from a certificate to an issuer; `false` when there is none left.
    pub fn step(&self) -> bool {
        self.take(&self.steps)
    }

    /// Weighs one path; `false` when there is none left.
    pub fn path(&self) -> bool {
        self.take(&self.paths)
    }

    /// Whether something had to be left out.
    pub fn is_spent(&self) -> bool {
        self.spent.get()
    }

    fn take(&self, left: &Cell<u32>) -> bool {
        let rest = left.get().checked_sub(1);
        left.set(rest.unwrap_or_default());
        self.spent.set(self.spent.get() || rest.is_none());
        rest.is_some()
    }
}
