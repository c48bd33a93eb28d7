//! A cut (割平面): a row that every plan of whole projects satisfies.

/// A row `Σ terms ≥ right`.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// Columns with their coefficients.
    pub terms: Vec<(usize, f64)>,
    /// Right-hand side.
    pub right: f64,
}

impl Cut {
    /// The same cut of a program of which its columns are these.
    #[must_use]
    pub fn of_whole(&self, columns: &[usize]) -> Self {
        let terms = self.terms.iter().map(|(place, by)| (columns[*place], *by)).collect();
        Self { terms, right: self.right }
    }

    /// By how much a point misses it.
    #[must_use]
    pub fn violation(&self, values: &[f64]) -> f64 {
        self.right - self.terms.iter().map(|(column, by)| by * values[*column]).sum::<f64>()
    }
}
