//! Texts that live as long as the tree of the model file which borrows from them.

use std::cell::{Cell, OnceCell};

/// A growing list of texts, each at its place for good: parts of 1, 2, 4, … places.
#[derive(Default)]
pub(super) struct Texts {
    parts: [OnceCell<Box<[OnceCell<String>]>>; 32],
    length: Cell<usize>,
}

impl Texts {
    /// Keeps a text and lends it.
    pub(super) fn keep(&self, text: String) -> &str {
        let place = self.length.get() + 1;
        self.length.set(place);
        let part = place.ilog2();
        let all = self.parts[part as usize % 32]
            .get_or_init(|| (0..1_usize << part).map(|_| OnceCell::new()).collect());
        all[place - (1 << part)].get_or_init(|| text)
    }
}

#[cfg(test)]
mod tests {
    use super::Texts;

    #[test]
    fn every_text_stays() {
        let texts = Texts::default();
        let kept: Vec<&str> = (0..1000).map(|number| texts.keep(number.to_string())).collect();
        assert!(kept.iter().enumerate().all(|(number, text)| *text == number.to_string()));
    }
}
