//! Tables of payments, balance of places, empty places, names and changes.

use super::Computed;
use super::book::{Book, Check, Finding, rounding};
use super::costs::{present, spending, stages, start, unit_cost};
use super::rows::Rows;
use crate::domain::{CostItem, Text};
use std::collections::{BTreeMap, BTreeSet};

/// Says that a row stands twice.
pub(super) fn twice() -> (String, String) {
    ("此行重复".to_owned(), "the row stands twice".to_owned())
}

/// Notes whether a table has as many rows as it should.
pub(super) fn same_height(check: Check, table: &str, (said, found): (usize, usize), book: &mut Book) {
    book.holds(
        check,
        said == found,
        || table.to_owned(),
        || (format!("应有 {found} 行，实有 {said} 行"), format!("{found} rows are wanted, there are {said}")),
    );
}

/// Compares numbers of a table row by row with those computed anew under the same keys; a row that lacks is 0.
fn compare(
    check: Check,
    rows: &Rows,
    keys: &[String],
    columns: &[&str],
    expected: &BTreeMap<String, Vec<f64>>,
    book: &mut Book,
) -> Result<(), Finding> {
    let mut seen = BTreeSet::new();
    let nothing = vec![0.0; columns.len()];
    let numbers = columns.iter().map(|column| rows.numbers(column)).collect::<Result<Vec<_>, _>>()?;
    for (at, key) in keys.iter().enumerate() {
        book.holds(check, seen.insert(key), || key.clone(), twice);
        let found = expected.get(key).unwrap_or(&nothing);
        for ((said, found), column) in numbers.iter().zip(found).zip(columns) {
            book.same(check, (said[at], *found), 1e-3_f64.min(rounding(*found) * 100.0), || {
                format!("{key}.{column}")
            });
        }
    }
    for (key, found) in expected.iter().filter(|(key, _)| !seen.contains(key)) {
        let largest = found.iter().fold(0.0_f64, |most, one| most.max(one.abs()));
        book.same(check, (0.0, largest), 1e-3, || key.clone());
    }
    Ok(())
}

/// Keys of the rows: a word and the values of some columns.
fn keys(rows: &Rows, texts: &[&str], numbers: &[&str]) -> Result<Vec<String>, Finding> {
    let mut keys = vec![format!("{}[", rows.name); rows.height()];
    let texts = texts.iter().map(|column| rows.texts(column)).collect::<Result<Vec<_>, _>>()?;
    let numbers = numbers.iter().map(|column| rows.whole(column)).collect::<Result<Vec<_>, _>>()?;
    for (at, key) in keys.iter_mut().enumerate() {
        let words = texts.iter().map(|column| column[at].clone());
        let words: Vec<String> = words.chain(numbers.iter().map(|column| column[at].to_string())).collect();
        key.push_str(&words.join(","));
        key.push(']');
    }
    Ok(keys)
}

/// Compares the table of commitments and payments.
pub(super) fn check_payments(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    let (case, rows) = (computed.case, computed.tables.table("payments")?);
    let mut expected: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for opening in &computed.plan.openings {
        let project = &case.study.projects[opening.project];
        let county = case.county_code(case.county_of(project.town.0));
        let begins = start(case, project, opening.year).unwrap_or(case.first);
        for (year, capital) in spending(case, project, opening.year) {
            for (stage, part) in stages(case, project) {
                for (source, share) in &project.funding {
                    let amount = capital * part * share * opening.count;
                    let mut add = |of: i32, column: usize, amount: f64| {
                        let (id, kind, stage) = (&project.id, project.kind.id(), case.stage_id(stage));
                        let key =
                            format!("payments[{id},{county},{stage},{kind},{source},{},{of}]", opening.year);
                        expected.entry(key).or_insert_with(|| vec![0.0; 3])[column] += amount;
                    };
                    add(begins, 0, amount);
                    add(year, 1, amount);
                    add(year, 2, amount * present(case, year));
                }
            }
        }
    }
    let keys = keys(&rows, &["project", "county", "stage", "kind", "source"], &["opening", "year"])?;
    compare(Check::Payments, &rows, &keys, &["commitment", "payment", "present_value"], &expected, book)
}

/// Compares the table of what projects cost to run.
pub(super) fn check_running(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    let (case, rows) = (computed.case, computed.tables.table("running")?);
    let mut expected: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for opening in &computed.plan.openings {
        let project = &case.study.projects[opening.project];
        for year in opening.year..=case.outlook {
            let mut add = |county: usize, stage: usize, column: usize, amount: f64| {
                let (id, stage) = (&project.id, case.stage_id(stage));
                let key = format!("running[{id},{},{stage},{year}]", case.county_code(county));
                let sums = expected.entry(key).or_insert_with(|| vec![0.0; 3]);
                sums[column] += amount;
                sums[2] += amount * present(case, year);
            };
            for effect in &project.effects {
                let cost = unit_cost(case, effect.class.0, CostItem::RunningPerPlace, year) / 1e4;
                let (county, stage) = (case.county_of(effect.town.0), case.stage_of(effect.class.0));
                add(county, stage, 0, f64::from(effect.places) * opening.count * cost);
            }
            for (stage, part) in stages(case, project) {
                #[allow(clippy::cast_precision_loss)] // fen, below 2⁵³
                let amount = project.running.fen() as f64 / 1e6 * part * opening.count;
                add(case.county_of(project.town.0), stage, 1, amount);
            }
        }
    }
    let keys = keys(&rows, &["project", "county", "stage"], &["year"])?;
    compare(Check::Payments, &rows, &keys, &["places", "operating", "present_value"], &expected, book)
}

/// Compares the table of past expenditure with the study's.
pub(super) fn check_expenditure(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    let (case, lines) = (computed.case, &computed.case.study.expenditure);
    if lines.is_empty() {
        return Ok(());
    }
    let rows = computed.tables.table("expenditure")?;
    same_height(Check::Names, "expenditure", (rows.height(), lines.len()), book);
    let (years, counties, stages) = (rows.whole("year")?, rows.texts("county")?, rows.texts("stage")?);
    let (amounts, by_pupil) = (rows.optional("amount")?, rows.optional("per_pupil")?);
    for (at, line) in lines.iter().enumerate().take(rows.height()) {
        let county = line.county.map_or("*", |of| case.county_code(of.0));
        let stage = line.stage.map_or("*", |of| case.stage_id(of.0));
        let found = format!("{},{county},{stage},{:?},{:?}", line.year, line.amount, line.per_pupil);
        let (amount, pupil) = (amounts[at], by_pupil[at]);
        let said = format!("{},{},{},{amount:?},{pupil:?}", years[at], counties[at], stages[at]);
        book.same_words(Check::Names, &said, &found, || format!("expenditure[{}]", at + 1));
    }
    Ok(())
}

/// Compares the balance of places.
pub(super) fn check_balance(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    let (case, places, rows) = (computed.case, computed.places, computed.tables.table("balance")?);
    let years: Vec<i32> = case.years().collect();
    let key = |town: usize, stage: usize, position: usize| {
        let county = case.county_code(case.county_of(town));
        format!("balance[{},{county},{},{}]", case.town_code(town), case.stage_id(stage), years[position])
    };
    let mut expected: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for town in 0..case.study.towns.len() {
        for stage in 0..case.study.stages.len() {
            for position in 0..years.len() {
                let classes = (0..case.study.classes.len()).filter(|class| case.stage_of(*class) == stage);
                let mut sums = vec![0.0; 5];
                for at in classes.map(|class| places.at(town, class, position)) {
                    sums[1] += places.standing[at];
                    sums[2] += places.with_plan[at];
                    sums[3] += places.pupils[at];
                }
                expected.insert(key(town, stage, position), sums);
            }
        }
    }
    for (children, column) in [(&computed.plan.rolls, 0), (&computed.plan.unmet, 4)] {
        for ((town, stage, _, position), number) in children {
            if let Some(sums) = expected.get_mut(&key(*town, *stage, *position)) {
                sums[column] += number;
            }
        }
    }
    let keys = keys(&rows, &["town", "county", "stage"], &["year"])?;
    same_height(Check::Balance, "balance", (rows.height(), expected.len()), book);
    let columns = ["children", "places_before", "places_after", "pupils", "unplaced"];
    compare(Check::Balance, &rows, &keys, &columns, &expected, book)?;
    let (before, after, utilisation) =
        (rows.numbers("gap_before")?, rows.numbers("gap_after")?, rows.optional("utilisation")?);
    for (at, key) in keys.iter().enumerate() {
        let Some(sums) = expected.get(key) else { continue };
        book.same(Check::Balance, (before[at], sums[0] - sums[1]), 1e-3, || key.clone());
        book.same(Check::Balance, (after[at], sums[0] - sums[2]), 1e-3, || key.clone());
        let share = if sums[2] > 0.0 { sums[3] / sums[2] } else { -1.0 };
        book.same(Check::Balance, (utilisation[at].unwrap_or(-1.0), share), 1e-6, || key.clone());
    }
    Ok(())
}

/// Places of a class that stand or were added by a year, whether at works or not; those added; capital by place added.
struct Built {
    places: f64,
    added: f64,
}

/// Compares the table of empty places.
pub(super) fn check_stranded(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    let (case, plan, rows) = (computed.case, computed.plan, computed.tables.table("stranded")?);
    let mut expected: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for (position, year) in case.years().enumerate() {
        let mut built: BTreeMap<(usize, usize), Built> = BTreeMap::new();
        let mut capital: BTreeMap<(usize, usize), (f64, f64)> = BTreeMap::new();
        for town in 0..case.study.towns.len() {
            for class in 0..case.study.classes.len() {
                let places = computed.places.standing[computed.places.at(town, class, position)];
                built.insert((town, class), Built { places, added: 0.0 });
            }
        }
        for opening in plan.openings.iter().filter(|opening| opening.year <= year) {
            let project = &case.study.projects[opening.project];
            #[allow(clippy::cast_precision_loss)] // fen, below 2⁵³
            let capex = project.capex.fen() as f64 / 1e6;
            for (stage, part) in stages(case, project) {
                capital.entry((project.town.0, stage)).or_default().0 += capex * part * opening.count;
            }
            for effect in &project.effects {
                let places = f64::from(effect.places) * opening.count;
                if let Some(of) = built.get_mut(&(effect.town.0, effect.class.0)) {
                    of.places += places;
                    of.added += places.max(0.0);
                }
                let key = (effect.town.0, case.stage_of(effect.class.0));
                capital.entry(key).or_default().1 += places.max(0.0);
            }
        }
        for ((town, class), of) in built {
            let empty = of.places - computed.places.pupils[computed.places.at(town, class, position)];
            if empty <= 1e-6 {
                continue;
            }
            let stage = case.stage_of(class);
            let (money, places) = capital.get(&(town, stage)).copied().unwrap_or_default();
            let (added, unit) = (of.added.min(empty), if places > 0.0 { money / places } else { 0.0 });
            let county = case.county_code(case.county_of(town));
            let key = format!("stranded[{},{county},{},{year}]", case.town_code(town), case.stage_id(stage));
            let sums = expected.entry(key).or_insert_with(|| vec![0.0; 4]);
            let running = unit_cost(case, class, CostItem::RunningPerPlace, year) / 1e4;
            for (sum, amount) in sums.iter_mut().zip([empty, added, empty * running, added * unit]) {
                *sum += amount;
            }
        }
    }
    let keys = keys(&rows, &["town", "county", "stage"], &["year"])?;
    compare(Check::Stranded, &rows, &keys, &["empty", "added", "running", "capital"], &expected, book)
}

/// Compares the table of names with the study, and that of changes with the scenarios.
pub(super) fn check_names(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    let (study, rows) = (computed.case.study, computed.tables.table("names")?);
    let mut expected: Vec<(&str, &str, &Text)> = Vec::new();
    expected.extend(study.counties.iter().map(|one| ("county", one.code.as_str(), &one.name)));
    expected.extend(study.towns.iter().map(|one| ("town", one.code.as_str(), &one.name)));
    expected.extend(study.stages.iter().map(|one| ("stage", one.id.as_str(), &one.name)));
    expected.extend(study.programmes.iter().map(|one| ("programme", one.id.as_str(), &one.name)));
    expected.extend(study.indicators.iter().map(|one| ("indicator", one.id.as_str(), &one.name)));
    expected.extend(study.criteria.iter().map(|one| ("criteria", one.id.as_str(), &one.name)));
    expected.extend(study.sectors.iter().map(|one| ("sector", one.id.as_str(), &one.name)));
    expected.extend(study.groups.iter().map(|one| ("group", one.id.as_str(), &one.name)));
    let named = study.projects.iter().filter(|one| !one.name_en.is_empty());
    let projects: Vec<(&str, Text)> =
        named.map(|one| (one.id.as_str(), Text { zh: one.name.clone(), en: one.name_en.clone() })).collect();
    expected.extend(projects.iter().map(|(id, name)| ("project", *id, name)));
    let columns = [rows.texts("kind")?, rows.texts("id")?, rows.texts("zh")?, rows.texts("en")?];
    same_height(Check::Names, "names", (rows.height(), expected.len()), book);
    for (at, (kind, id, name)) in expected.into_iter().enumerate().take(rows.height()) {
        for (said, found) in columns.iter().zip([kind, id, &name.zh, &name.en]) {
            book.same_words(Check::Names, &said[at], found, || format!("names[{kind},{id}]"));
        }
    }
    check_counties(computed, book)?;
    check_changes(computed, book)
}

/// Towns lie in the counties beside them.
fn check_counties(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    let case = computed.case;
    for table in ["enrolment", "unmet", "place_prices"] {
        let rows = computed.tables.table(table)?;
        for (town, county) in rows.texts("town")?.iter().zip(rows.texts("county")?) {
            let known = case.town(town).map_or("", |town| case.county_code(case.county_of(town)));
            book.same_words(Check::Names, &county, known, || format!("{table}[{town}]"));
        }
    }
    Ok(())
}

fn check_changes(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    let applied = computed.applied;
    if applied.scenarios.is_empty() {
        let none = !computed.tables.has("changes");
        book.holds(
            Check::Names,
            none,
            || "changes".to_owned(),
            || ("没有情景却有改动表".to_owned(), "there are changes without a scenario".to_owned()),
        );
        return Ok(());
    }
    let rows = computed.tables.table("changes")?;
    let names = ["scenario", "change", "table", "row", "column", "old", "new"];
    let columns = names.iter().map(|name| rows.texts(name)).collect::<Result<Vec<_>, _>>()?;
    same_height(Check::Names, "changes", (rows.height(), applied.changes.len()), book);
    for (at, change) in applied.changes.iter().enumerate().take(rows.height()) {
        let found = [
            &change.scenario,
            &change.name,
            &change.table,
            &change.row,
            &change.column,
            &change.old,
            &change.new,
        ];
        for (said, found) in columns.iter().zip(found) {
            book.same_words(Check::Names, &said[at], found, || format!("changes[{}]", at + 1));
        }
    }
    Ok(())
}
