//! How files write what cells hold.

use fils_order::{SignedMoney, UtcMs};

/// Decimal text with two places and no grouping: `-1234.50`.
pub fn amount(money: SignedMoney) -> String {
    let sign = if money.0 < 0 { "-" } else { "" };
    let fils = money.0.unsigned_abs();
    format!("{sign}{}.{:02}", fils / 100, fils % 100)
}

/// The same for people: thousands apart, and a real minus.
pub(crate) fn grouped(money: SignedMoney) -> String {
    let sign = if money.0 < 0 { "\u{2212}" } else { "" };
    let fils = money.0.unsigned_abs();
    format!("{sign}{}.{:02}", thousands(fils / 100), fils % 100)
}

/// A number with its thousands apart.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number of things, for people.
pub(crate) fn count(number: i64) -> String {
    let sign = if number < 0 { "\u{2212}" } else { "" };
    format!("{sign}{}", thousands(number.unsigned_abs()))
}

/// Dubai's time in ISO 8601 with its offset: `2026-11-21T14:03:00+04:00`.
pub fn time(at: UtcMs) -> String {
    at.to_dubai().format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// Dubai's time as the country writes it: `21/11/2026 14:03`.
pub(crate) fn clock(at: UtcMs) -> String {
    at.to_dubai().format("%d/%m/%Y %H:%M").to_string()
}

/// A business day as the country writes it: `21/11/2026`. What is no day stays as it is.
pub(crate) fn day(day: &str) -> String {
    let mut parts = day.split('-');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(date), None) => format!("{date}/{month}/{year}"),
        (_, _, _, _) => day.to_owned(),
    }
}

/// Hundredths of a percent as percent: `1.50`.
pub(crate) fn percent(hundredths: i64) -> String {
    amount(SignedMoney(hundredths))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_below_zero_keep_their_sign_even_below_one_dirham() {
        assert_eq!(amount(SignedMoney(-5)), "-0.05");
        assert_eq!(amount(SignedMoney(-123_450)), "-1234.50");
        assert_eq!(amount(SignedMoney(i64::MIN)), "-92233720368547758.08");
        assert_eq!(grouped(SignedMoney(-123_450)), "\u{2212}1,234.50");
        assert_eq!(grouped(SignedMoney(0)), "0.00");
        assert_eq!(count(1_000_000), "1,000,000");
    }

    #[test]
    fn times_are_dubais() {
        let at = UtcMs(1_795_213_800_000);
        assert_eq!(time(at), "2026-11-21T02:30:00+04:00");
        assert_eq!(clock(at), "21/11/2026 02:30");
        assert_eq!(day("2026-11-21"), "21/11/2026");
        assert_eq!(day("soon"), "soon");
    }
}
