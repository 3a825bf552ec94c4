//! The file below the state: a redb database with one table.

use std::path::Path;

use redb::{Database, ReadableDatabase, TableDefinition};

use super::encoding::{Change, RawRow};
use crate::error::StateFault;

const ROWS: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("rows");

/// What the file may hold in memory: the state is there already.
const CACHE: usize = 1 << 20;

/// An open file.
#[derive(Debug)]
pub(super) struct File(Database);

impl File {
    /// Opens a file, or makes one, and gives its rows in the order of their keys.
    pub(super) fn open(path: &Path) -> Result<(Self, Vec<RawRow>), StateFault> {
        let database = Database::builder()
            .set_cache_size(CACHE)
            .create(path)
            .map_err(opening)?;
        let rows = read(&database).map_err(|error| StateFault::Database(Box::new(error)))?;
        Ok((Self(database), rows))
    }

    /// Writes changes; they are on the disk when this comes back.
    pub(super) fn write(&self, changes: &[Change]) -> Result<(), redb::Error> {
        let writing = self.0.begin_write()?;
        {
            let mut table = writing.open_table(ROWS)?;
            for change in changes {
                match change {
                    Change::Clear => table.retain(|_, _| false)?,
                    Change::Put { key, value } => {
                        table.insert(&**key, &**value)?;
                    }
                    Change::Remove { key } => {
                        table.remove(&**key)?;
                    }
                }
            }
        }
        writing.commit()?;
        Ok(())
    }
}

fn opening(error: redb::DatabaseError) -> StateFault {
    match error {
        redb::DatabaseError::DatabaseAlreadyOpen => StateFault::InUse,
        error => StateFault::Database(Box::new(error.into())),
    }
}

fn read(database: &Database) -> Result<Vec<RawRow>, redb::Error> {
    let reading = database.begin_read()?;
    let table = match reading.open_table(ROWS) {
        Ok(table) => table,
        // A new file has no table yet.
        Err(redb::TableError::TableDoesNotExist(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    table
        .range::<&[u8]>(..)?
        .map(|row| {
            let (key, value) = row?;
            Ok((key.value().to_vec(), value.value().to_vec()))
        })
        .collect()
}
