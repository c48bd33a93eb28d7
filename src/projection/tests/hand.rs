//! Studies solved by hand.

use super::super::{ProjectionError, Variant, project, project_variant};
use super::*;
use crate::domain::{MortalityFigure, OfficialTotal, PupilCount, PupilUnit, StageIndex, UnitIndex};
use crate::progress::{Progress, Silent};
use crate::projection::method::Methods;

const TOWN: TownIndex = TownIndex(0);
const GROUP: GroupIndex = GroupIndex(0);

/// One town, ages 0–20 on 31 December 2021 and 2022, 100 of each age, and 100 births a year: nobody comes or goes.
fn closed() -> Study {
    let mut study = study(&[0], 1);
    for year in [2021, 2022] {
        study.population.extend((0..=20).map(|age| people(0, date(year, 12, 31), Some(0), age, 100.0)));
    }
    study.births = (2018..=2022).map(|year| born(0, year, 100.0)).collect();
    study
}

#[test]
fn a_closed_town_keeps_its_cohorts() {
    // Every ratio is 1 and births stay at the mean of three years, 100: every age stays 100 for ever.
    // Primary has six ages, junior three at a rate of one half: 600 and 150 in every year.
    let found = project(&closed(), &Silent).expect("projection");
    found.children.counts.iter().for_each(|count| near(*count, 100.0));
    for position in 0..8 {
        near(found.rolls.demand(TOWN, StageIndex(0), GROUP, position), 600.0);
        near(found.rolls.stage_total(StageIndex(1), position), 150.0);
    }
    near(found.births.total(2030), 100.0);
    assert_eq!(found.rolls.years.first(), Some(&SchoolYear(2023)));
}

#[test]
fn official_totals_are_met_and_approached_evenly() {
    // Two closed towns of one county, 100 of every age each. The county expects 1,320 aged 6–11 at
    // the end of 2024 (1.1 × 1,200), and town 1 expects 300 aged 9–11 (as they are). Fitting, all ages 6–8 share one
    // factor f and ages 9–11 of town 0 another: 9–11 of town 1 stay 300, the rest of the county is 1,020 in place of 900: f = 17/15.
    // At the end of 2023, half way, the factor is 16/15; after 2024 it stays 17/15.
    let mut study = study(&[0, 0], 1);
    for (town, year) in [(0, 2021), (0, 2022), (1, 2021), (1, 2022)] {
        study.population.extend((0..=20).map(|age| people(town, date(year, 12, 31), Some(0), age, 100.0)));
    }
    study.births = (2018..=2022).flat_map(|year| [born(0, year, 100.0), born(1, year, 100.0)]).collect();
    study.cutoff = Cutoff { month: 12, day: 31 };
    let total =
        |area, ages, persons| OfficialTotal { area, date: date(2024, 12, 31), ages, group: None, persons };
    study.rates.totals = vec![
        total(Area::County(CountyIndex(0)), (6, 11), 1320.0),
        total(Area::Town(TownIndex(1)), (9, 11), 300.0),
    ];
    let found = project(&study, &Silent).expect("projection");
    let count = |town, age, year| found.children.count(TownIndex(town), GROUP, age, SchoolYear(year));
    for (year, factor) in [(2023, 16.0 / 15.0), (2024, 17.0 / 15.0), (2025, 17.0 / 15.0), (2030, 17.0 / 15.0)]
    {
        for (town, age) in [(0, 6), (0, 11), (1, 6), (1, 8)] {
            near(count(town, age, year), 100.0 * factor);
        }
        near(count(1, 9, year), 100.0);
        near(count(0, 5, year), 100.0);
        near(count(0, 12, year), 100.0);
    }
    assert!(found.methods.iter().any(|text| text.en.contains("2 row(s) of the table `official_totals`")));
    // What contradicts itself is told: the town's part is more than the county's whole.
    study.rates.totals.push(total(Area::Town(TownIndex(0)), (6, 11), 1400.0));
    let Err(error) = project(&study, &Silent) else { panic!("totals that cannot be met") };
    assert!(matches!(error, ProjectionError::OfficialTotals { .. }), "{error}");
    // Beyond the horizon or the children's ages: told, not used.
    study.rates.totals =
        vec![OfficialTotal { date: date(2060, 12, 31), ..total(Area::Town(TOWN), (6, 11), 9.0) }];
    let idle = project(&study, &Silent).expect("projection");
    near(idle.children.count(TOWN, GROUP, 7, SchoolYear(2024)), 100.0);
    assert!(idle.methods.iter().any(|text| text.en.contains("were not used")));
}

#[test]
fn migrants_are_told_from_the_pupils_of_their_group() {
    // Two towns of one county; nobody is told apart in the counts. Primary has all its children, junior half of them (rate 0.5). Town 0 in
    // 2022: 300 local and 60 migrant primary pupils, 70 local and 10 migrant junior pupils: 300 + 140 = 440 and 60 + 20 = 80
    // children, a share of 80 / 520. The year before does not count. Town 1 has no pupils told apart: the county's share, the same.
    let mut study = study(&[0, 0], 2);
    for town in [0, 1] {
        study.population.extend((0..=20).map(|age| people(town, date(2022, 12, 31), None, age, 104.0)));
    }
    let unit = |town| PupilUnit { school: None, town: TownIndex(town) };
    study.enrolment.units = vec![unit(0), unit(1)];
    let count = |unit, year, stage, group: Option<usize>, pupils| PupilCount {
        unit: UnitIndex(unit),
        year: SchoolYear(year),
        stage: StageIndex(stage),
        grade: None,
        group: group.map(GroupIndex),
        pupils,
    };
    study.enrolment.counts = vec![
        count(0, 2021, 0, Some(1), 999.0),
        count(0, 2022, 0, Some(0), 300.0),
        count(0, 2022, 0, Some(1), 60.0),
        count(0, 2022, 1, Some(0), 70.0),
        count(0, 2022, 1, Some(1), 10.0),
        count(1, 2022, 0, None, 400.0),
    ];
    let base = crate::projection::base::Base::of(&study, &mut Methods::default()).expect("base");
    for town in [0, 1] {
        near(base.history.children[[town, 1, 7, base.history.grid.last]], 104.0 * 80.0 / 520.0);
    }
    let found = project(&study, &Silent).expect("projection");
    assert!(found.methods.iter().any(|text| text.en.contains("pupils of each group")), "{:?}", found.methods);
}

#[test]
fn migrants_are_told_from_the_schools_where_nobody_else_tells() {
    // Primary (rate 1): 300 pupils, 60 of them migrants; junior (rate 0.5): 80, 10 of them. Local 240 + 140, migrant 60 + 20: 80 / 460. A
    // school that does not tell, and a stage in which nobody is a migrant, say nothing.
    use crate::domain::{ClassIndex, ProvisionClass, School, SectorIndex};
    let mut study = study(&[0], 2);
    study.stages.push(stage("preschool", (3, 5), 1.0));
    study.population.extend((0..=20).map(|age| people(0, date(2022, 12, 31), None, age, 46.0)));
    let class = |stage| ProvisionClass { stage: StageIndex(stage), sector: SectorIndex(0), grade: None };
    study.classes = vec![class(0), class(1), class(2)];
    let school = |class, pupils, migrant_pupils| School {
        id: String::new(),
        name: String::new(),
        town: TownIndex(0),
        class: ClassIndex(class),
        places: 900,
        pupils,
        migrant_pupils,
        opened: None,
        closes: None,
    };
    study.schools =
        vec![school(0, 300, Some(60)), school(1, 80, Some(10)), school(0, 500, None), school(2, 90, Some(0))];
    let base = crate::projection::base::Base::of(&study, &mut Methods::default()).expect("base");
    near(base.history.children[[0, 1, 7, base.history.grid.last]], 46.0 * 80.0 / 460.0);
    let found = project(&study, &Silent).expect("projection");
    assert!(found.methods.iter().any(|text| text.en.contains("standing schools")), "{:?}", found.methods);
}

#[test]
fn ages_on_the_cut_off_day() {
    // Counted on 31 December, cut-off 31 August: 4/12·N(a+1) + 8/12·N(a). With 10·a aged a at the end of 2022:
    // aged 6 on 31 August 2022: 4/12·70 + 8/12·60 = 63.333…
    let mut study = study(&[0], 1);
    study.population =
        (0..=20_u8).map(|age| people(0, date(2022, 12, 31), None, age, 10.0 * f64::from(age))).collect();
    let found = project(&study, &Silent).expect("projection");
    near(found.children.count(TOWN, GROUP, 6, SchoolYear(2022)), 190.0 / 3.0);
    near(found.children.total((6, 7), SchoolYear(2022)), 190.0 / 3.0 + 220.0 / 3.0);
}

#[test]
fn one_date_goes_on_by_survival() {
    // Counted on 1 November 2022 alone: in 2023 those aged a+1 are 0.9997 of those aged a. The cut-off mixes two ages,
    // 2/12 and 10/12, of which each survives alike (ages 3 to 14).
    let mut study = study(&[0], 1);
    study.population =
        (0..=20_u8).map(|age| people(0, date(2022, 11, 1), None, age, 50.0 + f64::from(age))).collect();
    let found = project(&study, &Silent).expect("projection");
    for age in 4..=13 {
        let before = found.children.count(TOWN, GROUP, age, SchoolYear(2022));
        near(found.children.count(TOWN, GROUP, age + 1, SchoolYear(2023)), before * 0.9997);
    }
    assert!(found.methods.iter().any(|text| text.en.contains("survival alone")));
}

#[test]
fn a_cut_off_after_the_count_uses_the_next_date() {
    // Counted on 30 June: ages on 31 August 2022 come from 30 June 2023, ten months later, so that the count of 2021 gives
    // school year 2020. In the closed town all are 100.
    let mut study = closed();
    for row in &mut study.population {
        row.date = date(row.date.year, 6, 30);
    }
    let found = project(&study, &Silent).expect("projection");
    assert_eq!(found.children.years[0], SchoolYear(2020));
    for age in 0..20 {
        near(found.children.count(TOWN, GROUP, age, SchoolYear(2025)), 100.0);
    }
}

#[test]
fn births_follow_the_damped_trend() {
    // Nobody dies (a rate of 0). 10⁶ women of every age 15–49 on every date, and all ratios 1: expected births E stay the same. Births fall by 3 % a
    // year, so ln T changes by ln 0.97 each year. Births of the last three years, 100,000·(1 + 1/0.97 + 1/0.97²), have a mean M:
    // the momentum counts by w = M/(M + 1,500), and the level is the mean plus w of what the last year lies below it. The town
    // is its county: r = (Σ B + 200·r)/(Σ E·T + 200) over five years with E·T = B, that is 1.
    // Two years after 2022 with φ = 0.8: B = level·0.97^(w·(0.8 + 0.64)).
    let mut study = study(&[0], 1);
    study.mortality = vec![MortalityFigure::default()];
    study.projection.fertility_damping = 0.8;
    for year in 2016..=2022 {
        study.population.extend((0..=60).map(|age| women(0, date(year, 12, 31), age, 1e6)));
    }
    study.births = (2016..=2022).map(|year| born(0, year, 1e5 * 0.97_f64.powi(year - 2022))).collect();
    let found = project(&study, &Silent).expect("projection");
    let mean = 1e5 * (1.0 + 1.0 / 0.97 + 0.97_f64.powi(-2)) / 3.0;
    let reliable = mean / (mean + 1_500.0);
    let level = mean + reliable * (1e5 - mean);
    near(found.births.total(2022), 1e5);
    near(found.births.total(2023), level * 0.97_f64.powf(0.8 * reliable));
    near(found.births.births(TOWN, GROUP, 2024), level * 0.97_f64.powf(1.44 * reliable));
    // The low path lies 3 % below after two years, the high path 3 % above.
    let births = |variant| project_variant(&study, variant, &Silent).expect("projection").births.total(2024);
    near(births(Variant::Low), found.births.total(2024) * 0.97);
    near(births(Variant::High), found.births.total(2024) * 1.03);
}

#[test]
fn births_of_a_town_follow_its_women_and_its_level() {
    // Town 0 has 3/4 of the women and had 50 of the 200 births of every year. Births of the study are level, 200 for the women
    // of both, so that 150 are expected of town 0 and 50 of town 1. Six years, each 0.9 of the next, count for Y = 4.68559; κ = 200, the
    // county's level 1: r₀ = (50 Y + 200)/(150 Y + 200), r₁ = (150 Y + 200)/(50 Y + 200). Nobody dies, so that the women stay as many.
    let mut study = study(&[0, 0], 1);
    study.mortality = vec![MortalityFigure::default()];
    for year in [2019, 2020, 2021, 2022] {
        for age in 0..=60 {
            study.population.push(women(0, date(year, 12, 31), age, 300.0));
            study.population.push(women(1, date(year, 12, 31), age, 100.0));
        }
    }
    for year in 2017..=2022 {
        study.births.extend([born(0, year, 50.0), born(1, year, 150.0)]);
    }
    let found = project(&study, &Silent).expect("projection");
    let (few, many) = (50.0 * 4.685_59 + 200.0, 150.0 * 4.685_59 + 200.0);
    near(found.births.births(TownIndex(0), GROUP, 2024), 150.0 * few / many);
    near(found.births.births(TownIndex(1), GROUP, 2024), 50.0 * many / few);
}

#[test]
fn infants_stand_in_for_births() {
    // No births table and no women: births of 2022 are the infants of its end over S₀ = 0.9954, those of 2021 the infants
    // of 2021. The counts begin in 2021, so births of 2020 are those aged 1 then, over 0.9954·0.9989.
    let mut study = closed();
    study.births.clear();
    let found = project(&study, &Silent).expect("projection");
    near(found.births.total(2022), 100.0 / 0.9954);
    near(found.births.total(2020), 100.0 / (0.9954 * 0.9989));
    assert!(found.methods.iter().any(|text| text.en.contains("derived from young children")));
    // Where nobody dies, births of all years are 100, and go on so.
    study.mortality = vec![MortalityFigure::default()];
    let found = project(&study, &Silent).expect("projection");
    near(found.births.total(2022), 100.0);
    near(found.births.total(2025), 100.0);
}

#[test]
fn county_counts_and_total_groups_are_split() {
    // Two towns of one county and two groups. 2021 is counted by county only, 2022 by town and group: 30 + 10 of every age
    // in town 0, 60 in town 1. Nobody moves, so the 100 of 2021 must split 40 : 60, and all ratios are 1.
    let mut study = study(&[0, 0], 2);
    for age in 0..=20 {
        let county = Area::County(CountyIndex(0));
        study
            .population
            .push(PopulationCount { area: county, ..people(0, date(2021, 12, 31), None, age, 100.0) });
        study.population.push(people(0, date(2022, 12, 31), Some(0), age, 30.0));
        study.population.push(people(0, date(2022, 12, 31), Some(1), age, 10.0));
        study.population.push(people(1, date(2022, 12, 31), Some(0), age, 60.0));
        // A total beside its parts does not count twice.
        study.population.push(people(1, date(2022, 12, 31), None, age, 60.0));
        study
            .population
            .push(PopulationCount { area: county, ..people(0, date(2022, 12, 31), None, age, 100.0) });
    }
    let found = project(&study, &Silent).expect("projection");
    for year in [2022, 2025] {
        near(found.children.count(TownIndex(0), GroupIndex(1), 10, SchoolYear(year)), 10.0);
        near(found.children.count(TownIndex(1), GroupIndex(0), 10, SchoolYear(year)), 60.0);
        near(found.children.total((10, 10), SchoolYear(year)), 100.0);
    }
}

#[test]
fn counts_years_apart_are_joined() {
    // Only 2017 and 2022 are counted, 100 of each age: the years between are filled, and nothing changes later.
    let mut study = closed();
    for row in &mut study.population {
        row.date.year = if row.date.year == 2021 { 2017 } else { 2022 };
    }
    let found = project(&study, &Silent).expect("projection");
    assert_eq!(found.children.years[0], SchoolYear(2017));
    found.children.counts.iter().for_each(|count| near(*count, 100.0));
    // A date half a year off is left out and said so.
    study.population.push(people(0, date(2019, 6, 30), Some(0), 3, 999.0));
    let found = project(&study, &Silent).expect("projection");
    found.children.counts.iter().for_each(|count| near(*count, 100.0));
    assert!(found.methods.iter().any(|text| text.en.starts_with("1 population date")));
}

#[test]
fn months_of_births_make_years() {
    // Twelve months of 10 in 2021; six months of 10 in 2022 are scaled to 120.
    let mut study = closed();
    let month = |year, month| Births { month: Some(month), ..born(0, year, 10.0) };
    study.births = (1..=12).map(|of| month(2021, of)).chain((1..=6).map(|of| month(2022, of))).collect();
    let found = project(&study, &Silent).expect("projection");
    near(found.births.total(2021), 120.0);
    near(found.births.total(2022), 120.0);
}

#[test]
fn a_register_that_ends_early_goes_on_with_infants() {
    // A year's births are registered as 80, up to 2021. Births of 2022 from the infants of its end, at the level of
    // the register. Derived are 100/(0.9954·0.9989) for 2020 (those aged 1 at the end of
    // 2021), for 2019 100/(0.9954·0.9989·0.9994), and for 2021 and 2022 100/0.9954. The factor is 3·80 over the first three.
    let mut study = closed();
    study.births = (2018..=2021).map(|year| born(0, year, 80.0)).collect();
    let found = project(&study, &Silent).expect("projection");
    let derived = 1.0 / (0.9989 * 0.9994) + 1.0 / 0.9989 + 1.0;
    near(found.births.total(2021), 80.0);
    near(found.births.total(2022), 3.0 * 80.0 / derived);
    near(found.births.total(2016), 3.0 * 80.0 / derived / (0.9989 * 0.9994 * 0.9995 * 0.9997 * 0.9997));
}

#[test]
fn births_of_one_group_leave_the_other_to_its_infants() {
    // Births are registered for group 0 only; group 1 has 50 infants: its births are derived, not taken as none.
    let mut study = closed();
    study.groups.push(Group { id: "migrant".to_owned(), name: "migrant".into() });
    for row in study.population.clone() {
        study.population.push(PopulationCount { group: Some(GroupIndex(1)), persons: 50.0, ..row });
    }
    for row in &mut study.births {
        row.group = Some(GroupIndex(0));
    }
    let found = project(&study, &Silent).expect("projection");
    near(found.births.births(TOWN, GroupIndex(0), 2022), 100.0);
    near(found.births.births(TOWN, GroupIndex(1), 2022), 50.0 / 0.9954);
    assert!(found.children.count(TOWN, GroupIndex(1), 0, SchoolYear(2028)) > 45.0);
}

#[test]
fn faults_have_their_error() {
    let bare = study(&[0], 1);
    assert_eq!(project(&bare, &Silent), Err(ProjectionError::NoPopulation));
    let mut young = closed();
    young.population.retain(|row| row.age < 10);
    assert_eq!(project(&young, &Silent), Err(ProjectionError::AgesMissing { needed: 14, found: 9 }));
    let mut late = closed();
    late.horizon.first = SchoolYear(2015);
    assert_eq!(project(&late, &Silent), Err(ProjectionError::PopulationTooLate { first: 2015, from: 2021 }));
    let mut negative = closed();
    negative.population[3].persons = -1.0;
    assert!(matches!(
        project(&negative, &Silent),
        Err(ProjectionError::BadFigure { table: "population", .. })
    ));
    let mut unknown = closed();
    unknown.births[0].area = Area::Town(TownIndex(7));
    assert!(matches!(project(&unknown, &Silent), Err(ProjectionError::UnknownPlace { table: "births", .. })));
    let mut backwards = closed();
    backwards.horizon.outlook = SchoolYear(2020);
    assert!(matches!(project(&backwards, &Silent), Err(ProjectionError::EmptyHorizon { .. })));
}

#[test]
fn a_wish_to_stop_is_heard() {
    struct Stop;
    impl Progress for Stop {
        fn start(&self, _: &crate::domain::Text, _: Option<u64>) {}
        fn advance(&self, _: u64) {}
        fn note(&self, _: &crate::domain::Text) {}
        fn finish(&self) {}
        fn cancelled(&self) -> bool {
            true
        }
    }
    assert_eq!(project(&closed(), &Stop), Err(ProjectionError::Cancelled));
}

#[test]
fn thousands_of_towns_are_projected() {
    let towns = if cfg!(debug_assertions) { 400 } else { 4_000 };
    let mut study = study(&vec![0; towns], 1);
    for town in 0..towns {
        for year in [2021, 2022] {
            study.population.extend((0..=50).map(|age| people(town, date(year, 11, 1), Some(0), age, 10.0)));
        }
    }
    // Ten people of every age in every town and year: ratios of 1, so that those of 7 in 2022 are the 14-year-olds of 2029.
    let found = project(&study, &Silent).expect("projection");
    near(
        found.children.total((14, 14), SchoolYear(2029)),
        10.0 * f64::from(u32::try_from(towns).expect("towns")),
    );
}
