//! The process that a module is loaded into.
//!
//! Standard output and standard error are the module's, to print on; what we have to say goes out of where nobody writes:
//! standard input, which the host has made the writing end of a pipe.

use super::{Line, loading, processes, token};
use crate::facts::{ModuleInfo, ProbeError};
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::slot::Slot;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

/// The first argument of a process that is a child; the second is the module's file, the third its patience in
/// milliseconds. Nobody types it.
pub const ARGUMENT: &str = "look-through-module";

/// No token of a person has more; a module that lists more leads us in circles.
const MOST_SLOTS: usize = 256;

/// Looks through the module and says what it sees.
pub fn run_child(module: &OsStr, patience: &OsStr) {
    let Ok(to) = outlet() else { return };
    end_in_time(patience);
    let mut saying = Saying { to, process: std::process::id() };
    let end = match look(Path::new(module), &mut saying) {
        Ok(()) => Line::Done,
        Err(error) => Line::Failed(error),
    };
    saying.say(&end);
    // Whatever the module wants to do when the process ends has had its chance.
    processes::leave();
}

/// The host ends us in time; should it be gone, we end by ourselves.
fn end_in_time(patience: &OsStr) {
    let ms = patience.to_str().and_then(|text| text.parse().ok()).unwrap_or(0);
    processes::die_with_parent();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(ms) + Duration::from_secs(2));
        processes::leave();
    });
}

#[cfg(unix)]
fn outlet() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(File::from(io::stdin().as_fd().try_clone_to_owned()?))
}

#[cfg(windows)]
fn outlet() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    Ok(File::from(io::stdin().as_handle().try_clone_to_owned()?))
}

/// The way to the host.
struct Saying {
    to: File,
    process: u32,
}

impl Saying {
    /// One line, in one piece. A copy of this process that the module has made by forking says nothing: its original does.
    fn say(&mut self, line: &Line) {
        if std::process::id() != self.process {
            processes::leave();
        }
        if let Ok(mut text) = serde_json::to_vec(line) {
            text.push(b'\n');
            // Without a host there is nobody to tell.
            let _ = self.to.write_all(&text);
        }
    }
}

fn look(path: &Path, saying: &mut Saying) -> Result<(), ProbeError> {
    let module = Pkcs11::new(path).map_err(|error| loading::error(path, &error))?;
    let call = |name: &'static str| move |error: cryptoki::error::Error| token::error(name, &error);
    module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)).map_err(call("C_Initialize"))?;
    let info = module.get_library_info().map_err(call("C_GetInfo"))?;
    let version = |version: cryptoki::types::Version| format!("{}.{}", version.major(), version.minor());
    saying.say(&Line::Info(ModuleInfo {
        manufacturer: token::text(info.manufacturer_id()),
        description: token::text(info.library_description()),
        version: version(info.library_version()),
        cryptoki: version(info.cryptoki_version()),
    }));
    let slots: Vec<Slot> = module.get_all_slots().map_err(call("C_GetSlotList"))?;
    for slot in slots.iter().take(MOST_SLOTS) {
        saying.say(&Line::Slot(Box::new(token::slot(&module, *slot))));
    }
    module.finalize().map_err(call("C_Finalize"))?;
    match slots.len() > MOST_SLOTS {
        true => Err(ProbeError::malformed("C_GetSlotList", "more slots than can be")),
        false => Ok(()),
    }
}
