//! Exact decimal numbers, from digits as articles write them.

use std::fmt;

/// `mantissa / 10^scale`, never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    mantissa: u128,
    scale: u32,
}

impl Decimal {
    pub const fn integer(n: u64) -> Self {
        Self { mantissa: n as u128, scale: 0 }
    }

    /// Digits with separators: `1,500` and `1.500.000` have thousands, `1,5` and `1.5` decimals.
    pub fn parse(text: &str) -> Option<Self> {
        let marks: Vec<(usize, char)> = text.char_indices().filter(|c| !c.1.is_ascii_digit()).collect();
        if text.is_empty() || text.len() > 40 || marks.iter().any(|m| !matches!(m.1, '.' | ',' | '،')) {
            return None;
        }
        let groups: Vec<&str> = text.split(['.', ',', '،']).collect();
        if groups.iter().any(|g| g.is_empty()) {
            return None;
        }
        let thousands =
            groups.len() > 1 && groups.first().is_some_and(|g| g.len() <= 3 && *g != "0") && groups.iter().skip(1).all(|g| g.len() == 3);
        let last = marks.last().map(|m| m.1);
        let same = marks.iter().all(|m| Some(m.1) == last);
        let decimals = match marks.len() {
            0 => 0,
            1 if thousands && last != Some('.') => 0,
            1 => groups.last()?.len(),
            _ if same && thousands => 0,
            // `1,234.5`: all but the last group are thousands.
            _ if !same
                && groups.iter().skip(1).rev().skip(1).all(|g| g.len() == 3)
                && marks.iter().rev().skip(1).all(|m| Some(m.1) != last) =>
            {
                groups.last()?.len()
            }
            _ => return None,
        };
        let digits: String = groups.concat();
        Some(Self { mantissa: digits.parse().ok()?, scale: u32::try_from(decimals).ok()? }.reduced())
    }

    fn reduced(mut self) -> Self {
        while self.scale > 0 && self.mantissa.is_multiple_of(10) {
            self.mantissa /= 10;
            self.scale -= 1;
        }
        self
    }

    pub fn times(self, n: u64) -> Option<Self> {
        Some(Self { mantissa: self.mantissa.checked_mul(u128::from(n))?, scale: self.scale }.reduced())
    }

    pub fn hundredths(n: u64) -> Self {
        Self { mantissa: u128::from(n), scale: 2 }.reduced()
    }

    pub fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let lift = |d: Self| 10u128.checked_pow(scale - d.scale).and_then(|p| d.mantissa.checked_mul(p));
        Some(Self { mantissa: lift(self)?.checked_add(lift(other)?)?, scale }.reduced())
    }

    /// The number where it is whole and small.
    pub fn whole(self) -> Option<u64> {
        if self.scale == 0 { u64::try_from(self.mantissa).ok() } else { None }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:0>width$}", self.mantissa, width = self.scale as usize + 1);
        let (whole, part) = digits.split_at(digits.len() - self.scale as usize);
        if part.is_empty() { f.write_str(whole) } else { write!(f, "{whole}.{part}") }
    }
}
