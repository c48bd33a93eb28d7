//! Risks with their probabilities.

use super::words::Words;
use super::{Exhibit, Section};
use crate::proposal::{Likelihood, RiskLine};
use crate::report::table::Cell;
use crate::store::BandRecord;

pub fn sections(words: &Words) -> Vec<Section> {
    let mut head = Section::new(1, words.say("风险", "Risks"));
    head.paragraph(words.say(
        "以下列示人口变化、空余学位和项目进度三方面的风险。可能性由人口预测误差推得，不计项目延期。",
        "Risks of people, of empty places and of works. Probabilities follow from the errors of the projection of people; late works are not in them.",
    ));
    broken(words, &mut head);
    vec![head, super::chances::section(words), bands(words), empty(words), works(words)]
}

/// Children within their bands and with other births, against places.
fn bands(words: &Words) -> Section {
    let mut section = Section::new(2, words.say("需求区间与出生变动", "Bands of demand, other births"));
    if words.proposal.risks.is_empty() {
        section.paragraph(words.say(
            "本次运行没有需求区间（需求直接给出，或为旧版本运行），本节不给出概率，需求图中也没有区间。",
            "The run has no bands of demand (demand is given, or an older version planned it): no probabilities here, and no bands in the figures of demand.",
        ));
        return section;
    }
    section.paragraph(words.say(
        "需求有80%的可能落在10%分位与90%分位之间（抽样1,000次；历史足够时误差取自回测，不足时取内置误差假设，见“预测方法”）。“不足的概率”指需求超过规划学位的可能性。",
        "With a chance of 80 % demand lies between its quantiles of 10 and 90 % (1,000 draws; errors from the study's own past, or stated ones where that is too short). Shortage: demand above planned places.",
    ));
    shortages(words, &mut section);
    section.table(emptiness(words));
    section.table(births(words));
    section
}

/// Children with low and with high births, against places.
fn births(words: &Words) -> Exhibit {
    let proposal = words.proposal;
    let (_, last, outlook) = proposal.run.years;
    let shown = |one: &&BandRecord| {
        one.area == "*" && [last, outlook].contains(&one.year) && one.births.0 + one.births.1 > 0.0
    };
    let row = |one: &BandRecord| {
        let places = proposal.supply("*", &one.stage, one.year).places;
        let (low, high) = one.births;
        vec![
            Cell::Text(proposal.run.name("stage", &one.stage, words.language).to_owned()),
            Cell::Text(one.year.to_string()),
            Cell::Number(low, 0),
            Cell::Number(one.children, 0),
            Cell::Number(high, 0),
            Cell::Number(places, 0),
            Cell::Number(low - places, 0),
            Cell::Number(high - places, 0),
        ]
    };
    let heads = words.heads(&[
        ("学段", "Stage", 1.1),
        ("学年", "Year", 0.8),
        ("低出生", "Low births", 1.1),
        ("中方案", "Central", 1.1),
        ("高出生", "High births", 1.1),
        ("规划学位", "Places", 1.1),
        ("缺口（低）", "Gap, low", 1.1),
        ("缺口（高）", "Gap, high", 1.1),
    ]);
    let caption = words.say(
        "出生高低不同时的需求与缺口（人、个；负数为富余）",
        "Children and gaps with low and high births (negative: places to spare)",
    );
    Exhibit::new(caption, &heads, proposal.details.bands.iter().filter(shown).map(row).collect(), false)
}

fn empty(words: &Words) -> Section {
    let (_, last, outlook) = words.proposal.run.years;
    let mut section = Section::new(2, words.say("空余学位", "Empty places"));
    section.paragraph(words.say(
        format!(
            "按中方案，{}。学位一经建成，运行成本不随学生减少而同比下降，宜优先采用可转换学段、可合并的建设方式。",
            empties(words, last, outlook)
        ),
        format!("On the central path: {}. What is built costs on when children are fewer: prefer buildings that can serve another stage.", empties(words, last, outlook)),
    ));
    section
}

fn works(words: &Words) -> Section {
    let mut section = Section::new(2, words.say("项目进度", "Works"));
    section.paragraph(words.say(
        "本方案以项目按期开工、投用为前提。用地、征迁、审批如有延误，当年学位将低于规划数；影响大小可将项目延期后重新测算。项目延期的可能性缺少数据，本方案未予估计。",
        "The plan takes works to begin and end in time; land and permits may delay them. Plan again with later works to see what follows; no data tell how likely a delay is.",
    ));
    section
}

/// Counties and stages that may lack places in the decision years.
fn shortages(words: &Words, section: &mut Section) {
    let (proposal, (_, last, outlook)) = (words.proposal, words.proposal.run.years);
    let open: Vec<&RiskLine> =
        proposal.risks.iter().filter(|one| one.area != "*" && one.shortage != Likelihood::Small).collect();
    if open.is_empty() {
        section.paragraph(words.say(
            format!("{}—{last}年及{outlook}年，各县各学段需求上限（90%分位）均不超过规划学位，学位不足的概率低于10%。", words.year()),
            format!("In {}–{last} and {outlook} even the upper end of every county's band finds places: the probability of a shortage is below 10 %.", words.year()),
        ));
    }
    let row = |one: &&RiskLine| {
        vec![
            Cell::Text(words.area(&one.area)),
            Cell::Text(words.name("stage", &one.stage).to_owned()),
            Cell::Text(one.year.to_string()),
            Cell::Number(one.band[1], 0),
            Cell::Number(one.band[2], 0),
            Cell::Number(one.places, 0),
            Cell::Text(words.likelihood(one.shortage)),
        ]
    };
    let heads = words.heads(&[
        ("县（市、区）", "County", 1.2),
        ("学段", "Stage", 1.0),
        ("学年", "Year", 0.8),
        ("需求（50%）", "Children, median", 1.1),
        ("需求（90%）", "Children, 90 %", 1.1),
        ("规划学位", "Places", 1.0),
        ("不足的概率", "Probability", 1.1),
    ]);
    let caption = words.say(
        "学位可能不足的县与学段（概率不低于10%）",
        "Counties and stages that may lack places (10 % and more)",
    );
    section.table(Exhibit::new(caption, &heads, open.iter().map(row).collect(), false));
}

/// The whole: band, places, empty places.
fn emptiness(words: &Words) -> Exhibit {
    let proposal = words.proposal;
    let row = |one: &RiskLine| {
        vec![
            Cell::Text(words.name("stage", &one.stage).to_owned()),
            Cell::Text(one.year.to_string()),
            Cell::Number(one.band[0], 0),
            Cell::Number(one.band[1], 0),
            Cell::Number(one.band[2], 0),
            Cell::Number(one.places, 0),
            Cell::Number(one.empty, 0),
            Cell::Text(words.likelihood(one.shortage)),
        ]
    };
    let (_, last, outlook) = proposal.run.years;
    let shown = [words.year(), last, outlook];
    let whole = proposal.risks.iter().filter(|one| one.area == "*" && shown.contains(&one.year));
    let heads = words.heads(&[
        ("学段", "Stage", 1.1),
        ("学年", "Year", 0.8),
        ("需求（10%）", "Children, 10 %", 1.1),
        ("需求（50%）", "Median", 1.1),
        ("需求（90%）", "90 %", 1.1),
        ("规划学位", "Places", 1.1),
        ("低需求时空置", "Empty if few come", 1.2),
        ("不足的概率", "Shortage", 1.1),
    ]);
    let caption = words.say("全市需求区间与学位（人、个）", "Bands of the whole against places");
    Exhibit::new(caption, &heads, whole.map(row).collect(), false)
}

fn empties(words: &Words, last: i32, outlook: i32) -> String {
    let one = |year: i32| {
        let (mut empty, mut added, mut running) = (0.0, 0.0, 0.0);
        for stage in words.stages() {
            let of = words.proposal.empty_places(stage, year);
            (empty, added, running) = (empty + of.0, added + of.1, running + of.2);
        }
        words.say(
            format!(
                "{year}年预计空置学位{}个，其中本方案新增的{}个，维持费用约{}",
                words.whole(empty),
                words.whole(added),
                words.money(running)
            ),
            format!(
                "{} in {year}, {} of them added by the plan, costing {} a year",
                words.whole(empty),
                words.whole(added),
                words.money(running)
            ),
        )
    };
    [one(last), one(outlook)].join(words.say("；", "; ").as_str())
}

/// Promises that the plan breaks.
fn broken(words: &Words, section: &mut Section) {
    let broken = &words.proposal.details.shortfalls;
    if broken.is_empty() {
        return;
    }
    let row = |one: &(String, String, f64)| {
        vec![Cell::Text(one.0.clone()), Cell::Text(one.1.clone()), Cell::Number(one.2, 4)]
    };
    let heads = words.heads(&[("约束", "Promise", 3.0), ("类别", "Family", 1.0), ("缺口", "Short by", 1.0)]);
    let caption = words.say("未能满足的约束", "Promises that the plan breaks");
    section.table(Exhibit::new(caption, &heads, broken.iter().map(row).collect(), false));
    section.note(words.say(
        "只放宽一项即可全部满足的办法，可另行测算（xuewei plan --relax）。",
        "What single relaxation would do: xuewei plan … --relax.",
    ));
}
