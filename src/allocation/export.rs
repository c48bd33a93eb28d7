//! The program as an MPS file (模型导出), for any other solver: rows and columns have readable names.

use super::formulation::Formulation;
use super::keys::{ColumnKey, Promise, RowKey, Segment};
use super::model::{Column, ColumnData, Sense};
use crate::domain::{
    ClassIndex, CountyIndex, CoverageUnit, ProgrammeIndex, ProjectIndex, SchoolYear, Spending, Study,
    TownIndex,
};
use std::fmt::Write as _;

/// Row of the objective.
const OBJECTIVE: &str = "present_value";

/// The program in free MPS form. The objective is 10⁴ yuan of present value; its constant, which solvers read in
/// different ways, stands in a comment only.
#[must_use]
pub fn mps(formulation: &Formulation) -> String {
    let names = Names { study: formulation.study, segments: &formulation.sets.segments };
    let rows: Vec<String> =
        formulation.model.rows().iter().enumerate().map(|(index, row)| names.row(index, &row.key)).collect();
    let (name, constant) = (plain(&formulation.study.name), formulation.model.constant);
    let mut text = format!(
        "* minimise 10^4 yuan of present value; constant left out: {constant}\nNAME {name}\nROWS\n N {OBJECTIVE}\n"
    );
    for (row, name) in formulation.model.rows().iter().zip(&rows) {
        let sense = match row.sense {
            Sense::AtMost => 'L',
            Sense::AtLeast => 'G',
            Sense::Equal => 'E',
        };
        let _ = writeln!(text, " {sense} {name}");
    }
    columns(&mut text, formulation, &names, &rows);
    text.push_str("RHS\n");
    for (row, name) in formulation.model.rows().iter().zip(&rows).filter(|(row, _)| row.right != 0.0) {
        let _ = writeln!(text, " RHS {name} {}", row.right);
    }
    text.push_str("BOUNDS\n");
    for column in formulation.model.columns() {
        bounds(&mut text, column, &names.column(&column.key));
    }
    text.push_str("ENDATA\n");
    text
}

fn columns(text: &mut String, formulation: &Formulation, names: &Names, rows: &[String]) {
    let mut entries: Vec<Vec<(usize, f64)>> = vec![Vec::new(); formulation.model.columns().len()];
    for (index, row) in formulation.model.rows().iter().enumerate() {
        for (Column(column), coefficient) in &row.terms {
            entries[*column].push((index, *coefficient));
        }
    }
    text.push_str("COLUMNS\n");
    let mut whole = false;
    for (column, entries) in formulation.model.columns().iter().zip(entries) {
        if column.integer != whole {
            whole = column.integer;
            let _ = writeln!(text, " MARKER 'MARKER' '{}'", if whole { "INTORG" } else { "INTEND" });
        }
        let name = names.column(&column.key);
        let _ = writeln!(text, " {name} {OBJECTIVE} {}", column.cost);
        for (row, coefficient) in entries {
            let _ = writeln!(text, " {name} {} {coefficient}", rows[row]);
        }
    }
    if whole {
        text.push_str(" MARKER 'MARKER' 'INTEND'\n");
    }
}

fn bounds(text: &mut String, column: &ColumnData, name: &str) {
    let _ = writeln!(text, " LO BND {name} {}", column.lower);
    if column.upper.is_finite() {
        let _ = writeln!(text, " UP BND {name} {}", column.upper);
    } else {
        let _ = writeln!(text, " PL BND {name}");
    }
}

/// A word without spaces.
fn plain(word: &str) -> String {
    word.chars().map(|letter| if letter.is_whitespace() { '_' } else { letter }).collect()
}

struct Names<'a> {
    study: &'a Study,
    segments: &'a [Segment],
}

impl Names<'_> {
    fn study(&self) -> &Study {
        self.study
    }

    fn town(&self, town: TownIndex) -> String {
        plain(&self.study().towns[town.index()].code)
    }

    fn county(&self, county: CountyIndex) -> String {
        plain(&self.study().counties[county.index()].code)
    }

    fn project(&self, project: ProjectIndex) -> String {
        plain(&self.study().projects[project.index()].id)
    }

    fn programme(&self, programme: ProgrammeIndex) -> String {
        plain(&self.study().programmes[programme.index()].id)
    }

    fn class(&self, class: ClassIndex) -> String {
        plain(&self.study().class_id(class))
    }

    fn segment(&self, segment: usize) -> String {
        let data = &self.segments[segment];
        let groups: Vec<&str> =
            data.groups.iter().map(|group| self.study().groups[group.index()].id.as_str()).collect();
        plain(&format!("{}/{}", self.study().stages[data.stage.index()].id, groups.join("+")))
    }

    fn column(&self, key: &ColumnKey) -> String {
        match key {
            ColumnKey::Built { project, year } => format!("built[{},{year}]", self.project(*project)),
            ColumnKey::Move { from, to, segment, year } => {
                format!("move[{},{},{},{year}]", self.town(*from), self.town(*to), self.segment(*segment))
            }
            ColumnKey::Enrolled { town, class, segment, year } => {
                self.pupils("enrolled", *town, *class, *segment, *year)
            }
            ColumnKey::Bought { town, class, segment, year } => {
                self.pupils("bought", *town, *class, *segment, *year)
            }
            ColumnKey::Certified { criteria, county, year } => {
                format!(
                    "certified[{},{},{year}]",
                    plain(&self.study().criteria[*criteria].id),
                    self.county(*county)
                )
            }
            ColumnKey::Covered { coverage, unit, year } => {
                format!("covered[{}]", self.covered(*coverage, *unit, *year))
            }
            ColumnKey::Unplaced { town, segment, year } => {
                format!("unplaced[{},{},{year}]", self.town(*town), self.segment(*segment))
            }
            ColumnKey::Short { promise } => format!("short[{}]", self.promise(promise)),
        }
    }

    fn pupils(
        &self,
        what: &str,
        town: TownIndex,
        class: ClassIndex,
        segment: usize,
        year: SchoolYear,
    ) -> String {
        format!("{what}[{},{},{},{year}]", self.town(town), self.class(class), self.segment(segment))
    }

    /// The number of a row stands before its words, since a promise may have two rows.
    fn row(&self, index: usize, key: &RowKey) -> String {
        format!("r{index}:{}", self.row_words(key))
    }

    fn row_words(&self, key: &RowKey) -> String {
        let stage = |stage: &crate::domain::StageIndex| plain(&self.study().stages[stage.index()].id);
        match key {
            RowKey::Placement { town, segment, year } => {
                format!("placement[{},{},{year}]", self.town(*town), self.segment(*segment))
            }
            RowKey::Arrival { town, segment, year } => {
                format!("arrival[{},{},{year}]", self.town(*town), self.segment(*segment))
            }
            RowKey::Capacity { town, class, year } => {
                format!("capacity[{},{},{year}]", self.town(*town), self.class(*class))
            }
            RowKey::Bought { town, class, segment, year } => {
                self.pupils("bought", *town, *class, *segment, *year)
            }
            RowKey::StaysOpen { project, year } => format!("stays_open[{},{year}]", self.project(*project)),
            RowKey::Taken { town, class, year } => {
                format!("taken[{},{},{year}]", self.town(*town), self.class(*class))
            }
            RowKey::School { school } => format!("school[{}]", plain(&self.study().schools[*school].id)),
            RowKey::Covered { coverage, unit, year } => {
                format!("covered[{}]", self.covered(*coverage, *unit, *year))
            }
            RowKey::CoverageCriterion { criteria, criterion, county, year } => {
                format!("coverage_criterion[{criteria},{criterion},{},{year}]", self.county(*county))
            }
            RowKey::Site { site } => format!("site[{}]", plain(site)),
            RowKey::Promise(promise) => self.promise(promise),
            RowKey::CostCeiling => "cost_ceiling".to_owned(),
            RowKey::Need { number } => format!("need[{number}]"),
            RowKey::ShortfallCeiling => "shortfall_ceiling".to_owned(),
            RowKey::StaysCertified { criteria, county, year } => {
                format!("stays_certified[{criteria},{},{year}]", self.county(*county))
            }
            RowKey::Criterion { criteria, criterion, county, year } => {
                format!("criterion[{criteria},{criterion},{},{year}]", self.county(*county))
            }
            RowKey::CoverReach { town, stage: of, year } => {
                format!("cover_reach[{},{},{year}]", self.town(*town), stage(of))
            }
            RowKey::CoverCounty { county, stage: of, year } => {
                format!("cover_county[{},{},{year}]", self.county(*county), stage(of))
            }
            RowKey::CoverShare { indicator, county, year } => {
                format!("cover_share[{},{},{year}]", self.indicator(*indicator), self.area(*county))
            }
            RowKey::Rounding { number } => format!("rounding[{number}]"),
            RowKey::CoverCriterion { criteria, criterion, county, year } => {
                format!("cover_criterion[{criteria},{criterion},{},{year}]", self.county(*county))
            }
        }
    }

    /// Coverage by its position, town or county, year.
    fn covered(&self, coverage: usize, unit: usize, year: SchoolYear) -> String {
        let of = super::coverage::coverages(self.study()).nth(coverage).map(|coverage| coverage.unit);
        let unit = match of {
            Some(CoverageUnit::County) => self.county(CountyIndex(unit)),
            _ => self.town(TownIndex(unit)),
        };
        format!("{coverage},{unit},{year}")
    }

    fn indicator(&self, indicator: usize) -> String {
        plain(&self.study().indicators[indicator].id)
    }

    fn area(&self, county: Option<CountyIndex>) -> String {
        county.map_or_else(|| "all".to_owned(), |county| self.county(county))
    }

    fn promise(&self, promise: &Promise) -> String {
        promise_words(self.study, promise)
    }
}

/// A promise in words without spaces, such as `share[public,all,2024]`, as rows of the exported program are named.
#[must_use]
pub fn promise_words(study: &Study, promise: &Promise) -> String {
    let names = Names { study, segments: &[] };
    match promise {
        Promise::Indicator { indicator, county, year } => {
            format!("share[{},{},{year}]", names.indicator(*indicator), names.area(*county))
        }
        Promise::Coverage { indicator, county, year } => {
            format!("coverage[{},{},{year}]", names.indicator(*indicator), names.area(*county))
        }
        Promise::Places { indicator, county, year } => {
            format!("places[{},{},{year}]", names.indicator(*indicator), names.area(*county))
        }
        Promise::DeliveryLimit { limit, year } => format!("delivery_limit[{limit},{year}]"),
        Promise::Land { limit } => format!("land[{limit}]"),
        Promise::Certification { indicator, year } => {
            format!("counties[{},{year}]", names.indicator(*indicator))
        }
        Promise::Programme { programme } => format!("programme[{}]", names.programme(*programme)),
        Promise::Delivery { programme, year } => {
            format!("delivery[{},{year}]", names.programme(*programme))
        }
        Promise::Budget { budget } => {
            let data = &study.budgets[*budget];
            let source = data.source.as_deref().unwrap_or("all");
            let covers = match data.covers {
                Spending::Capital => "",
                Spending::Running => ",running",
                Spending::All => ",all",
            };
            format!("budget[{},{},{}{covers}]", names.area(data.county), plain(source), data.year)
        }
        Promise::Loss { town, class, year, .. } => {
            format!("continuity[{},{},{year}]", names.town(*town), names.class(*class))
        }
        Promise::Choice { choice, county, year, floor } => {
            let bound = if *floor { "floor" } else { "cap" };
            format!("choice_{bound}[{choice},{},{year}]", names.county(*county))
        }
    }
}
