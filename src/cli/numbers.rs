//! Numbers of the command line (命令行数字): one set of parsers, so that no command lets through what another refuses.

/// A number that is neither infinite nor none, within limits.
fn within(text: &str, (least, most): (f64, f64), wanted: (&str, &str)) -> Result<f64, String> {
    let number = text.trim().parse::<f64>().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("应为{} / {} is wanted", wanted.0, wanted.1))
}

/// A share, from 0 to 1.
pub fn share(text: &str) -> Result<f64, String> {
    within(text, (0.0, 1.0), ("0 至 1 的数", "a number from 0 to 1"))
}

/// Seconds, more than none and less than thirty years.
pub fn seconds(text: &str) -> Result<f64, String> {
    within(
        text,
        (f64::MIN_POSITIVE, 1e9),
        ("大于 0 的秒数，至多 10 亿", "a number of seconds above 0, at most 10⁹,"),
    )
}

/// A price in 10⁴ yuan, none or more.
pub fn price(text: &str) -> Result<f64, String> {
    within(text, (0.0, 1e9), ("不小于 0 的万元数，至多 10 亿", "an amount of 10⁴ yuan from 0 to 10⁹"))
}

/// Points of a share, or a number of projects, either way.
pub fn points(text: &str) -> Result<f64, String> {
    within(text, (-1e6, 1e6), ("-100 万至 100 万的数", "a number from -10⁶ to 10⁶"))
}

/// A ratio above 0.
pub fn ratio(text: &str) -> Result<f64, String> {
    within(text, (1e-6, 1e6), ("大于 0 的比例，至多 100 万", "a ratio above 0, at most 10⁶,"))
}

fn whole(text: &str, (least, most): (u64, u64)) -> Result<u64, String> {
    let number = text.trim().parse::<u64>().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| {
        format!("应为 {least} 至 {most} 的整数 / a whole number from {least} to {most} is wanted")
    })
}

fn size(text: &str, limits: (u64, u64)) -> Result<usize, String> {
    usize::try_from(whole(text, limits)?).map_err(|error| error.to_string())
}

/// Threads, or cases at the same time.
pub fn threads(text: &str) -> Result<usize, String> {
    size(text, (1, 4096))
}

/// Columns of a program.
pub fn columns(text: &str) -> Result<usize, String> {
    size(text, (1, 1_000_000_000))
}

/// Alternatives to a plan.
pub fn few(text: &str) -> Result<usize, String> {
    size(text, (0, 100))
}

/// Futures: as many as memory holds, or none where a command may do without.
pub fn futures(text: &str) -> Result<usize, String> {
    size(text, (0, super::futures::MOST_FUTURES as u64))
}

/// A year.
pub fn year(text: &str) -> Result<i32, String> {
    i32::try_from(whole(text, (1900, 2200))?).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_finite_number_within_limits_is_refused() {
        type Parser = fn(&str) -> Result<f64, String>;
        let parsers: [(Parser, &[&str]); 5] = [
            (share, &["0", "1", "0.002", "1e-9"]),
            (seconds, &["0.000001", "600", "1e9"]),
            (price, &["0", "500"]),
            (points, &["-1", "0", "2.5"]),
            (ratio, &["0.8", "1.2"]),
        ];
        for (parse, good) in parsers {
            for word in good {
                assert!(parse(word).is_ok(), "{word}");
            }
            for word in
                ["nan", "NaN", "inf", "-inf", "infinity", "1e308", "-1e308", "1e999", "", "1,5", "x", "٣"]
            {
                assert!(parse(word).is_err(), "{word}");
            }
        }
        assert!(share("-0.1").is_err() && share("1.1").is_err() && price("-1").is_err());
        assert!(seconds("0").is_err() && seconds("-5").is_err() && ratio("0").is_err());
    }

    #[test]
    fn whole_numbers_have_limits_too() {
        for word in ["0", "-1", "1.5", "nan", "99999999999999999999", "4097"] {
            assert!(threads(word).is_err(), "{word}");
        }
        assert_eq!((threads("2"), few("0"), year("2025")), (Ok(2), Ok(0), Ok(2025)));
        assert!(few("101").is_err() && year("0").is_err() && year("-2147483648").is_err());
        assert!(columns("0").is_err() && futures("20001").is_err());
    }
}
