//! The file below the state, where the sandbox was built without state files: there is none.

use std::convert::Infallible;
use std::path::Path;

use super::encoding::{Change, RawRow};
use crate::error::StateFault;

/// No file can be opened.
#[derive(Debug)]
pub(super) struct File(Infallible);

impl File {
    pub(super) fn open(_: &Path) -> Result<(Self, Vec<RawRow>), StateFault> {
        Err(StateFault::LeftOut)
    }

    pub(super) fn write(&self, _: &[Change]) -> Result<(), Infallible> {
        match self.0 {}
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::memory::store::Store;

    #[test]
    fn a_state_file_that_cannot_be_kept_names_the_feature() {
        let opened = Store::open(Path::new("sandbox.db"));
        let error = opened.err().map(|error| error.to_string());
        assert_eq!(
            error.as_deref(),
            Some(
                "could not open the state file sandbox.db: this sandbox was built without state files; \
                 switch on the feature `redb` of leantech-sandbox"
            )
        );
    }
}
