//! Ending processes, our own and those that a module started.

use std::process::Child;

/// Ends this process at once, without what libraries do when a process ends.
pub(super) fn leave() -> ! {
    #[cfg(unix)]
    // SAFETY: ends the process; nothing of it is used afterwards.
    unsafe {
        libc::_exit(0)
    }
    #[cfg(not(unix))]
    std::process::exit(0)
}

/// Ends this process when the thread that started it is gone.
pub(super) fn die_with_parent() {
    #[cfg(target_os = "linux")]
    // SAFETY: sets an attribute of this process.
    unsafe {
        libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
    }
}

/// Whether processes that `child` started are still there after it has ended. They are ended, too.
pub(super) fn end_group(child: &Child) -> bool {
    #[cfg(unix)]
    {
        let Ok(group) = libc::pid_t::try_from(child.id()) else { return false };
        // SAFETY: sends a signal to the group that was made for this child.
        unsafe { libc::kill(-group, libc::SIGKILL) == 0 }
    }
    #[cfg(not(unix))]
    {
        let _ = child;
        false
    }
}
