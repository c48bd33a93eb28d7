//! Mistakes in the model file.

use crate::mutation::{List, Mutation};

/// Part of the model file, what is done, behind which mark, what stands there, and what is put in its place.
type Slip = (&'static str, &'static str, &'static str, &'static str, &'static str);

const QUALITY: &str = "id = \"quality_kindergarten\"";
const INCLUSIVE: &str = "id = \"inclusive_kindergarten\"";
const PUBLIC: &str = "id = \"public_kindergarten\"";
const MIGRANT: &str = "id = \"migrant_public\"";
const CERTIFIED: &str = "id = \"universal_preschool\"";
const BALANCED: &str = "id = \"balanced_compulsory\"";
const CRITERIA: &str = "[[criteria]]";
const CHOICE: &str = "[[choice]]";
const PRESCHOOL: &str = "[[stage]]\nid = \"preschool\"";
const PRIMARY: &str = "[[stage]]\nid = \"primary\"";
const JUNIOR: &str = "[[stage]]\nid = \"junior\"";
const SPECIAL: &str = "[[stage]]\nid = \"special\"";

const YEARS: &[Slip] = &[
    ("base_year", "a year later", "", "base_year = 2022", "base_year = 2023"),
    ("base_year", "a year earlier", "", "base_year = 2022", "base_year = 2021"),
    ("base_year", "ten years earlier", "", "base_year = 2022", "base_year = 2012"),
    ("base_year", "2202", "", "base_year = 2022", "base_year = 2202"),
    ("horizon", "first a year later", "", "first = 2023", "first = 2024"),
    ("horizon", "first ten years later", "", "first = 2023", "first = 2033"),
    ("horizon", "last a year earlier", "", "last = 2027", "last = 2026"),
    ("horizon", "last a year later", "", "last = 2027", "last = 2028"),
    ("horizon", "last 2072", "", "last = 2027", "last = 2072"),
    ("horizon", "outlook a year earlier", "", "outlook = 2035", "outlook = 2034"),
    ("horizon", "outlook 2053", "", "outlook = 2035", "outlook = 2053"),
    ("horizon", "outlook 2025", "", "outlook = 2035", "outlook = 2025"),
    ("horizon", "no outlook", "", ", outlook = 2035", ""),
    ("entry", "day and month of the end of the year", "", "month = 8\nday = 31", "month = 12\nday = 31"),
    ("entry", "a day later", "", "month = 8\nday = 31", "month = 9\nday = 1"),
    ("entry", "the first of the month", "", "day = 31", "day = 1"),
    ("entry", "the third of August", "", "day = 31", "day = 3"),
    ("entry", "no such day", "", "month = 8", "month = 31"),
    ("entry", "left out", "", "month = 8\nday = 31", ""),
    ("data", "no such folder", "", "../data/taizhou", "../data/taizou"),
];

const STAGES: &[Slip] = &[
    ("stage.ages", "one year more", PRESCHOOL, "ages = [3, 5]", "ages = [3, 6]"),
    ("stage.ages", "one year less", PRESCHOOL, "ages = [3, 5]", "ages = [4, 5]"),
    ("stage.ages", "one year earlier", PRESCHOOL, "ages = [3, 5]", "ages = [2, 4]"),
    ("stage.ages", "exchanged", PRESCHOOL, "ages = [3, 5]", "ages = [5, 3]"),
    ("stage.ages", "up to 53", PRESCHOOL, "ages = [3, 5]", "ages = [3, 53]"),
    ("stage.ages", "primary one year more", PRIMARY, "ages = [6, 11]", "ages = [6, 12]"),
    ("stage.ages", "primary one year less", PRIMARY, "ages = [6, 11]", "ages = [7, 11]"),
    ("stage.ages", "junior one year more", JUNIOR, "ages = [12, 14]", "ages = [12, 15]"),
    ("stage.ages", "junior one year earlier", JUNIOR, "ages = [12, 14]", "ages = [11, 14]"),
    ("stage.ages", "special up to 41", SPECIAL, "ages = [6, 14]", "ages = [6, 41]"),
    ("stage.enrolment_rate", "per cent for a share", PRESCHOOL, "2022 = 0.98", "2022 = 98"),
    ("stage.enrolment_rate", "a tenth", PRESCHOOL, "2027 = 0.99", "2027 = 0.099"),
    ("stage.enrolment_rate", "digits turned", PRESCHOOL, "2022 = 0.98", "2022 = 0.89"),
    ("stage.enrolment_rate", "9.9 for 0.99", PRESCHOOL, "2027 = 0.99", "2027 = 9.9"),
    ("stage.enrolment_rate", "0", PRIMARY, "2022 = 0.998", "2022 = 0"),
    ("stage.enrolment_rate", "a hundredth", PRIMARY, "2022 = 0.998", "2022 = 0.00998"),
    ("stage.enrolment_rate", "digits turned in primary", PRIMARY, "2022 = 0.998", "2022 = 0.899"),
    ("stage.enrolment_rate", "2072 for 2027", PRESCHOOL, "2027 = 0.99", "2072 = 0.99"),
    ("stage.enrolment_rate", "2002 for 2022", JUNIOR, "2022 = 0.998", "2002 = 0.998"),
    ("stage.enrolment_rate", "special 0.096", SPECIAL, "2025 = 0.96", "2025 = 0.096"),
    ("stage.prevalence", "per cent for a share", SPECIAL, "prevalence = 0.002", "prevalence = 0.2"),
    ("stage.prevalence", "× 10", SPECIAL, "prevalence = 0.002", "prevalence = 0.02"),
    ("stage.prevalence", "÷ 10", SPECIAL, "prevalence = 0.002", "prevalence = 0.0002"),
    ("stage.prevalence", "2", SPECIAL, "prevalence = 0.002", "prevalence = 2"),
    ("stage.prevalence", "left out", SPECIAL, "prevalence = 0.002", ""),
    ("stage.travel_limit_km", "m for km", PRESCHOOL, "travel_limit_km = 8", "travel_limit_km = 8000"),
    ("stage.travel_limit_km", "× 10", PRIMARY, "travel_limit_km = 10", "travel_limit_km = 100"),
    ("stage.travel_limit_km", "÷ 10", JUNIOR, "travel_limit_km = 15", "travel_limit_km = 1.5"),
    ("stage.travel_limit_km", "÷ 1000", JUNIOR, "travel_limit_km = 15", "travel_limit_km = 0.015"),
    ("stage.travel_limit_km", "special ÷ 10", SPECIAL, "travel_limit_km = 120", "travel_limit_km = 12"),
    ("stage.schooling", "anywhere for county", PRIMARY, "schooling = \"county\"", "schooling = \"anywhere\""),
    ("stage.schooling", "county for anywhere", SPECIAL, "schooling = \"anywhere\"", "schooling = \"county\""),
    ("stage.programme", "another", JUNIOR, "programme = \"compulsory\"", "programme = \"preschool\""),
    ("stage", "a stage twice", JUNIOR, "id = \"junior\"", "id = \"primary\""),
    ("group", "a group twice", "[[group]]\nid = \"migrant\"", "id = \"migrant\"", "id = \"local\""),
    ("group", "misspelt", "[[group]]\nid = \"migrant\"", "id = \"migrant\"", "id = \"migrants\""),
    ("sector", "misspelt", "[[sector]]\nid = \"inclusive\"", "id = \"inclusive\"", "id = \"inclusiv\""),
    ("projection.window", "50", "", "window = 5 ", "window = 50 "),
    ("projection.window", "1", "", "window = 5 ", "window = 1 "),
    ("projection.window", "0", "", "window = 5 ", "window = 0 "),
    ("projection.shrinkage", "× 10", "", "shrinkage = 200", "shrinkage = 2000"),
    ("projection.shrinkage", "÷ 10", "", "shrinkage = 200", "shrinkage = 20"),
    ("projection.shrinkage", "× 1000", "", "shrinkage = 200", "shrinkage = 200000"),
    ("projection.fertility_damping", "× 10", "", "fertility_damping = 0.6", "fertility_damping = 6"),
    ("projection.fertility_damping", "÷ 10", "", "fertility_damping = 0.6", "fertility_damping = 0.06"),
    ("projection.fertility_damping", "60", "", "fertility_damping = 0.6", "fertility_damping = 60"),
];

const TARGETS: &[Slip] = &[
    ("programme.projects", "no more a year than 6", "", "at_most_per_year = 60", "at_most_per_year = 6"),
    ("programme.projects", "no more a year than 600", "", "at_most_per_year = 60", "at_most_per_year = 600"),
    (
        "programme.kinds",
        "new alone",
        "",
        "kinds = [\"new\", \"expand\", \"relocate\", \"rebuild\", \"upgrade\"]",
        "kinds = [\"new\"]",
    ),
    ("programme.kinds", "misspelt", "", "kinds = [\"new\"]", "kinds = [\"now\"]"),
    ("indicator.at_least", "85 for 0.85", QUALITY, "2027 = 0.85", "2027 = 85"),
    ("indicator.at_least", "8.5 for 0.85", QUALITY, "2027 = 0.85", "2027 = 8.5"),
    ("indicator.at_least", "0.085 for 0.85", QUALITY, "2027 = 0.85", "2027 = 0.085"),
    ("indicator.at_least", "0.58 for 0.85", QUALITY, "2027 = 0.85", "2027 = 0.58"),
    (
        "indicator.at_least",
        "0.58 for 0.85 throughout",
        QUALITY,
        "at_least = { 2022 = 0.7317, 2023 = 0.76, 2024 = 0.78, 2025 = 0.80, 2026 = 0.82, 2027 = 0.85 }",
        "at_least = { 2023 = 0.58 }",
    ),
    ("indicator.at_least", "2072 for 2027", QUALITY, "2027 = 0.85", "2072 = 0.85"),
    ("indicator.at_least", "0.095 for 0.95", INCLUSIVE, "2027 = 0.95", "2027 = 0.095"),
    ("indicator.at_least", "0.59 for 0.95", INCLUSIVE, "2027 = 0.95", "2027 = 0.59"),
    (
        "indicator.at_least",
        "years exchanged",
        INCLUSIVE,
        "2023 = 0.93, 2027 = 0.95",
        "2027 = 0.93, 2023 = 0.95",
    ),
    ("indicator.at_least", "0.055 for 0.55", PUBLIC, "2027 = 0.55", "2027 = 0.055"),
    ("indicator.at_least", "5.5 for 0.55", PUBLIC, "2027 = 0.55", "2027 = 5.5"),
    (
        "indicator.at_least",
        "0.05 for 0.5 in every year",
        PUBLIC,
        "2023 = 0.51, 2024 = 0.52, 2025 = 0.53, 2026 = 0.54, 2027 = 0.55",
        "2023 = 0.051, 2024 = 0.052, 2025 = 0.053, 2026 = 0.054, 2027 = 0.055",
    ),
    (
        "indicator.at_least",
        "per cent in every year",
        PUBLIC,
        "2023 = 0.51, 2024 = 0.52, 2025 = 0.53, 2026 = 0.54, 2027 = 0.55",
        "2023 = 51, 2024 = 52, 2025 = 53, 2026 = 54, 2027 = 55",
    ),
    ("indicator.at_least", "left out", PUBLIC, "at_least = {", "at_lest = {"),
    ("indicator.at_least", "0.09 for 0.90", MIGRANT, "2027 = 0.90", "2027 = 0.09"),
    ("indicator.at_least", "0", MIGRANT, "2023 = 0.82, 2025 = 0.86, 2027 = 0.90", "2023 = 0"),
    ("indicator.at_least", "1.0 for 0.10", CERTIFIED, "2023 = 0.30", "2023 = 3.0"),
    (
        "indicator.at_least",
        "years one too low",
        BALANCED,
        "2023 = 0.30, 2024 = 0.45, 2025 = 0.60, 2026 = 0.70, 2027 = 0.80",
        "2022 = 0.30, 2023 = 0.45, 2024 = 0.60, 2025 = 0.70, 2026 = 0.80",
    ),
    ("indicator.of", "another sector", PUBLIC, "sector = [\"public\"]", "sector = [\"private\"]"),
    (
        "indicator.of",
        "a sector less",
        INCLUSIVE,
        "sector = [\"public\", \"inclusive\"]",
        "sector = [\"inclusive\"]",
    ),
    ("indicator.of", "all grades", QUALITY, "grade = [1, 2]", "grade = [1, 2, 3]"),
    ("indicator.of", "one grade", QUALITY, "grade = [1, 2]", "grade = [1]"),
    ("indicator.of", "no such grade", QUALITY, "grade = [1, 2]", "grade = [7]"),
    (
        "indicator.among",
        "another stage",
        PUBLIC,
        "among = { stage = [\"preschool\"] }",
        "among = { stage = [\"primary\"] }",
    ),
    (
        "indicator.among",
        "the other group",
        MIGRANT,
        "among = { stage = [\"primary\", \"junior\"], group = [\"migrant\"] }",
        "among = { stage = [\"primary\", \"junior\"], group = [\"local\"] }",
    ),
    (
        "indicator.bought_places_count",
        "no",
        MIGRANT,
        "bought_places_count = true",
        "bought_places_count = false",
    ),
    ("indicator.scope", "every county", PUBLIC, "scope = \"city\"", "scope = \"every_county\""),
    (
        "indicator.criteria",
        "the other",
        CERTIFIED,
        "criteria = \"universal_preschool\"",
        "criteria = \"balanced_compulsory\"",
    ),
    ("criteria.share", "80 for 0.80", CRITERIA, "at_least = 0.80", "at_least = 80"),
    ("criteria.share", "0.08 for 0.80", CRITERIA, "at_least = 0.80", "at_least = 0.08"),
    ("criteria.share", "0.05 for 0.50", CRITERIA, "at_least = 0.50", "at_least = 0.05"),
    ("criteria.share", "0.58 for 0.85", CRITERIA, "at_least = 0.85", "at_least = 0.58"),
    ("criteria.share", "8.5 for 0.85", CRITERIA, "at_least = 0.85", "at_least = 8.5"),
    ("choice", "floor × 10", CHOICE, "floor = 0.01", "floor = 0.1"),
    ("choice", "floor 1", CHOICE, "floor = 0.01", "floor = 1"),
    ("choice", "cap ÷ 10", CHOICE, "cap = 0.15", "cap = 0.015"),
    ("choice", "cap 20", CHOICE, "cap = 0.20", "cap = 20"),
    ("choice", "floor above cap", CHOICE, "floor = 0.03", "floor = 0.3"),
    ("choice", "loss 35", CHOICE, "loss = 0.35", "loss = 35"),
    ("choice", "loss ÷ 10", CHOICE, "loss = 0.35", "loss = 0.035"),
    ("choice", "another sector", CHOICE, "sector = [\"private\"]", "sector = [\"public\"]"),
];

const MONEY: &[Slip] = &[
    ("cost.discount_rate", "per cent for a share", "", "discount_rate = 0.03", "discount_rate = 3"),
    ("cost.discount_rate", "× 10", "", "discount_rate = 0.03", "discount_rate = 0.3"),
    ("cost.discount_rate", "÷ 10", "", "discount_rate = 0.03", "discount_rate = 0.003"),
    ("cost.discount_rate", "below 0", "", "discount_rate = 0.03", "discount_rate = -0.03"),
    ("cost.discount_rate", "left out", "", "discount_rate = 0.03", ""),
    ("cost.price_year", "2032", "", "price_year = 2023", "price_year = 2032"),
    ("cost.price_year", "2003", "", "price_year = 2023", "price_year = 2003"),
    ("cost.price_year", "a year earlier", "", "price_year = 2023", "price_year = 2022"),
    ("cost.price_year", "left out", "", "price_year = 2023", ""),
    (
        "cost.travel_yuan_per_km",
        "10⁴ yuan for yuan",
        "",
        "travel_yuan_per_km = 60",
        "travel_yuan_per_km = 0.006",
    ),
    (
        "cost.travel_yuan_per_km",
        "a metre for a km",
        "",
        "travel_yuan_per_km = 60",
        "travel_yuan_per_km = 60000",
    ),
    ("cost.travel_yuan_per_km", "× 10", "", "travel_yuan_per_km = 60", "travel_yuan_per_km = 600"),
    ("cost.grade_yuan", "× 100", "", "grade_yuan = 100", "grade_yuan = 10000"),
    ("cost.grade_yuan", "÷ 10", "", "grade_yuan = 100", "grade_yuan = 10"),
    ("cost.detour", "× 10", "", "detour = 1.3", "detour = 13"),
    ("cost.detour", "÷ 10", "", "detour = 1.3", "detour = 0.13"),
    ("cost.detour", "× 100", "", "detour = 1.3", "detour = 130"),
    (
        "spending.shares",
        "sum above 1",
        "",
        "shares = { 2 = 0.2, 1 = 0.5, 0 = 0.3 }",
        "shares = { 2 = 0.2, 1 = 0.5, 0 = 0.5 }",
    ),
    ("spending.shares", "sum below 1", "", "shares = { 1 = 0.6, 0 = 0.4 }", "shares = { 1 = 0.06, 0 = 0.4 }"),
    (
        "spending.shares",
        "per cent",
        "",
        "shares = { 2 = 0.2, 1 = 0.5, 0 = 0.3 }",
        "shares = { 2 = 20, 1 = 50, 0 = 30 }",
    ),
    (
        "spending.shares",
        "years turned round",
        "",
        "shares = { 2 = 0.2, 1 = 0.5, 0 = 0.3 }",
        "shares = { 0 = 0.2, 1 = 0.5, 2 = 0.3 }",
    ),
    (
        "spending.shares",
        "20 years before",
        "",
        "shares = { 2 = 0.2, 1 = 0.5, 0 = 0.3 }",
        "shares = { 20 = 0.2, 1 = 0.5, 0 = 0.3 }",
    ),
    ("spending.kind", "another kind", "", "kind = \"expand\"", "kind = \"relocate\""),
    ("spending.kind", "misspelt", "", "kind = \"expand\"", "kind = \"expnd\""),
    ("solver.gap", "per cent for a share", "", "gap = 0.001", "gap = 0.1"),
    ("solver.gap", "10", "", "gap = 0.001", "gap = 10"),
    ("solver.time_limit_seconds", "0.3", "", "time_limit_seconds = 300", "time_limit_seconds = 0.3"),
];

pub fn model() -> Vec<Mutation> {
    let mut list = List::of("model");
    for (part, how, mark, from, to) in [YEARS, STAGES, TARGETS, MONEY].concat() {
        list.whole(part, how, move |draft| draft.replace_after(mark, from, to));
    }
    for (how, programme, by) in [
        ("× 10", "compulsory", 10.0),
        ("÷ 10", "compulsory", 0.1),
        ("0", "compulsory", 0.0),
        ("special × 10", "special", 10.0),
    ] {
        list.whole("programme.projects", how, move |draft| draft.ask(programme, by));
    }
    list.whole("programme.projects", "at most for at least", |draft| {
        draft.replace_after("[[programme]]\nid = \"compulsory\"", "at_least", "at_most");
    });
    for (part, mark) in [
        ("indicator", "[[indicator]]\nid = \"public_kindergarten\""),
        ("indicator", "[[indicator]]\nid = \"migrant_public\""),
        ("programme", "[[programme]]\nid = \"special\""),
        ("choice", "[[choice]]\nstage = \"preschool\"\nloss"),
        ("spending", "[[spending]]\nkind = \"*\""),
        ("spending", "[[spending]]\nkind = \"upgrade\""),
        ("cost", "[cost]"),
        ("projection", "[projection]"),
        ("group", "[[group]]\nid = \"migrant\""),
        ("stage", "[[stage]]\nid = \"special\""),
    ] {
        let name = mark.lines().skip(1).last().unwrap_or("all of it");
        list.whole(part, &format!("left out: {name}"), move |draft| draft.leave_out(mark));
    }
    list.all
}
