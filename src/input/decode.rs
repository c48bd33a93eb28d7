//! Bytes to text: UTF-8 with or without BOM, UTF-16 with BOM, else GB18030 (国标编码).

use encoding_rs::{Encoding, GB18030, UTF_8};

/// Text of a file, and whether it had to be read as GB18030.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) gb18030: bool,
}

/// The text, or none where no encoding fits without loss.
pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let plain = |encoding: &'static Encoding, bytes: &[u8]| {
        encoding.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
    };
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return plain(encoding, &bytes[length..]).map(|text| Decoded { text, gb18030: false });
    }
    plain(UTF_8, bytes)
        .map(|text| Decoded { text, gb18030: false })
        .or_else(|| plain(GB18030, bytes).map(|text| Decoded { text, gb18030: true }))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn encodings_are_told_apart() {
        let read = |bytes: &[u8]| decode(bytes).map(|decoded| (decoded.text, decoded.gb18030));
        assert_eq!(read("学位".as_bytes()), Some(("学位".to_owned(), false)));
        assert_eq!(read(b"\xEF\xBB\xBFa"), Some(("a".to_owned(), false)));
        assert_eq!(read(b"\xFF\xFE\x66\x5B"), Some(("学".to_owned(), false)));
        assert_eq!(read(b"\xB9\xAB\xB0\xEC"), Some(("公办".to_owned(), true)));
        assert_eq!(read(b"\xFF\xFF\xFF"), None);
    }
}
