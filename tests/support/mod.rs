//! A small study built in code, for tests of the allocation alone.

#![allow(dead_code)] // each test file uses its part

use ndarray::{Array3, Array4};
use std::collections::BTreeMap;
use xuewei::allocation::{Limits, Plan, PlanStatus, Wishes, allocate};
use xuewei::domain::{
    ClassIndex, CostItem, CostSettings, County, CountyIndex, Cutoff, Group, GroupIndex, Horizon, Path,
    PlaceEffect, Programme, ProgrammeIndex, Project, ProjectKind, ProjectStatus, ProjectionSettings,
    ProvisionClass, RepairWeights, School, SchoolYear, Schooling, Sector, SectorIndex, Selection, Share,
    SolverSettings, Stage, StageIndex, Study, Text, Town, TownIndex, Travel, TravelLimit, UnitCost, Yuan,
};
use xuewei::outcome::Outcome;
use xuewei::progress::Silent;
use xuewei::projection::{BirthPath, Children, Projection, Rolls};
use xuewei::scenario::Applied;
use xuewei::store::{Run, TableForm, write};
use xuewei::verify::{Against, verify};

/// The class of public places.
pub const PUBLIC: ClassIndex = ClassIndex(0);
/// The class of private places.
pub const PRIVATE: ClassIndex = ClassIndex(1);

/// Decision years 2023 and 2024, outlook to 2025; no discounting, one stage, one group, public and private places.
/// Towns lie on a line, so many km from the first; each belongs to the county named.
pub fn study(towns: &[(usize, f64)]) -> Study {
    let counties = towns.iter().map(|(county, _)| county + 1).max().unwrap_or(0);
    Study {
        name: "small".into(),
        title: Text::from("小"),
        horizon: Horizon {
            base: SchoolYear(2022),
            first: SchoolYear(2023),
            last: SchoolYear(2024),
            outlook: SchoolYear(2025),
        },
        cutoff: Cutoff::default(),
        counties: (0..counties)
            .map(|code| County { code: code.to_string(), name: Text::from("县") })
            .collect(),
        towns: towns.iter().enumerate().map(|(index, (county, _))| town(index, *county)).collect(),
        groups: vec![Group { id: "all".into(), name: Text::default() }],
        sectors: ["public", "private"].map(|id| Sector { id: id.into(), name: Text::default() }).to_vec(),
        stages: vec![stage()],
        classes: [0, 1]
            .map(|sector| ProvisionClass { stage: StageIndex(0), sector: SectorIndex(sector), grade: None })
            .to_vec(),
        population: Vec::new(),
        births: Vec::new(),
        mortality: Vec::new(),
        rates: xuewei::domain::PopulationRates::default(),
        enrolment: xuewei::domain::Enrolment::default(),
        schools: Vec::new(),
        projects: Vec::new(),
        undecided: Vec::new(),
        distances: distances(towns),
        demand: Vec::new(),
        budgets: Vec::new(),
        expenditure: Vec::new(),
        land: Vec::new(),
        deliveries: Vec::new(),
        costs: Vec::new(),
        programmes: vec![programme()],
        indicators: Vec::new(),
        criteria: Vec::new(),
        choices: Vec::new(),
        spending: Vec::new(),
        cost: CostSettings {
            discount_rate: 0.0,
            price_year: 2023,
            travel_yuan_per_km: 0.0,
            travel_yuan_per_minute: 0.0,
            grade_yuan: 0.0,
            detour: 1.0,
        },
        projection: ProjectionSettings::default(),
        solver: SolverSettings { gap: 0.0, time_limit_seconds: 60.0 },
        repair: RepairWeights::default(),
    }
}

fn town(index: usize, county: usize) -> Town {
    Town {
        code: format!("t{index}"),
        name: Text::from("镇"),
        county: CountyIndex(county),
        position: None,
        kind: None,
        setting: None,
        cluster: None,
    }
}

fn stage() -> Stage {
    Stage {
        id: "primary".into(),
        name: Text::from("小学"),
        ages: (6, 11),
        programme: Some(ProgrammeIndex(0)),
        prevalence: 1.0,
        enrolment_rate: Path::level(1.0),
        travel_limit: TravelLimit::default(),
        across_limit: TravelLimit::default(),
        schooling: Schooling::County,
        grades: xuewei::domain::Grades::default(),
    }
}

fn programme() -> Programme {
    Programme {
        id: "compulsory".into(),
        name: Text::from("义务教育建设项目"),
        at_least: None,
        at_most: None,
        at_most_per_year: None,
        kinds: vec![ProjectKind::New, ProjectKind::Expand],
        reference: String::new(),
    }
}

fn distances(towns: &[(usize, f64)]) -> Vec<xuewei::domain::Distance> {
    let mut distances = Vec::new();
    for (from, (_, start)) in towns.iter().enumerate() {
        for (to, (_, end)) in towns.iter().enumerate() {
            distances.push(xuewei::domain::Distance {
                from: TownIndex(from),
                to: TownIndex(to),
                travel: Travel { km: (start - end).abs(), ..Travel::default() },
            });
        }
    }
    distances
}

/// A school of a class with places.
pub fn school(town: usize, class: ClassIndex, places: u32) -> School {
    School {
        id: format!("s{town}-{}", class.index()),
        name: String::new(),
        town: TownIndex(town),
        class,
        places,
        pupils: 0,
        migrant_pupils: None,
        opened: None,
        closes: None,
    }
}

/// A new public school with places, on a site, for 10⁴ yuan, opening 2023 or 2024.
pub fn project(town: usize, site: &str, places: i32, capex: f64) -> Project {
    Project {
        id: format!("p-{town}-{site}-{places}"),
        site: Some(site.into()),
        name: String::new(),
        name_en: String::new(),
        town: TownIndex(town),
        programme: ProgrammeIndex(0),
        kind: ProjectKind::New,
        status: ProjectStatus::Planned,
        committed: false,
        copies: 1,
        effects: vec![PlaceEffect { town: TownIndex(town), class: PUBLIC, places }],
        from_school: None,
        out_of_use: 0,
        running: Yuan::default(),
        capex: Yuan::from_ten_thousand(capex),
        land_m2: None,
        earliest: SchoolYear(2023),
        latest: SchoolYear(2024),
        funding: Project::funded_by("county"),
        note: String::new(),
    }
}

/// A cost of a class's sector in yuan a year.
pub fn cost(class: ClassIndex, item: CostItem, yuan: f64) -> UnitCost {
    UnitCost { stage: StageIndex(0), sector: Some(SectorIndex(class.index())), item, yuan, from_year: None }
}

/// The share of pupils in public places.
pub fn public_share() -> Share {
    let groups = vec![GroupIndex(0)];
    Share {
        of: Selection { classes: vec![PUBLIC], groups: groups.clone() },
        among: Selection { classes: vec![PUBLIC, PRIVATE], groups },
        bought_places_count: false,
    }
}

/// A path from years and values.
pub fn path(values: &[(i32, f64)]) -> Path {
    Path(values.iter().map(|(year, value)| (SchoolYear(*year), *value)).collect::<BTreeMap<_, _>>())
}

/// Children by town and planned year.
pub fn rolls(study: &Study, children: &[Vec<f64>]) -> Rolls {
    let years: Vec<SchoolYear> = study.horizon.years().collect();
    let shape = (study.towns.len(), 1, 1, years.len());
    let demand = Array4::from_shape_fn(shape, |(town, _, _, year)| children[town][year]);
    Rolls { years, demand }
}

const LIMITS: Limits = Limits::new(0.0, 60.0);

/// Two towns of one county, 5 km apart, 160 public places, three options on two sites: see `hand_solved.rs`.
pub fn county() -> Study {
    let mut county = study(&[(0, 0.0), (0, 5.0)]);
    county.cost.travel_yuan_per_km = 100.0;
    county.schools = vec![school(0, PUBLIC, 100), school(1, PUBLIC, 60)];
    county.projects =
        vec![project(0, "site", 40, 80.0), project(0, "site", 100, 150.0), project(1, "other", 30, 20.0)];
    county.costs = vec![cost(PUBLIC, CostItem::RunningPerPlace, 1000.0)];
    county
}

/// Its children.
pub fn children() -> Vec<Vec<f64>> {
    vec![vec![90.0, 130.0, 150.0], vec![40.0, 40.0, 40.0]]
}

/// A plan without any gap, whose money adds up to its cost.
pub fn plan(study: &Study, children: &[Vec<f64>]) -> (Plan, Outcome) {
    let rolls = rolls(study, children);
    let plan = allocate(study, &rolls, LIMITS, &Silent).expect("a plan");
    let outcome = Outcome::new(study, &rolls, &plan);
    let all: f64 = outcome.money.iter().map(|line| line.present).sum();
    assert!((all - plan.objective - plan.constant).abs() < 1e-6, "money {all} is objective and constant");
    let kept = plan.status != PlanStatus::Repaired;
    assert_eq!(
        outcome.every_promise_kept(),
        kept,
        "the figures agree with the plan's word: {:?}",
        plan.shortfalls
    );
    verified(study, &rolls, &plan, LIMITS);
    (plan, outcome)
}

/// Writes a run folder and has it checked by the verification, which shares no code with what made it.
pub fn verified(study: &Study, rolls: &Rolls, plan: &Plan, limits: Limits) {
    // Tables tell projects apart by their ids, which in small studies of tests may be the same.
    let mut study = study.clone();
    study.projects.iter_mut().enumerate().for_each(|(index, project)| project.id = index.to_string());
    let (study, outcome) = (&study, Outcome::new(&study, rolls, plan));
    let nobody = Children { years: Vec::new(), counts: Array4::zeros((0, 0, 0, 0)) };
    let projection = Projection {
        children: nobody,
        births: BirthPath { years: Vec::new(), counts: Array3::zeros((0, 0, 0)) },
        housing: None,
        rolls: rolls.clone(),
        grades: None,
        methods: Vec::new(),
        people: None,
        components: None,
        floors: Vec::new(),
    };
    let applied = Applied::default();
    let run = Run {
        study,
        projection: &projection,
        plan,
        outcome: &outcome,
        inputs: &[],
        applied: &applied,
        wishes: &Wishes::default(),
        robust: None,
        replan: None,
        bands: &[],
        limits,
        seconds: (0.0, 0.0),
    };
    let folder = tempfile::tempdir().expect("folder");
    let folder = write(&run, Some(&folder.path().join("run")), TableForm::ParquetAndCsv).expect("a run");
    let found = verify(&folder, &Against { study, applied: &applied, rolls: Some(rolls) });
    assert!(found.good(), "{:#?}", found.findings);
    assert!(found.lines.len() >= 15, "{:?}", found.lines);
}

/// Projects and their years.
pub fn opened(plan: &Plan) -> Vec<(usize, i32)> {
    plan.openings.iter().map(|opening| (opening.project.index(), opening.year.0)).collect()
}
