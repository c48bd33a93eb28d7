//! Keys that offices spread over columns (宽表), as data: ages, years, towns, grades or sources as heads, figures below.

use super::Table;

/// Which keys of a table may stand as heads of columns, and what the cells below are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// Table.
    pub table: &'static str,
    /// Column of the figures.
    pub value: &'static str,
    /// Key columns whose words may be heads; where a word may be of two of them, the first counts.
    pub keys: &'static [&'static str],
}

const fn spread(table: &'static str, value: &'static str, keys: &'static [&'static str]) -> Spread {
    Spread { table, value, keys }
}

/// Every table that may be written so.
pub const SPREADS: &[Spread] = &[
    spread("population", "persons", &["age", "sex", "date", "group", "town"]),
    spread("births", "births", &["year", "town", "month", "group"]),
    spread("enrolment", "pupils", &["grade", "stage", "year", "group", "town"]),
    spread("demand", "children", &["year", "stage", "town", "group"]),
    spread("official_totals", "persons", &["age", "date", "area", "group"]),
    spread("outside", "persons", &["age", "sex", "year", "group", "area"]),
    spread("mortality", "value", &["age", "sex", "year", "area", "group"]),
    spread("fertility", "value", &["age", "year", "area", "group"]),
    spread("migration", "value", &["age", "sex", "year", "area", "group"]),
    spread("status_change", "value", &["age", "sex", "year", "area", "group"]),
    spread("workers", "workers", &["year", "area", "group"]),
    spread("housing", "dwellings", &["year", "kind", "town"]),
    spread("budget", "limit", &["source", "year", "county", "covers"]),
    spread("expenditure", "amount", &["year", "county", "stage"]),
    spread("land", "limit", &["year", "area"]),
    spread("delivery", "limit", &["year", "county", "programme", "event"]),
    spread("costs", "value", &["item", "stage", "sector", "from_year"]),
    spread("distances", "km", &["to"]),
];

impl Table {
    /// How the table may be written with a key over columns.
    #[must_use]
    pub fn spread(&self) -> Option<&'static Spread> {
        SPREADS.iter().find(|spread| spread.table == self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::TABLES;

    #[test]
    fn spreads_name_columns_that_there_are() {
        for spread in SPREADS {
            let table = TABLES.iter().find(|table| table.name == spread.table).expect("table");
            for name in spread.keys.iter().chain([&spread.value]) {
                assert!(table.columns.iter().any(|column| column.name == *name), "{}: {name}", spread.table);
            }
        }
    }
}
