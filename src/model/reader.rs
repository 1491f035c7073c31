//! Bounds-checked reading of model bytes: never panics, never allocates on a length it has not checked.

use super::invalid;
use crate::error::Error;

/// A cursor over model bytes.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// A cursor at the first byte.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Bytes left.
    #[must_use]
    pub const fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// The next `n` bytes.
    ///
    /// # Errors
    /// `InvalidModel` where fewer are left (so for all methods here).
    pub fn bytes(&mut self, n: usize) -> Result<&'a [u8], Error> {
        match self.rest.split_at_checked(n) {
            Some((head, tail)) => {
                self.rest = tail;
                Ok(head)
            }
            None => Err(invalid(format!("{n} bytes expected, {} left: the model is truncated", self.rest.len()))),
        }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let mut out = [0; N];
        out.copy_from_slice(self.bytes(N)?);
        Ok(out)
    }

    /// One byte.
    pub fn u8(&mut self) -> Result<u8, Error> {
        Ok(self.array::<1>()?[0])
    }

    /// Little-endian `u16`.
    pub fn u16(&mut self) -> Result<u16, Error> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    /// Little-endian `u32`.
    pub fn u32(&mut self) -> Result<u32, Error> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// Little-endian `i16`.
    pub fn i16(&mut self) -> Result<i16, Error> {
        Ok(i16::from_le_bytes(self.array()?))
    }

    /// Little-endian `i32`.
    pub fn i32(&mut self) -> Result<i32, Error> {
        Ok(i32::from_le_bytes(self.array()?))
    }

    /// LEB128 `u32`.
    pub fn varint(&mut self) -> Result<u32, Error> {
        let mut value = 0u32;
        for shift in (0..35).step_by(7) {
            let byte = self.u8()?;
            value |= u32::from(byte & 0x7F).checked_shl(shift).unwrap_or(0);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(invalid("a number is damaged: more than five bytes long"))
    }

    /// A count of items of at least `item_bytes` bytes each; checked against what is left, so it is safe to reserve.
    pub fn count(&mut self, item_bytes: usize) -> Result<usize, Error> {
        let n = self.varint()? as usize;
        if n.saturating_mul(item_bytes.max(1)) > self.rest.len() {
            return Err(invalid(format!("{n} items announced, {} bytes left: the model is truncated or damaged", self.rest.len())));
        }
        Ok(n)
    }

    /// A string: varint length, UTF-8 bytes.
    pub fn str(&mut self) -> Result<&'a str, Error> {
        let n = self.count(1)?;
        std::str::from_utf8(self.bytes(n)?).map_err(|_| invalid("a string is not UTF-8"))
    }
}
