//! How much memory this process uses, and whether some bytes are anywhere in it.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::FileExt;

/// The memory that is resident now, in bytes.
pub fn resident_memory() -> u64 {
    of_status("VmRSS:")
}

/// The most memory that was ever resident, or was since [`reset_peak_memory`], in bytes.
pub fn peak_memory() -> u64 {
    of_status("VmHWM:")
}

/// Makes the present the peak, where the kernel allows it.
pub fn reset_peak_memory() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

fn of_status(key: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(key));
    let kilobytes = line.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() * 1024
}

/// How much of the memory is looked at at once.
const STEP: usize = 1 << 20;

/// Looks for bytes in the writable memory of this process.
///
/// It takes what it needs when it is made, so that a search takes no memory: freed memory is still
/// as it was left.
#[derive(Debug)]
pub struct MemorySearch {
    memory: File,
    maps: String,
    buffer: Vec<u8>,
}

impl MemorySearch {
    /// Gets ready.
    ///
    /// # Errors
    ///
    /// Fails where a process may not read its own memory.
    pub fn new() -> io::Result<Self> {
        let memory = File::open("/proc/self/mem")?;
        Ok(Self {
            memory,
            maps: String::with_capacity(1 << 18),
            buffer: vec![0; STEP],
        })
    }

    /// How often some bytes are there.
    ///
    /// `masked` holds each byte xor `mask`, so that what is looked for is not itself in memory.
    ///
    /// # Errors
    ///
    /// Fails where a process may not read its own memory.
    pub fn count(&mut self, masked: &[u8], mask: u8) -> io::Result<usize> {
        self.maps.clear();
        File::open("/proc/self/maps")?.read_to_string(&mut self.maps)?;
        let own = self.buffer.as_ptr() as u64;
        let mut found = 0;
        for (start, end) in self.maps.lines().filter_map(writable_region) {
            let mut at = start;
            while at < end {
                let wanted = usize::try_from(end - at).unwrap_or(STEP).min(STEP);
                let part = self.buffer.get_mut(..wanted).unwrap_or_default();
                // Some regions, such as those of devices, cannot be read.
                let Ok(read) = self.memory.read_at(part, at) else {
                    break;
                };
                let part = part.get_mut(..read).unwrap_or_default();
                for byte in part.iter_mut() {
                    *byte ^= mask;
                }
                let is_elsewhere =
                    |offset: usize| !(own..own + STEP as u64).contains(&(at + offset as u64));
                found += part
                    .windows(masked.len())
                    .enumerate()
                    .filter(|(offset, window)| *window == masked && is_elsewhere(*offset))
                    .count();
                // Two steps overlap by the length that is looked for, less one.
                let overlap = if at + read as u64 == end {
                    0
                } else {
                    masked.len() - 1
                };
                at += read.saturating_sub(overlap).max(1) as u64;
            }
        }
        Ok(found)
    }
}

fn writable_region(line: &str) -> Option<(u64, u64)> {
    let mut words = line.split_whitespace();
    let (start, end) = words.next()?.split_once('-')?;
    let is_writable = words.next()?.starts_with("rw");
    let bounds = (
        u64::from_str_radix(start, 16).ok()?,
        u64::from_str_radix(end, 16).ok()?,
    );
    is_writable.then_some(bounds)
}
