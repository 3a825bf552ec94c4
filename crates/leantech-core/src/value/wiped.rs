//! Bytes that may hold a secret: overwritten when they are dropped, and when they move.

use std::io;

use bytes::Bytes;
use secrecy::zeroize::Zeroizing;

/// A text that is overwritten when it is dropped.
pub(crate) type WipedText = Zeroizing<String>;

/// Bytes that grow without leaving a copy where they were.
#[derive(Default)]
pub(crate) struct Wiped(Zeroizing<Vec<u8>>);

impl Wiped {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self(Zeroizing::new(Vec::with_capacity(capacity)))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            // A `Vec` that grows by itself would leave its former memory as it is.
            let mut larger = Vec::with_capacity(needed.max(self.0.capacity() * 2));
            larger.extend_from_slice(&self.0);
            self.0 = Zeroizing::new(larger);
        }
        self.0.extend_from_slice(bytes);
    }

    /// The bytes, which are overwritten when their last clone is dropped.
    pub(crate) fn into_bytes(self) -> Bytes {
        Bytes::from_owner(self.0)
    }

    /// The text, if it is one.
    pub(crate) fn into_text(mut self) -> Option<WipedText> {
        let bytes = std::mem::take(&mut *self.0);
        match String::from_utf8(bytes) {
            Ok(text) => Some(Zeroizing::new(text)),
            Err(error) => {
                drop(Zeroizing::new(error.into_bytes()));
                None
            }
        }
    }
}

impl io::Write for Wiped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_there_however_often_it_grew() {
        let mut wiped = Wiped::with_capacity(1);
        for _ in 0..100 {
            wiped.extend(b"abc");
        }
        assert_eq!(wiped.len(), 300);
        let text = wiped.into_text();
        assert_eq!(text.as_deref(), Some(&"abc".repeat(100)));
        let mut wiped = Wiped::default();
        wiped.extend(b"\xff");
        assert!(wiped.into_text().is_none());
    }
}
