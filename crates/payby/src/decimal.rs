//! Exact reading of decimal text: no binary fraction ever stands for money.

/// More digits than any amount or time on the wire has.
const MAX_DIGITS: usize = 30;

/// The value of `text` times ten to the `scale`, when that is a whole number that fits. Reads JSON's forms of a
/// number, the exponent included; `12.345` at scale 2 is nothing, because it is not a whole number of hundredths.
pub(crate) fn scaled(text: &str, scale: i32) -> Option<i64> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, small_exponent(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (mantissa, ""),
    };
    if whole.is_empty() {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    let digits = format!("{whole}{fraction}");
    if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Some(0);
    }
    if significant.len() > MAX_DIGITS {
        return None;
    }
    let value: i128 = significant.parse().ok()?;
    let shift = exponent
        .checked_add(scale)?
        .checked_sub(i32::try_from(fraction.len()).ok()?)?;
    let power = 10_i128.checked_pow(shift.unsigned_abs())?;
    let value = if shift >= 0 {
        value.checked_mul(power)?
    } else if value % power == 0 {
        value / power
    } else {
        return None;
    };
    i64::try_from(if negative { -value } else { value }).ok()
}

fn small_exponent(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    let exponent: i32 = if plain {
        text.parse().ok()?
    } else {
        return None;
    };
    (-60..=60).contains(&exponent).then_some(exponent)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::scaled;

    #[test]
    fn reads_every_form_of_the_same_number() {
        for text in [
            "12.30",
            "12.3",
            "12.300000",
            "1.23e1",
            "1.23E+1",
            "1230e-2",
            "0012.3",
            "0.00123E4",
        ] {
            assert_eq!(scaled(text, 2), Some(1230), "{text}");
        }
        for zero in ["0", "-0", "0.00", "-0.0", "0e9", "0E-60"] {
            assert_eq!(scaled(zero, 2), Some(0), "{zero}");
        }
        assert_eq!(scaled("-12.30", 2), Some(-1230));
        assert_eq!(scaled("1581493898000", 0), Some(1_581_493_898_000));
        assert_eq!(scaled("1.581493898E12", 0), Some(1_581_493_898_000));
    }

    #[test]
    fn refuses_what_is_not_exact_or_no_number() {
        for text in [
            "",
            "-",
            "+1",
            ".5",
            "5.",
            "1.",
            "1e",
            "e1",
            "1e+",
            "1e99",
            "12.345",
            "1,2",
            "1_0",
            "0x1",
            "NaN",
            "inf",
            "--1",
            " 1",
            "1 ",
            "1.2.3",
            "1e1e1",
            "\u{0661}",
            "9223372036854775808",
            "1e1.0",
            "99999999999999999999999999999999",
        ] {
            assert_eq!(scaled(text, 2), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(value in any::<i64>()) {
            prop_assert_eq!(scaled(&value.to_string(), 0), Some(value));
            let whole = i128::from(value) / 100;
            let part = i128::from(value).unsigned_abs() % 100;
            let sign = if value < 0 && whole == 0 { "-" } else { "" };
            let text = format!("{sign}{whole}.{part:02}");
            prop_assert_eq!(scaled(&text, 2), Some(value));
        }

        #[test]
        fn no_text_breaks_it(text in "[-+0-9eE.]{0,40}", scale in 0..4) {
            let _: Option<i64> = scaled(&text, scale);
        }
    }
}
