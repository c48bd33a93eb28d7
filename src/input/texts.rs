//! Texts that live as long as the tree of the model file which borrows from them.

use std::cell::OnceCell;

/// A growing list of texts, each at its place for good.
#[derive(Default)]
pub(super) struct Texts {
    text: OnceCell<String>,
    rest: OnceCell<Box<Texts>>,
}

impl Texts {
    /// Keeps a text and lends it.
    pub(super) fn keep(&self, text: String) -> &str {
        let mut place = self;
        while place.text.get().is_some() {
            place = place.rest.get_or_init(Box::default);
        }
        place.text.get_or_init(|| text)
    }
}

#[cfg(test)]
mod tests {
    use super::Texts;

    #[test]
    fn every_text_stays() {
        let texts = Texts::default();
        let kept: Vec<&str> = (0..5).map(|number| texts.keep(number.to_string())).collect();
        assert_eq!(kept, ["0", "1", "2", "3", "4"]);
    }
}
