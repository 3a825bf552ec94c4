//! The file below the state: batches of changes, one behind the other, each with its checksum.
//!
//! The head says how many bytes were whole when it was last written. Up to there everything must be
//! as it was; behind it only a batch that was being written when the program was killed may be cut,
//! and nobody was told of that one.

use std::collections::BTreeMap;
use std::fs::{File as OsFile, OpenOptions, TryLockError};
use std::io::{Error, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha512};

use super::encoding::{Change, RawRow};
use crate::error::StateFault;

/// How every file begins; another number is another form.
const MAGIC: &[u8; 16] = b"lean sandbox 003";

/// The magic, the length that is whole, and the checksum of both.
const HEAD: usize = 16 + 8 + CHECK;

/// How many bytes of a SHA-512 are kept.
const CHECK: usize = 8;

/// A file that is this much longer than what it says is written anew.
const SLACK: u64 = 16 << 20;

/// What is written, by its key.
type Rows = BTreeMap<Vec<u8>, Vec<u8>>;

/// An open file, which no other sandbox can open.
#[derive(Debug)]
pub(super) struct File {
    path: PathBuf,
    disk: OsFile,
    length: u64,
    /// About how long the file would be without what was replaced, measured when it was last read.
    live: u64,
}

impl File {
    /// Opens a file, or makes one, and gives its rows in the order of their keys.
    pub(super) fn open(path: &Path) -> Result<(Self, Vec<RawRow>), StateFault> {
        let mut file = own(OpenOptions::new().read(true).write(true).create(true))
            .open(path)
            .map_err(StateFault::Open)?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => StateFault::InUse,
            TryLockError::Error(error) => StateFault::Open(error),
        })?;
        // A device may never come to its end.
        if !file.metadata().map_err(StateFault::Read)?.is_file() {
            return Err(StateFault::Foreign);
        }
        own_only(&file).map_err(StateFault::Write)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(StateFault::Read)?;
        let mut opened = Self {
            path: path.into(),
            disk: file,
            length: bytes.len() as u64,
            live: 0,
        };
        if bytes.is_empty() {
            opened.begin().map_err(StateFault::Write)?;
            return Ok((opened, Vec::new()));
        }
        let (rows, whole) = read(&bytes)?;
        opened.length = whole;
        opened.live = size(&rows);
        opened.disk.set_len(whole).map_err(StateFault::Write)?;
        Ok((opened, rows.into_iter().collect()))
    }

    /// Writes an empty file.
    fn begin(&mut self) -> Result<(), Error> {
        self.length = HEAD as u64;
        self.write_head()?;
        self.disk.sync_all()
    }

    fn write_head(&mut self) -> Result<(), Error> {
        self.disk.seek(SeekFrom::Start(0))?;
        self.disk.write_all(&head(self.length))
    }

    /// Writes changes; they are on the disk when this comes back.
    pub(super) fn write(&mut self, changes: &[Change]) -> Result<(), Error> {
        let batch = batch(changes)?;
        self.disk.seek(SeekFrom::Start(self.length))?;
        self.disk.write_all(&batch)?;
        self.disk.sync_data()?;
        self.length += batch.len() as u64;
        // What the head says is whole is on the disk; a kill before this is no harm.
        self.write_head()?;
        if self.length > self.live.saturating_mul(4).saturating_add(SLACK) {
            self.shorten()?;
        }
        Ok(())
    }

    /// Writes the file anew without what was replaced, next to it, and puts it in its place.
    fn shorten(&mut self) -> Result<(), Error> {
        let mut bytes = Vec::new();
        self.disk.seek(SeekFrom::Start(0))?;
        self.disk.read_to_end(&mut bytes)?;
        let (rows, _) = read(&bytes).map_err(|_| Error::from(ErrorKind::InvalidData))?;
        let live = size(&rows);
        let all: Vec<Change> = rows
            .into_iter()
            .map(|(key, value)| Change::Put { key, value })
            .collect();
        let beside = self.path.with_extension("new");
        let mut file = own(OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true))
        .open(&beside)?;
        file.try_lock()
            .map_err(|_| Error::from(ErrorKind::WouldBlock))?;
        let batch = batch(&all)?;
        let length = (HEAD + batch.len()) as u64;
        file.write_all(&head(length))?;
        file.write_all(&batch)?;
        file.sync_all()?;
        std::fs::rename(&beside, &self.path)?;
        self.disk = file;
        self.length = length;
        self.live = live;
        Ok(())
    }
}

/// A file that only its owner may read: it holds tokens.
fn own(options: &mut OpenOptions) -> &OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// The same for a file that was made before.
#[cfg(unix)]
fn own_only(file: &OsFile) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt;
    let mut permissions = file.metadata()?.permissions();
    let of_others = permissions.mode() % 0o100;
    if of_others == 0 {
        return Ok(());
    }
    permissions.set_mode(0o600);
    file.set_permissions(permissions)
}

#[cfg(not(unix))]
fn own_only(_: &OsFile) -> Result<(), Error> {
    Ok(())
}

fn check(bytes: &[u8]) -> [u8; CHECK] {
    let digest = Sha512::digest(bytes);
    let mut check = [0; CHECK];
    for (place, byte) in check.iter_mut().zip(digest) {
        *place = byte;
    }
    check
}

fn head(whole: u64) -> Vec<u8> {
    let mut head = MAGIC.to_vec();
    head.extend_from_slice(&whole.to_be_bytes());
    head.extend_from_slice(&check(&head.clone()));
    head
}

/// The changes with their length before them and the checksum of all that behind.
fn batch(changes: &[Change]) -> Result<Vec<u8>, Error> {
    let mut body = Vec::new();
    for change in changes {
        match change {
            Change::Clear => body.push(0),
            Change::Put { key, value } => {
                body.push(1);
                put(&mut body, key)?;
                put(&mut body, value)?;
            }
            Change::Remove { key } => {
                body.push(2);
                put(&mut body, key)?;
            }
        }
    }
    let mut batch = Vec::with_capacity(body.len() + 8 + CHECK);
    batch.extend_from_slice(&(body.len() as u64).to_be_bytes());
    batch.extend_from_slice(&body);
    batch.extend_from_slice(&check(&batch.clone()));
    Ok(batch)
}

fn put(bytes: &mut Vec<u8>, part: &[u8]) -> Result<(), Error> {
    let length = u32::try_from(part.len()).map_err(|_| Error::from(ErrorKind::InvalidData))?;
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(part);
    Ok(())
}

fn size(rows: &Rows) -> u64 {
    let each = rows.iter().map(|(key, value)| key.len() + value.len() + 9);
    each.sum::<usize>() as u64
}

/// The rows of a file, and how many of its bytes are whole.
fn read(bytes: &[u8]) -> Result<(Rows, u64), StateFault> {
    let (head, mut rest) = bytes.split_at_checked(HEAD).ok_or(StateFault::Cut)?;
    if !head.starts_with(MAGIC) {
        // The database of an earlier version, or the JSON before that.
        return Err(if head.starts_with(b"redb") || head.starts_with(b"{") {
            StateFault::OldForm
        } else {
            StateFault::Foreign
        });
    }
    let (said, its_check) = head.split_at_checked(HEAD - CHECK).ok_or(StateFault::Cut)?;
    if check(said) != *its_check {
        return Err(StateFault::Damaged(0));
    }
    let whole = number(said.get(MAGIC.len()..)).ok_or(StateFault::Cut)?;
    if (bytes.len() as u64) < whole {
        return Err(StateFault::Cut);
    }
    let mut rows = Rows::new();
    let mut at = HEAD as u64;
    while !rest.is_empty() {
        let Some((body, after)) = next(rest) else {
            if at >= whole {
                break;
            }
            return Err(StateFault::Damaged(at));
        };
        apply(&mut rows, body).ok_or(StateFault::Damaged(at))?;
        at += (rest.len() - after.len()) as u64;
        rest = after;
    }
    Ok((rows, at))
}

fn number(bytes: Option<&[u8]>) -> Option<u64> {
    Some(u64::from_be_bytes(bytes?.try_into().ok()?))
}

/// The next batch, and what is behind it; nothing where it is cut or damaged.
fn next(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = usize::try_from(number(bytes.get(..8))?).ok()?;
    let end = length.checked_add(8)?;
    let (said, behind) = bytes.split_at_checked(end)?;
    let (its_check, after) = behind.split_at_checked(CHECK)?;
    (check(said) == *its_check).then_some((said.get(8..)?, after))
}

fn apply(rows: &mut Rows, mut body: &[u8]) -> Option<()> {
    while let Some((kind, rest)) = body.split_first() {
        body = rest;
        match kind {
            0 => rows.clear(),
            1 => {
                let key = part(&mut body)?;
                rows.insert(key, part(&mut body)?);
            }
            2 => {
                rows.remove(&part(&mut body)?);
            }
            _ => return None,
        }
    }
    Some(())
}

fn part(bytes: &mut &[u8]) -> Option<Vec<u8>> {
    let (length, rest) = bytes.split_at_checked(4)?;
    let length = u32::from_be_bytes(length.try_into().ok()?);
    let (part, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    *bytes = rest;
    Some(part.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn puts(count: u8) -> Vec<Change> {
        (0..count)
            .map(|key| Change::Put {
                key: vec![key],
                value: vec![key; 20],
            })
            .collect()
    }

    #[test]
    fn a_file_that_is_cut_or_changed_anywhere_is_refused_and_never_read_wrongly()
    -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("state");
        let (mut file, rows) = File::open(&path).map_err(|fault| format!("{fault:?}"))?;
        assert!(rows.is_empty());
        file.write(&puts(3))?;
        file.write(&[Change::Remove { key: vec![1] }])?;
        drop(file);
        let whole = std::fs::read(&path)?;
        let (rows, length) = read(&whole).map_err(|fault| format!("{fault:?}"))?;
        assert_eq!((rows.len(), length), (2, whole.len() as u64));
        for length in 0..whole.len() {
            let cut = whole.get(..length).unwrap_or_default();
            assert!(read(cut).is_err(), "{length}");
        }
        for place in 0..whole.len() * 8 {
            let mut changed = whole.clone();
            if let Some(byte) = changed.get_mut(place / 8) {
                *byte ^= 1 << (place % 8);
            }
            assert!(read(&changed).is_err(), "{place}");
        }
        // A batch that was being written when the program was killed is dropped.
        let mut torn = whole.clone();
        torn.extend_from_slice(batch(&puts(9))?.get(..50).unwrap_or_default());
        let (rows, length) = read(&torn).map_err(|fault| format!("{fault:?}"))?;
        assert_eq!((rows.len(), length), (2, whole.len() as u64));
        Ok(())
    }

    #[test]
    fn a_file_is_written_anew_when_most_of_it_was_replaced()
    -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("state");
        let (mut file, _) = File::open(&path).map_err(|fault| format!("{fault:?}"))?;
        let large = Change::Put {
            key: vec![7],
            value: vec![7; 1 << 20],
        };
        for _ in 0..18 {
            file.write(std::slice::from_ref(&large))?;
        }
        assert!(file.length < 4 << 20, "{}", file.length);
        assert!(matches!(File::open(&path), Err(StateFault::InUse)));
        drop(file);
        let (_, rows) = File::open(&path).map_err(|fault| format!("{fault:?}"))?;
        assert_eq!(rows.len(), 1);
        Ok(())
    }
}
