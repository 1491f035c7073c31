//! Writing model bytes (feature `train`): the mirror of `Reader`.

use super::{FORMAT_VERSION, MAGIC, crc32};

/// Collects the bytes of one section.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    /// What has been written.
    pub bytes: Vec<u8>,
}

impl Writer {
    /// One byte.
    pub fn u8(&mut self, v: u8) {
        self.bytes.push(v);
    }

    /// Little-endian `u16`.
    pub fn u16(&mut self, v: u16) {
        self.bytes.extend_from_slice(&v.to_le_bytes());
    }

    /// Little-endian `u32`.
    pub fn u32(&mut self, v: u32) {
        self.bytes.extend_from_slice(&v.to_le_bytes());
    }

    /// Little-endian `i16`.
    pub fn i16(&mut self, v: i16) {
        self.bytes.extend_from_slice(&v.to_le_bytes());
    }

    /// Little-endian `i32`.
    pub fn i32(&mut self, v: i32) {
        self.bytes.extend_from_slice(&v.to_le_bytes());
    }

    /// LEB128 `u32`; also what `Reader::count` reads.
    pub fn varint(&mut self, mut v: u32) {
        while v >= 0x80 {
            self.bytes.push((v & 0x7F) as u8 | 0x80);
            v >>= 7;
        }
        self.bytes.push(v as u8);
    }

    /// Raw bytes.
    pub fn raw(&mut self, v: &[u8]) {
        self.bytes.extend_from_slice(v);
    }

    /// A string: varint length, UTF-8 bytes.
    pub fn str(&mut self, v: &str) {
        self.varint(u32::try_from(v.len()).unwrap_or(u32::MAX));
        self.raw(v.as_bytes());
    }
}

/// A container of the sections given (names of at most 8 ASCII bytes).
#[must_use]
pub fn container(sections: &[(&str, &[u8])]) -> Vec<u8> {
    let mut w = Writer::default();
    w.raw(MAGIC);
    w.u32(FORMAT_VERSION);
    w.u32(sections.len() as u32);
    let mut offset = 12 + sections.len() * 20;
    for (name, data) in sections {
        let mut padded = [0u8; 8];
        padded[..name.len()].copy_from_slice(name.as_bytes());
        w.raw(&padded);
        w.u32(offset as u32);
        w.u32(data.len() as u32);
        w.u32(crc32(data));
        offset += data.len();
    }
    for (_, data) in sections {
        w.raw(data);
    }
    w.bytes
}
