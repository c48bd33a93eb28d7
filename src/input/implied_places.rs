//! Areas of a study that projects people only and lacks a table of counties or towns (由人口表取地区).

use super::{Places, codes, county};
use crate::domain::{County, CountyIndex, Text, Town};
use crate::input::area_changes;
use crate::input::findings::{Findings, both};
use crate::input::package::Package;
use crate::input::register::Register;
use std::collections::HashMap;

/// Code of the county of areas without one.
const ALL: &str = "*";

/// Towns alone: their counties are those that they name. Counties alone: each is a town as well. Neither: every area of
/// the population table is a town, in the county that the table's column `county` names, else in one for all; without people
/// every town of the table of pupils is one, and where that names none all schools lie in one.
pub(super) fn read(package: &Package, findings: &Findings) -> Places {
    match (package.sheet("counties"), package.sheet("towns")) {
        (_, Some(towns)) => {
            let named: Vec<_> = towns.rows(findings).map(|row| row.peek("county").to_owned()).collect();
            let counties = distinct(named.into_iter());
            let mut places = Places::new(
                register("县", "county", &counties),
                codes("乡镇", "town", Some(towns), findings),
            );
            places.counties = counties.into_iter().map(named_after_code).collect();
            places.add_towns(Some(towns), findings);
            places
        }
        (Some(counties), None) => {
            let county_codes = codes("县", "county", Some(counties), findings);
            let town_codes = codes("乡镇", "town", Some(counties), findings);
            let mut places = Places::new(county_codes, town_codes);
            places.counties = counties.rows(findings).filter_map(county).collect();
            let towns = places.counties.iter().enumerate();
            places.towns = towns.map(|(at, of)| town(of.code.clone(), of.name.clone(), at)).collect();
            places.county_of = (0..places.towns.len()).map(|at| Some(CountyIndex(at))).collect();
            places
        }
        (None, None) => of_rows(package, findings),
    }
}

fn of_rows(package: &Package, findings: &Findings) -> Places {
    let people = package.sheet("population");
    let rows =
        people.or_else(|| package.sheet("enrolment")).into_iter().flat_map(|sheet| sheet.rows(findings));
    let mut areas: Vec<(String, String)> = Vec::new();
    let mut known = std::collections::HashSet::new();
    let ended = area_changes::today(package);
    let mut of_ended: HashMap<String, String> = HashMap::new();
    for row in rows.filter(|row| !row.peek("town").is_empty()) {
        let county = if row.peek("county").is_empty() { ALL } else { row.peek("county") };
        if ended.contains(row.peek("town")) {
            of_ended.insert(row.peek("town").to_owned(), county.to_owned());
        } else if known.insert(row.peek("town").to_owned()) {
            areas.push((row.peek("town").to_owned(), county.to_owned()));
        }
    }
    // An area of today may have all of its rows under old names.
    for (old, new) in area_changes::names_of(package) {
        if !new.is_empty() && !ended.contains(&new) && known.insert(new.clone()) {
            areas.push((new, of_ended.get(&old).map_or(ALL, String::as_str).to_owned()));
        }
    }
    if areas.is_empty() && people.is_none() {
        areas.push((ALL.to_owned(), ALL.to_owned()));
    }
    let counties = distinct(areas.iter().map(|(_, county)| county.clone()));
    let towns: Vec<String> = areas.iter().map(|(town, _)| town.clone()).collect();
    let mut places = Places::new(register("县", "county", &counties), register("地区", "area", &towns));
    for (code, county) in areas {
        let county = places.county_codes.find(&county).unwrap_or(0);
        places.towns.push(town(code.clone(), name_of(&code), county));
        places.county_of.push(Some(CountyIndex(county)));
    }
    places.counties = counties.into_iter().map(named_after_code).collect();
    places.from_population = people.is_some();
    places
}

fn distinct(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut known = std::collections::HashSet::new();
    words.filter(|word| !word.is_empty() && known.insert(word.clone())).collect()
}

fn register(zh: &str, en: &str, codes: &[String]) -> Register {
    Register::by_code(both(zh, en), codes.iter().map(|code| (code.clone(), String::new())).collect(), true)
}

fn named_after_code(code: String) -> County {
    County { name: name_of(&code), code }
}

fn name_of(code: &str) -> Text {
    if code == ALL { both("全部", "All") } else { Text::from(code) }
}

fn town(code: String, name: Text, county: usize) -> Town {
    Town { code, name, county: CountyIndex(county), kind: None, position: None, setting: None, cluster: None }
}
