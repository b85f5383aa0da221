//! Files: written whole or not at all, and who can read them.

mod access;

pub use access::readable_by_others;

use std::io::{self, Write};
use std::path::Path;

/// Writes a file whole or not at all: whoever looks sees the old file or the new one, also when the power goes.
///
/// # Errors
/// The folder is not there or not writable, or the disk is full; what stood at the path before is then untouched.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Only within one folder is renaming sure to stay on one file system.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A device or a pipe (`/dev/stdout`) cannot be replaced by a file.
    if std::fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return std::fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let mut draft = tempfile::Builder::new().prefix(".eid-ready-").tempfile_in(folder).map_err(plain)?;
    draft.write_all(bytes)?;
    draft.as_file().sync_all()?;
    share_as_before(draft.as_file(), path)?;
    draft.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Begins a file that is its owner's alone, to be written bit by bit. What has something in it is left as it is.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] for a file with something in it; else the folder is not there or not writable.
pub fn create_private(path: &Path) -> io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true);
    match std::fs::metadata(path) {
        Ok(found) if found.is_file() && found.len() > 0 => return Err(io::ErrorKind::AlreadyExists.into()),
        // An empty file, or a device or a pipe (`/dev/stdout`).
        Ok(_) => {}
        Err(_) => drop(options.create_new(true)),
    }
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The error without the draft's own name, which says nothing to the person who named another file.
fn plain(error: io::Error) -> io::Error {
    match error.to_string().split_once(" at path ") {
        Some((said, _)) => io::Error::new(error.kind(), said),
        None => error,
    }
}

/// Temporary files are the owner's alone; a report is as readable as the file it replaces, or as new files are.
#[cfg(unix)]
fn share_as_before(draft: &std::fs::File, path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    // The umask can be read only by setting it, which other threads would see; so a new report stays the owner's.
    match std::fs::metadata(path) {
        Ok(before) => {
            draft.set_permissions(std::fs::Permissions::from_mode(before.permissions().mode() & 0o777))
        }
        Err(_) => Ok(()),
    }
}

#[cfg(not(unix))]
fn share_as_before(_draft: &std::fs::File, _path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_file_is_written_and_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        write_whole(&path, b"one").unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["report.json"]);
    }

    #[test]
    fn a_private_file_is_new_and_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.trace");
        create_private(&path).unwrap().write_all(b"one").unwrap();
        assert_eq!(create_private(&path).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions()) & 0o777,
            0o600
        );
        std::fs::write(&path, b"").unwrap();
        assert!(create_private(&path).is_ok());
        assert!(create_private(&folder.path().join("nowhere/run.trace")).is_err());
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        assert!(write_whole(&folder.path().join("nowhere/report.json"), b"one").is_err());
        let taken = folder.path().join("taken");
        std::fs::create_dir(&taken).unwrap();
        assert!(write_whole(&taken, b"one").is_err());
        assert_eq!(names(folder.path()), ["taken"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_replaced_file_keeps_its_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        std::fs::write(&path, b"one").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
