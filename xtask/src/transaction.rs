//! Changes of several files that happen together, or not at all.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What a transaction does to the file system, one step a call.
pub trait Disk {
    /// Makes one folder, whose parent is there.
    ///
    /// # Errors
    ///
    /// Fails as [`fs::create_dir`] does.
    fn create_folder(&mut self, path: &Path) -> io::Result<()>;
    /// Writes a new file.
    ///
    /// # Errors
    ///
    /// Fails as [`fs::write`] does.
    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Gives a file another name, where there is none of that name.
    ///
    /// # Errors
    ///
    /// Fails as [`fs::rename`] does.
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    ///
    /// # Errors
    ///
    /// Fails as [`fs::remove_file`] does.
    fn remove_file(&mut self, path: &Path) -> io::Result<()>;
    /// Removes a folder with nothing in it.
    ///
    /// # Errors
    ///
    /// Fails as [`fs::remove_dir`] does.
    fn remove_folder(&mut self, path: &Path) -> io::Result<()>;
}

/// The disk of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct LocalDisk;

impl Disk for LocalDisk {
    fn create_folder(&mut self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::write(path, bytes)
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&mut self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&mut self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }
}

/// Changes that wait to be made.
#[derive(Debug, Clone, Default)]
pub struct Transaction {
    steps: Vec<Step>,
}

#[derive(Debug, Clone)]
enum Step {
    Write { path: PathBuf, bytes: Vec<u8> },
    Remove { path: PathBuf },
}

impl Step {
    fn path(&self) -> &Path {
        match self {
            Self::Write { path, .. } | Self::Remove { path } => path,
        }
    }
}

/// Why nothing was changed.
#[derive(Debug)]
pub struct Failure {
    /// The file that was being changed.
    pub path: PathBuf,
    /// What was being done to it, such as `write`.
    pub verb: &'static str,
    /// What the disk said.
    pub error: io::Error,
    /// What could not be put back either, with what is to be done by hand; empty as a rule.
    pub left: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cannot {} {} ({})",
            self.verb,
            self.path.display(),
            self.error
        )?;
        for left in &self.left {
            write!(f, "; {left}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

impl Transaction {
    /// Nothing to do yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a file, whether it is there or not.
    pub fn write(&mut self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) {
        self.steps.push(Step::Write {
            path: path.into(),
            bytes: bytes.into(),
        });
    }

    /// Removes a file that is there.
    pub fn remove(&mut self, path: impl Into<PathBuf>) {
        self.steps.push(Step::Remove { path: path.into() });
    }

    /// Makes all changes. New contents are written next to the old ones, then the old files step
    /// aside, then the new ones take their places; the old ones go last.
    ///
    /// Gives the files that were put aside and could not be removed: all is done, they are left
    /// over.
    ///
    /// # Errors
    ///
    /// Fails when one step fails; all steps before it are then undone.
    pub fn commit(&self, disk: &mut dyn Disk) -> Result<Vec<PathBuf>, Failure> {
        let mut done = Done::default();
        match self.make(disk, &mut done) {
            Ok(()) => Ok(done.clean(disk)),
            Err((path, verb, error)) => Err(Failure {
                path,
                verb,
                error,
                left: done.undo(disk),
            }),
        }
    }

    fn make(&self, disk: &mut dyn Disk, done: &mut Done) -> Result<(), Trouble> {
        for step in &self.steps {
            let Step::Write { path, bytes } = step else {
                continue;
            };
            done.make_folders(disk, path)?;
            let beside = marked(path, "generating");
            // A file that is half written is undone as well.
            done.steps.push(Undo::RemoveFile(beside.clone()));
            disk.write(&beside, bytes).map_err(trouble(path, "write"))?;
        }
        for path in self.steps.iter().map(Step::path) {
            if path.exists() {
                let aside = marked(path, "before");
                disk.rename(path, &aside)
                    .map_err(trouble(path, "replace"))?;
                done.aside.push(aside.clone());
                done.steps.push(Undo::Rename(aside, path.to_owned()));
            }
        }
        for step in &self.steps {
            if let Step::Write { path, .. } = step {
                disk.rename(&marked(path, "generating"), path)
                    .map_err(trouble(path, "put in its place"))?;
                done.steps.push(Undo::RemoveFile(path.clone()));
            }
        }
        Ok(())
    }
}

type Trouble = (PathBuf, &'static str, io::Error);

fn trouble(path: &Path, verb: &'static str) -> impl FnOnce(io::Error) -> Trouble {
    let path = path.to_owned();
    move |error| (path, verb, error)
}

/// The name of a file next to another one.
fn marked(path: &Path, mark: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(mark);
    path.with_file_name(name)
}

/// What was done so far, and how it is undone.
#[derive(Debug, Default)]
struct Done {
    steps: Vec<Undo>,
    /// The old files, which go when all is done.
    aside: Vec<PathBuf>,
}

#[derive(Debug)]
enum Undo {
    RemoveFile(PathBuf),
    RemoveFolder(PathBuf),
    Rename(PathBuf, PathBuf),
}

impl Done {
    fn make_folders(&mut self, disk: &mut dyn Disk, path: &Path) -> Result<(), Trouble> {
        let missing: Vec<&Path> = path
            .ancestors()
            .skip(1)
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
            .collect();
        for folder in missing.into_iter().rev() {
            disk.create_folder(folder)
                .map_err(trouble(folder, "create"))?;
            self.steps.push(Undo::RemoveFolder(folder.to_owned()));
        }
        Ok(())
    }

    /// Undoes all, the last first; gives what could not be undone.
    fn undo(self, disk: &mut dyn Disk) -> Vec<String> {
        let mut left = Vec::new();
        for step in self.steps.into_iter().rev() {
            match step {
                Undo::RemoveFile(path) => {
                    if path.exists() && disk.remove_file(&path).is_err() {
                        left.push(format!("remove {} by hand", path.display()));
                    }
                }
                Undo::RemoveFolder(path) => {
                    if disk.remove_folder(&path).is_err() {
                        left.push(format!("remove {} by hand", path.display()));
                    }
                }
                Undo::Rename(from, to) => {
                    if disk.rename(&from, &to).is_err() {
                        left.push(format!(
                            "rename {} to {} by hand",
                            from.display(),
                            to.display()
                        ));
                    }
                }
            }
        }
        left
    }

    /// Removes the old files; gives those that stay.
    fn clean(self, disk: &mut dyn Disk) -> Vec<PathBuf> {
        let stays = |path: &PathBuf| disk.remove_file(path).is_err();
        self.aside.into_iter().filter(stays).collect()
    }
}

#[cfg(test)]
pub(crate) mod tests;
