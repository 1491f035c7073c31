//! The one error type, with the stable codes of the report contract.

use std::fmt;

/// What went wrong, as a class that callers can branch on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An option or argument has a wrong name, type or value.
    InvalidArgument,
    /// Bytes that are no text in any encoding that is recognised.
    InvalidEncoding,
    /// The text is longer than `maxLength`.
    TooLarge,
    /// Model bytes that are truncated, damaged, or of another format version.
    InvalidModel,
}

impl ErrorKind {
    /// The code that JavaScript and the command line show.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidArgument => "invalid_argument",
            Self::InvalidEncoding => "invalid_encoding",
            Self::TooLarge => "too_large",
            Self::InvalidModel => "invalid_model",
        }
    }
}

/// An error with a kind and a message that says what was found, what was expected and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

impl Error {
    /// An error of that kind.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// The class of the error.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The stable code, as in `ErrorKind::code`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// The message without the code.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.message)
    }
}

impl std::error::Error for Error {}
