//! Names of files.

/// A name that any file system takes.
pub(super) fn plain(name: &str) -> String {
    let plain = |letter: char| {
        let kept = letter.is_alphanumeric() || "+-_=.,".contains(letter);
        if kept { letter } else { '_' }
    };
    let name: String = name.chars().map(plain).collect();
    name.trim_start_matches('.').to_owned()
}
