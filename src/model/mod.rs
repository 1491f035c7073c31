//! Model files: a container of named, checksummed sections. A stage reads its own section from bytes.
//!
//! Layout, little-endian: magic `MZNM`, `u32` format version, `u32` number of sections, then for each section
//! 8 bytes of name (zero-padded ASCII), `u32` offset from the start of the file, `u32` length, `u32` CRC-32 of its bytes; then the sections.

#[cfg(feature = "embedded")]
mod embedded;
mod reader;
#[cfg(feature = "train")]
mod writer;

pub use reader::Reader;
#[cfg(feature = "train")]
pub use writer::{Writer, container};

use crate::error::{Error, ErrorKind};

const MAGIC: &[u8; 4] = b"MZNM";

/// Version of the container and of all section layouts together. Bump it when any reader could misread an older file.
///
/// History: 1 (2026-11) first.
pub const FORMAT_VERSION: u32 = 1;

/// Sections of one or more model files, checked against their checksums.
#[derive(Clone, Debug, Default)]
pub struct Model<'a> {
    sections: Vec<(&'a str, &'a [u8], u32)>,
}

impl<'a> Model<'a> {
    /// The models that are compiled into the crate.
    ///
    /// # Errors
    /// `InvalidModel` where the crate was built with damaged files.
    #[cfg(feature = "embedded")]
    pub fn embedded() -> Result<Model<'static>, Error> {
        Model::read_all(embedded::PARTS)
    }

    /// Reads one container that holds all sections.
    ///
    /// # Errors
    /// `InvalidModel`, saying what was found and expected.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        Self::read_all(&[bytes])
    }

    /// Reads several containers as one; a later section of the same name wins.
    ///
    /// # Errors
    /// `InvalidModel`, saying what was found and expected.
    pub fn read_all(parts: &[&'a [u8]]) -> Result<Self, Error> {
        let mut model = Model::default();
        for part in parts {
            model.add(part)?;
        }
        Ok(model)
    }

    fn add(&mut self, bytes: &'a [u8]) -> Result<(), Error> {
        let mut r = Reader::new(bytes);
        if r.bytes(4).ok() != Some(MAGIC.as_slice()) {
            return Err(invalid("this is no Mizan model: it does not begin with MZNM; give a file made by mizan-tools"));
        }
        let version = r.u32()?;
        if version != FORMAT_VERSION {
            let age = if version < FORMAT_VERSION { "older" } else { "newer" };
            return Err(invalid(format!(
                "the model has format {version}, which is {age} than format {FORMAT_VERSION} that this version reads; use the model shipped with it"
            )));
        }
        let count = r.u32()?;
        for _ in 0..count {
            let name = r.bytes(8)?;
            let (offset, len, crc) = (r.u32()? as usize, r.u32()? as usize, r.u32()?);
            let name = std::str::from_utf8(name).map_err(|_| invalid("a section name is damaged"))?.trim_end_matches('\0');
            let data = offset.checked_add(len).and_then(|end| bytes.get(offset..end)).ok_or_else(|| {
                invalid(format!(
                    "section {name} should end at byte {} but the file has {} bytes: it is truncated",
                    offset.saturating_add(len),
                    bytes.len()
                ))
            })?;
            let found = crc32(data);
            if found != crc {
                return Err(invalid(format!("section {name} is damaged: checksum {found:08x}, expected {crc:08x}; fetch the file again")));
            }
            self.sections.retain(|s| s.0 != name);
            self.sections.push((name, data, crc));
        }
        Ok(())
    }

    /// Bytes of a section.
    ///
    /// # Errors
    /// `InvalidModel` where there is none of that name.
    pub fn section(&self, name: &str) -> Result<&'a [u8], Error> {
        self.sections
            .iter()
            .find(|s| s.0 == name)
            .map(|s| s.1)
            .ok_or_else(|| invalid(format!("the model has no section {name}; use a whole model, as mizan-tools bundle writes it")))
    }

    /// All sections: name, bytes.
    pub fn sections(&self) -> impl Iterator<Item = (&'a str, &'a [u8])> + '_ {
        self.sections.iter().map(|s| (s.0, s.1))
    }

    /// Crate version and a hash of all sections: what the report calls `model.version`.
    #[must_use]
    pub fn version(&self) -> String {
        let mut all: Vec<_> = self.sections.iter().map(|s| (s.0, s.2)).collect();
        all.sort_unstable();
        let mut bytes = Vec::new();
        for (name, crc) in all {
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(&crc.to_le_bytes());
        }
        format!("{}+{:08x}", env!("CARGO_PKG_VERSION"), crc32(&bytes))
    }
}

/// An `InvalidModel` error.
pub(crate) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidModel, message)
}

const CRC_TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        let mut c = i as u32;
        let mut k = 0;
        while k < 8 {
            c = if c & 1 == 1 { 0xEDB8_8320 ^ (c >> 1) } else { c >> 1 };
            k += 1;
        }
        table[i] = c;
        i += 1;
    }
    table
};

/// CRC-32 (IEEE 802.3), as in zip and PNG.
#[must_use]
pub fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, &b| (crc >> 8) ^ CRC_TABLE[((crc ^ u32::from(b)) & 0xFF) as usize])
}
