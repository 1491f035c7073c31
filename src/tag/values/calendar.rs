//! Days and arithmetic on them (proleptic Gregorian calendar).

/// A day that relative dates count from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Year.
    pub year: i32,
    /// 1-12.
    pub month: u8,
    /// 1-31.
    pub day: u8,
}

/// Days of a month of the Gregorian calendar.
pub fn days_in(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl Day {
    /// True for a day that there is, of the years 1 to 9999.
    #[must_use]
    pub fn is_valid(self) -> bool {
        (1..=9999).contains(&self.year) && (1..=12).contains(&self.month) && self.day >= 1 && self.day <= days_in(self.year, self.month)
    }

    /// Days since 0000-03-01.
    fn number(self) -> i64 {
        let (month, year) = (i64::from(self.month), i64::from(self.year) - i64::from(self.month <= 2));
        let shifted = (month + 9) % 12;
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (153 * shifted + 2) / 5 + i64::from(self.day) - 1
    }

    fn from_number(n: i64) -> Self {
        let era = n.div_euclid(146_097);
        let of_era = n.rem_euclid(146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        Self { year: year as i32, month: month as u8, day: day as u8 }
    }

    pub fn plus_days(self, n: i64) -> Self {
        Self::from_number(self.number() + n)
    }

    /// The month `n` months later: year and month.
    pub fn plus_months(self, n: i64) -> (i32, u8) {
        let months = i64::from(self.year) * 12 + i64::from(self.month) - 1 + n;
        (months.div_euclid(12) as i32, (months.rem_euclid(12) + 1) as u8)
    }

    /// 1 = Monday.
    pub fn weekday(self) -> i64 {
        // 0000-03-01 was a Wednesday.
        (self.number() + 2).rem_euclid(7) + 1
    }

    /// ISO week: year and number.
    pub fn week(self) -> (i32, i64) {
        let thursday = self.plus_days(4 - self.weekday());
        let first = Self { year: thursday.year, month: 1, day: 1 };
        (thursday.year, (thursday.number() - first.number()) / 7 + 1)
    }

    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
