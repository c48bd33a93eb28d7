//! A plan at a glance: status and gap, cost, projects, indicators, places, and who goes without.

mod indicators;

use super::finance_words::{IdleCeiling, idle_sentences, lacking};
use super::reach::reason;
use super::undecided::undecided_sentence;
use super::{Cell, Table, sentence};
use crate::allocation::{Opening, Plan, PlanStatus};
use crate::domain::{CountyIndex, Language, Study, Text, source_name};
use crate::outcome::{Ceiling, CeilingLine, Component, Outcome};
use indicators::{free_sentences, indicators};

/// What a planner reads first.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// Sentences, the most important first.
    pub sentences: Vec<String>,
    /// Tables.
    pub tables: Vec<Table>,
}

/// 10⁴ yuan in one 10⁸ yuan (亿元).
const HUNDRED_MILLION: f64 = 1e4;

/// The overview of a plan.
#[must_use]
pub fn overview(study: &Study, plan: &Plan, outcome: &Outcome, language: Language) -> Overview {
    Overview {
        sentences: sentences(study, plan, outcome, language),
        tables: [
            Some(costs(study, outcome, language)),
            Some(projects(study, plan, outcome, language)),
            Some(indicators(study, outcome, language)),
            (!study.criteria.is_empty()).then(|| certifications(study, plan, language)),
            Some(places(study, outcome, language)),
        ]
        .into_iter()
        .flatten()
        .collect(),
    }
}

/// Missed promises that are told one by one.
const LISTED: usize = 20;

fn say(language: Language, zh: &str, en: &str) -> String {
    Text { zh: zh.to_owned(), en: en.to_owned() }.get(language).to_owned()
}

fn sentences(study: &Study, plan: &Plan, outcome: &Outcome, language: Language) -> Vec<String> {
    let mut sentences = vec![status(study, plan, language), cost(plan, language)];
    sentences.extend(least_shortfall(plan, language));
    sentences.extend(plan.shortfalls.iter().take(LISTED).map(|short| sentence(study, short, language)));
    let more = plan.shortfalls.len().saturating_sub(LISTED);
    if more > 0 {
        sentences.push(say(
            language,
            &format!("另有 {more} 项达不到，见结果文件夹中的 shortfalls.parquet。"),
            &format!("{more} more are missed: see shortfalls.parquet in the run folder."),
        ));
    }
    let unplaced = unplaced_sentences(study, outcome, language);
    if unplaced.is_empty() {
        sentences.push(say(language, "每个儿童都有学位。", "Every child has a place."));
    }
    sentences.extend(unplaced);
    if outcome.every_promise_kept() {
        let (last, outlook) = (study.horizon.last, study.horizon.outlook);
        sentences.push(if outlook > last {
            say(
                language,
                &format!("各学年目标均达到（含{}—{outlook}年展望期）。", last.0 + 1),
                &format!("Every target is met, in the outlook to {outlook} too."),
            )
        } else {
            say(language, "各项目标全部达到。", "Every target is met.")
        });
    }
    sentences.extend(free_sentences(study, outcome, language));
    sentences.extend(undecided_sentence(study, language));
    sentences.extend(lacking(!study.budgets.is_empty(), !study.costs.is_empty(), language));
    sentences.extend(idle_sentences(&idle_ceilings(study, outcome, language), language));
    sentences
}

/// Ceilings on money under which nothing can fall.
fn idle_ceilings(study: &Study, outcome: &Outcome, language: Language) -> Vec<IdleCeiling> {
    let idle = |line: &CeilingLine| {
        let (Ceiling::Budget(budget), Some(idle)) = (line.ceiling, line.idle) else { return None };
        let budget = &study.budgets[budget];
        let whole = || say(language, "全市", "the whole area");
        let county = |county: CountyIndex| study.counties[county.index()].name.get(language).to_owned();
        Some(IdleCeiling {
            reason: idle.id(),
            area: budget.county.map_or_else(whole, county),
            source: source_name(budget.source.as_deref().unwrap_or("*"), language),
            year: budget.year,
        })
    };
    outcome.ceilings.iter().filter_map(idle).collect()
}

fn status(study: &Study, plan: &Plan, language: Language) -> String {
    let title = study.title.get(language);
    let gap = plan.gap * 100.0;
    let (zh, en) = match plan.status {
        PlanStatus::Optimal => ("最优方案", "least-cost plan, proven"),
        PlanStatus::Feasible => ("可行方案（提前停止）", "plan of a search stopped early"),
        PlanStatus::Repaired => (
            "目标不能全部达到；先求缺口最小、再求成本最低的方案",
            "not every target can be met; plan of the least shortfall found and, at that, the least cost",
        ),
    };
    if !plan.gap.is_finite() {
        return say(
            language,
            &format!("{title}：{zh}，尚无理论下限。"),
            &format!("{title}: {en}, without a proven bound yet."),
        );
    }
    if language == Language::Chinese {
        format!("{title}：{zh}，与理论下限相差不超过 {gap:.3} %。")
    } else {
        format!("{title}: {en}, within {gap:.3} % of the proven bound.")
    }
}

/// How near the shortfall of a repair is to the least that there can be.
fn least_shortfall(plan: &Plan, language: Language) -> Option<String> {
    let missed = plan.missed;
    (missed.weighted > 0.0).then(|| {
        let (weighted, gap) = (missed.weighted, missed.gap() * 100.0);
        say(
            language,
            &format!("缺口加权合计 {weighted:.1}（1 名儿童缺 1 年学位计 1，见模型 repair），与理论最小值相差不超过 {gap:.3} %。"),
            &format!("Weighted shortfall {weighted:.1} (a child without a place for a year counts 1 unless [repair] says otherwise), within {gap:.3} % of the least that there can be."),
        )
    })
}

fn cost(plan: &Plan, language: Language) -> String {
    let (decided, all) =
        (plan.objective / HUNDRED_MILLION, (plan.objective + plan.constant) / HUNDRED_MILLION);
    if language == Language::Chinese {
        format!("决策可变成本现值 {decided:.2} 亿元；连同任何方案都要支付的部分共 {all:.2} 亿元。")
    } else {
        format!(
            "Cost that decisions change: {decided:.2} × 10⁸ yuan of present value; with what every plan pays: {all:.2}."
        )
    }
}

/// Where children go without a place: one sentence for the worst towns of every stage and year.
fn unplaced_sentences(study: &Study, outcome: &Outcome, language: Language) -> Vec<String> {
    let mut lines: Vec<_> = outcome.balance.iter().filter(|line| line.unplaced >= 0.5).collect();
    lines.sort_by(|one, other| other.unplaced.total_cmp(&one.unplaced));
    let shown = 12;
    let mut sentences: Vec<String> = lines
        .iter()
        .take(shown)
        .map(|line| {
            let town = study.towns[line.town.index()].name.get(language);
            let stage = study.stages[line.stage.index()].name.get(language);
            let (year, children) = (line.year, line.unplaced);
            let reason = reason(study, line.stage, line.town, language);
            if language == Language::Chinese {
                format!("{year}学年{town}{stage}：{children:.0}名儿童没有学位{reason}")
            } else {
                format!("{year}, {town}, {stage}: {children:.0} children without a place{reason}")
            }
        })
        .collect();
    if lines.len() > shown {
        let (more, rest) =
            (lines.len() - shown, lines[shown..].iter().map(|line| line.unplaced).sum::<f64>());
        let zh = format!("另有{more}处共{rest:.0}人次（见结果表 unmet）");
        let en = format!("and {more} more places and years with {rest:.0} child-years (see table unmet)");
        sentences.push(say(language, &zh, &en));
    }
    sentences
}

pub(super) fn component_name(component: Component, language: Language) -> String {
    let (zh, en) = match component {
        Component::Capital => ("建设投资", "Building"),
        Component::Places => ("学位运行成本", "Running cost of places"),
        Component::Operating => ("项目运行成本", "Operating cost of projects"),
        Component::Pupils => ("生均运行成本", "Running cost of pupils"),
        Component::Subsidy => ("民办补助", "Subsidy to private providers"),
        Component::Bought => ("购买学位", "Bought places"),
        Component::Travel => ("就学距离权重（非支出）", "Weight on travel (no payment)"),
        Component::Grade => ("等级权重（非支出）", "Weight on lower grades (no payment)"),
    };
    say(language, zh, en)
}

fn costs(study: &Study, outcome: &Outcome, language: Language) -> Table {
    let years: Vec<i32> = study.horizon.decision_years().map(|year| year.0).collect();
    let sum = |component: Component, keep: &dyn Fn(i32) -> bool| -> f64 {
        let lines = outcome.money.iter().filter(|line| line.component == component && keep(line.year));
        lines.map(|line| line.amount).sum::<f64>() / HUNDRED_MILLION
    };
    let row = |component: Component| {
        let mut row = vec![Cell::Text(component_name(component, language))];
        row.extend(years.iter().map(|year| Cell::Number(sum(component, &|of| of == *year), 2)));
        row.push(Cell::Number(sum(component, &|of| of > study.horizon.last.0), 2));
        let present =
            outcome.money.iter().filter(|line| line.component == component).map(|line| line.present);
        row.push(Cell::Number(present.sum::<f64>() / HUNDRED_MILLION, 2));
        row
    };
    let mut heads = vec![say(language, "支出", "Component")];
    heads.extend(years.iter().map(ToString::to_string));
    heads.push(format!("{}–{}", study.horizon.last.0 + 1, study.horizon.outlook.0));
    heads.push(say(language, "现值合计", "Present value"));
    let title = say(language, "成本（亿元，基年价格）", "Cost (10⁸ yuan, prices of the base year)");
    Table { title, heads, rows: Component::ALL.into_iter().map(row).collect() }
}

fn projects(study: &Study, plan: &Plan, outcome: &Outcome, language: Language) -> Table {
    let years: Vec<_> = study.horizon.decision_years().collect();
    let mut heads = vec![say(language, "县（市、区）", "County"), say(language, "工程", "Programme")];
    heads.extend(years.iter().map(ToString::to_string));
    heads.extend([
        say(language, "合计", "All"),
        say(language, "新增学位", "Places"),
        say(language, "投资（亿元）", "Capital (10⁸ yuan)"),
    ]);
    let mut rows = Vec::new();
    for county in study.county_indices() {
        for line in &outcome.programmes {
            let openings = plan.openings.iter().filter(|opening| {
                let project = &study.projects[opening.project.index()];
                project.programme == line.programme && study.county_of(project.town) == county
            });
            let copies = |opening: &Opening| opening.count as usize;
            let number: usize = openings.clone().map(copies).sum();
            if number == 0 {
                continue;
            }
            let projects = openings
                .clone()
                .map(|opening| (&study.projects[opening.project.index()], f64::from(opening.count)));
            let places: f64 =
                projects.clone().map(|(project, count)| f64::from(project.net_places()) * count).sum();
            let capital: f64 = projects.map(|(project, count)| project.capex.ten_thousand() * count).sum();
            let mut row = vec![
                Cell::Text(study.counties[county.index()].name.get(language).to_owned()),
                Cell::Text(study.programmes[line.programme.index()].name.get(language).to_owned()),
            ];
            row.extend(years.iter().map(|year| {
                Cell::count(openings.clone().filter(|opening| opening.year == *year).map(copies).sum())
            }));
            row.extend([
                Cell::count(number),
                Cell::Number(places, 0),
                Cell::Number(capital / HUNDRED_MILLION, 2),
            ]);
            rows.push(row);
        }
    }
    for line in &outcome.programmes {
        rows.push(programme_row(study, line, language));
    }
    let title = say(
        language,
        "投用项目（个；含转设、撤并）",
        "Projects put into use (conversions and closures included)",
    );
    Table { title, heads, rows }
}

fn programme_row(study: &Study, line: &crate::outcome::ProgrammeLine, language: Language) -> Vec<Cell> {
    let programme = &study.programmes[line.programme.index()];
    let required = line.required.map_or(String::new(), |number| {
        if language == Language::Chinese { format!("（≥ {number}）") } else { format!(" (≥ {number})") }
    });
    let head = say(language, "计入工程", "Counted");
    let mut row = vec![Cell::Text(head), Cell::Text(format!("{}{required}", programme.name.get(language)))];
    row.extend(line.by_year.iter().map(|(_, number)| Cell::count(*number)));
    row.extend([Cell::count(line.opened), Cell::Blank, Cell::Blank]);
    row
}

/// The school year from which each county passes each criteria set.
fn certifications(study: &Study, plan: &Plan, language: Language) -> Table {
    let mut heads = vec![say(language, "县（市、区）", "County")];
    heads.extend(study.criteria.iter().map(|set| set.name.get(language).to_owned()));
    let first_year = |county, criteria| {
        let passes = plan.certifications.iter().find(|one| one.county == county && one.criteria == criteria);
        Cell::Text(passes.map_or_else(|| "–".to_owned(), |one| one.year.to_string()))
    };
    let rows = study.county_indices().zip(&study.counties).map(|(county, data)| {
        let mut row = vec![Cell::Text(data.name.get(language).to_owned())];
        row.extend((0..study.criteria.len()).map(|criteria| first_year(county, criteria)));
        row
    });
    let title = say(
        language,
        "认定标准达到的学年（仅学位能左右的部分）",
        "School year from which criteria hold (those that places move)",
    );
    Table { title, heads, rows: rows.collect() }
}

fn places(study: &Study, outcome: &Outcome, language: Language) -> Table {
    let words = [
        say(language, "学段", "Stage"),
        say(language, "学年", "School year"),
        say(language, "学生", "Children"),
        say(language, "现有学位", "Standing places"),
        say(language, "规划学位", "Places with the plan"),
        say(language, "利用率", "Utilisation"),
        say(language, "无学位", "Without a place"),
    ];
    let (first, last, outlook) = (study.horizon.first, study.horizon.last, study.horizon.outlook);
    let middle = last.plus((outlook.0 - last.0) / 2);
    let mut shown = vec![first, last, middle, outlook];
    shown.dedup();
    let mut rows = Vec::new();
    for stage in study.stage_indices() {
        for year in &shown {
            let lines = outcome.balance.iter().filter(|line| line.stage == stage && line.year == *year);
            let sum = |of: fn(&crate::outcome::BalanceLine) -> f64| lines.clone().map(of).sum::<f64>();
            let (pupils, after) = (sum(|line| line.pupils), sum(|line| line.places_after));
            rows.push(vec![
                Cell::Text(study.stages[stage.index()].name.get(language).to_owned()),
                Cell::Text(year.to_string()),
                Cell::Number(sum(|line| line.children), 0),
                Cell::Number(sum(|line| line.places_before), 0),
                Cell::Number(after, 0),
                if after > 0.0 { Cell::Percent(pupils / after, 1) } else { Cell::Blank },
                Cell::Number(sum(|line| line.unplaced), 0),
            ]);
        }
    }
    Table {
        title: say(language, "学位供需（个）", "Children and places"), heads: words.to_vec(), rows
    }
}
