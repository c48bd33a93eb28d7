//! Ceilings whose rest may be carried to the next year (结转), as chains of years.

use std::collections::BTreeMap;

/// Positions of ceilings in chains: each line's years in order, cut where nothing is carried or a year is missing.
pub fn chains<T, Line: Ord>(
    ceilings: &[T],
    line: impl Fn(&T) -> Line,
    year: impl Fn(&T) -> i32,
    carry: impl Fn(&T) -> bool,
) -> Vec<Vec<usize>> {
    let mut lines: BTreeMap<Line, Vec<usize>> = BTreeMap::new();
    for (index, ceiling) in ceilings.iter().enumerate() {
        lines.entry(line(ceiling)).or_default().push(index);
    }
    let mut chains = Vec::new();
    for mut line in lines.into_values() {
        line.sort_by_key(|index| year(&ceilings[*index]));
        let carries = |one: &usize, next: &usize| {
            let (one, next) = (&ceilings[*one], &ceilings[*next]);
            carry(one) && year(one) + 1 == year(next)
        };
        chains.extend(line.chunk_by(carries).map(<[usize]>::to_vec));
    }
    chains
}
