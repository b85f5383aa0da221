//! How much memory a piece of work takes: every allocation of this test program is counted for the thread that asks.
#![cfg_attr(
    windows,
    allow(clippy::missing_const_for_thread_local, reason = "it is one; there the lint does not see it")
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

#[global_allocator]
static COUNTED: Counted = Counted;

struct Counted;

thread_local! {
    /// What the thread has now, and the most that it has had, bytes. What another thread gives back is missed.
    static USE: Cell<(isize, isize)> = const { Cell::new((0, 0)) };
}

fn count(bytes: isize) {
    // A thread that is ending has no place to count in any more.
    let _ = USE.try_with(|used| {
        let (now, most) = used.get();
        used.set((now + bytes, most.max(now + bytes)));
    });
}

// SAFETY: everything is the system's allocator; only numbers are kept beside it.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size as isize - layout.size() as isize);
        // SAFETY: as the caller promises.
        unsafe { System.realloc(place, layout, size) }
    }
}

/// The most bytes that this thread has had at once during `work`, beyond what it had before.
pub fn most_during(work: impl FnOnce()) -> usize {
    let before = USE.with(|used| {
        let (now, _) = used.get();
        used.set((now, now));
        now
    });
    work();
    let most = USE.with(|used| used.get().1);
    usize::try_from(most - before).unwrap_or_default()
}
