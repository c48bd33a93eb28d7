//! Mistakes that no program can know, each with the reason.

/// The model alone says it, and other values are as sensible.
const CHOSEN: &str = "the model file alone says it, and the other value is as sensible";
/// The years that figures are made for.
const YEARS: &str = "how far a study looks ahead is asked for by the model alone; results show their years";
/// Ages and cut-off days differ between places.
const AGES: &str = "children start and leave at such ages, and are counted on such days, in other places";
/// Weights and rates of the same order.
const ORDER: &str =
    "a rate or weight of this order is used elsewhere, and nothing in the tables depends on it";
/// What is asked for is left out or lowered.
const ASKED: &str = "a study may ask for less: what is not asked for cannot be missed";

/// Ceilings of other sizes.
const CEILINGS: &str =
    "a ceiling that does not bind may be as wide as anyone likes, and a tight one may be meant";
/// Costs that depend on the place.
const PRICES: &str = "such costs are real elsewhere, and nothing in the tables depends on them";

/// Name of the mutation, and why it cannot be known.
pub const UNKNOWABLE: &[(&str, &str)] = &[
    ("model.horizon: outlook a year earlier", YEARS),
    ("model.horizon: no outlook", YEARS),
    ("model.horizon: outlook 2053", YEARS),
    ("model.entry: day and month of the end of the year", AGES),
    ("model.stage.ages: one year less", AGES),
    ("model.stage.ages: junior one year more", AGES),
    ("model.stage.enrolment_rate: digits turned", ORDER),
    ("model.stage.enrolment_rate: digits turned in primary", ORDER),
    ("model.stage.travel_limit_km: × 10", CHOSEN),
    ("model.projection.window: 1", CHOSEN),
    ("model.projection.shrinkage: × 1000", CHOSEN),
    ("model.projection.fertility_damping: ÷ 10", CHOSEN),
    ("model.projection: left out: all of it", "the program's own settings serve where none are given"),
    ("model.indicator.at_least: years exchanged", "a target that falls by two points may be meant"),
    ("model.indicator.at_least: 0", ASKED),
    ("model.indicator.scope: every county", CHOSEN),
    ("model.indicator: left out: id = \"public_kindergarten\"", ASKED),
    ("model.indicator: left out: id = \"migrant_public\"", ASKED),
    ("model.programme.projects: ÷ 10", ASKED),
    ("model.programme.projects: 0", ASKED),
    ("model.programme.projects: at most for at least", "a ceiling on numbers is as sensible as a floor"),
    ("model.cost.discount_rate: ÷ 10", ORDER),
    ("model.cost.discount_rate: left out", "costs may be added up without discount"),
    ("model.cost.price_year: a year earlier", CHOSEN),
    ("model.cost.travel_yuan_per_km: 10⁴ yuan for yuan", ORDER),
    ("model.cost.travel_yuan_per_km: × 10", ORDER),
    ("model.cost.grade_yuan: ÷ 10", ORDER),
    ("model.cost: left out: all of it", "a study may leave discount and weights out"),
    (
        "model.spending.shares: years turned round",
        "builders are paid early in some places and late in others",
    ),
    ("model.spending.kind: another kind", CHOSEN),
    ("budget.limit: 0", CEILINGS),
    ("budget.limit: all × 10", CEILINGS),
    ("budget.carry: no carry-over", CEILINGS),
    ("budget.county: the counties missing", CEILINGS),
    ("budget.county: the whole missing", CEILINGS),
    ("costs.value: a subsidy ÷ 10", PRICES),
    ("costs.value: a bought place × 10", PRICES),
    ("costs.value: a bought place ÷ 10", PRICES),
    ("costs.value: all special schools ÷ 10", PRICES),
    ("costs.value: digits turned", PRICES),
    ("costs.value: one cost for all", PRICES),
    ("costs.value: sorted alone", PRICES),
    ("costs.value: moved down by a row", PRICES),
    ("costs.item: pupil and place exchanged", PRICES),
    ("costs.item: a subsidy missing", "a sector may get no subsidy"),
    ("costs.item: a bought place missing", "a place may be bought for nothing beyond what its pupil costs"),
    ("costs.item: all running cost a place missing", "costs may be counted by pupils alone"),
    ("costs.item: all running cost a pupil missing", "costs may be counted by places alone"),
    ("costs.stage: primary and junior exchanged", PRICES),
    ("costs.sector: inclusive and private exchanged", PRICES),
    ("costs.sector: private schools missing", "a sector may cost the public nothing"),
    ("costs.sector: public schools missing", "a sector may cost the public nothing"),
];
