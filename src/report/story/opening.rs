//! The first page: the year in one paragraph, and what the plan misses.

use super::Section;
use super::words::Words;
use crate::outcome::Component;
use crate::proposal::{Phase, Proposal};
use crate::report::finance_words::{has_unit_costs, lacking};

pub fn section(words: &Words) -> Section {
    let (proposal, year) = (words.proposal, words.year());
    let mut section = Section::new(1, words.say("年度概要", "The year in short"));
    misses(words, &mut section);
    section.paragraph(summary(words));
    section.paragraph(result(words));
    let run = proposal.run;
    for lacks in lacking(!run.ceilings.is_empty(), has_unit_costs(run), words.language) {
        section.warning(lacks);
    }
    if let Some(chances) = &proposal.chances {
        section.paragraph(super::chances::in_short(words, chances));
    }
    let synthetic = proposal.details.provenance.iter().filter(|one| one.status == "synthetic").count();
    if synthetic > 0 {
        section.warning(words.say(
            format!(
                "数据提示：输入数据共{}个字段，其中{synthetic}个为合成数据（见“数据来源及其性质”）。正式报批前须以核实数据替换并重新测算。",
                proposal.details.provenance.len()
            ),
            format!(
                "Of the {} columns of the input, {synthetic} are synthetic (see the sources of the data): replace them by verified figures and plan again before any decision.",
                proposal.details.provenance.len()
            ),
        ));
    }
    section.note(words.say(
        format!("本方案所有数字出自同一次运行：{}。{year}年指{year}年9月开始的学年；资金按自然年、基年价格。", words.stamp()),
        format!(
            "All figures are of one run: {}. {year} is the school year from September {year}; money is by calendar year in prices of the base year.",
            words.stamp()
        ),
    ));
    section
}

/// Most missed targets that the first page names; the table of indicators has all.
const NAMED: usize = 6;

/// What no reader should miss.
fn misses(words: &Words, section: &mut Section) {
    let (proposal, run) = (words.proposal, words.proposal.run);
    if run.every_promise_kept {
        return;
    }
    let all: Vec<_> = run.indicators.iter().filter(|one| !one.met).collect();
    let missed: Vec<String> = all
        .iter()
        .take(NAMED)
        .map(|one| {
            words.say(
                format!(
                    "{}年{}{}达到{}，目标{}",
                    one.year,
                    words.area(&one.area),
                    run.name("indicator", &one.indicator, words.language),
                    words.indicator_value(one, one.reached),
                    one.target.map(|target| words.indicator_value(one, target)).unwrap_or_default()
                ),
                format!(
                    "{} of {} reaches {} against {} in {}",
                    run.name("indicator", &one.indicator, words.language),
                    words.area(&one.area),
                    words.indicator_value(one, one.reached),
                    one.target.map(|target| words.indicator_value(one, target)).unwrap_or_default(),
                    one.year
                ),
            )
        })
        .collect();
    let (unplaced, broken) = (proposal.unplaced(words.year()), proposal.details.shortfalls.len());
    let more = all.len() - missed.len();
    let joined = if missed.is_empty() {
        words.say("各项指标均达到", "every indicator is met")
    } else {
        missed.join(words.say("；", "; ").as_str())
            + &match more {
                0 => String::new(),
                _ => words.say(format!("；另有{more}项未达到"), format!("; {more} more are missed")),
            }
    };
    let placed = if unplaced < 0.5 {
        words.say(
            format!("{}年每名儿童均有学位", words.year()),
            format!("every child has a place in {}", words.year()),
        )
    } else {
        words.say(
            format!("{}年仍有{}名儿童没有学位", words.year(), words.whole(unplaced)),
            format!("{} children have no place in {}", words.whole(unplaced), words.year()),
        )
    };
    section.warning(words.say(
        format!("本方案不能全部达到目标，为所求得的未达程度最小的方案：{joined}。未能满足的要求共{broken}项，{placed}。明细见“风险”部分。"),
        format!("This plan does not keep every promise; it is the one found that misses least: {joined}. Promises broken: {broken}; {placed}. See the risks."),
    ));
}

fn summary(words: &Words) -> String {
    let (proposal, year) = (words.proposal, words.year());
    let (opened, places, _) = Proposal::sums(proposal.in_phase(Phase::Open));
    let (under_way, ..) = Proposal::sums(proposal.in_phase(Phase::UnderWay));
    let started = proposal.starting(year);
    let same_year =
        proposal.in_phase(Phase::Open).filter(|one| one.starts_in(year)).map(|one| one.count).sum::<i32>();
    let capital = proposal.spending.component(year, Component::Capital);
    let running = proposal.spending.total(year) - capital;
    let stages = words.stages();
    let children: Vec<String> = stages
        .iter()
        .map(|stage| {
            let number = words.whole(proposal.supply("*", stage, year).children);
            words.say(
                format!("{}{number}人", words.name("stage", stage)),
                format!("{} {number}", words.name("stage", stage)),
            )
        })
        .collect();
    words.say(
        format!(
            "{year}年，全市需要学位的儿童为{}。全年投用项目{opened}个，净增学位{}个；当年开工{started}个（其中当年投用{same_year}个），续建{under_way}个。当年建设投资{}，运行及补助经费{}，合计{}。",
            children.join("、"),
            words.whole(f64::from(places)),
            words.money(capital),
            words.money(running),
            words.money(capital + running)
        ),
        format!(
            "Children who need a place in {year}: {}. {opened} projects open and add {} places net; works begin on {started} ({same_year} of them open in the same year) and go on at {under_way}. Building takes {}, running and subsidies {}, {} in all.",
            children.join(", "),
            words.whole(f64::from(places)),
            words.money(capital),
            words.money(running),
            words.money(capital + running)
        ),
    )
}

fn result(words: &Words) -> String {
    let (proposal, year) = (words.proposal, words.year());
    let targets: Vec<_> = proposal.targets().collect();
    let met = targets.iter().filter(|one| one.met).count();
    let programmes: Vec<String> = proposal
        .details
        .programmes
        .iter()
        .map(|one| {
            let done: i64 = one.by_year.iter().filter(|(of, _)| **of <= year).map(|(_, number)| number).sum();
            let name = words.name("programme", &one.programme);
            let required = one.required.map(|number| number.to_string()).unwrap_or_default();
            words.say(
                format!(
                    "{name}工程累计投用{done}个（任务{required}个，计划至{}年投用{}个）",
                    proposal.run.years.1, one.opened
                ),
                format!(
                    "{name}: {done} in use ({required} asked for, {} by {})",
                    one.opened, proposal.run.years.1
                ),
            )
        })
        .collect();
    let unplaced = proposal.unplaced(year);
    let placed = if unplaced < 0.5 {
        words.say("每名儿童均有学位", "every child has a place")
    } else {
        words.say(
            format!("{}名儿童尚无学位", words.whole(unplaced)),
            format!("{} children have none", words.whole(unplaced)),
        )
    };
    let all = targets.len();
    let met_in_words = if met == all {
        format!("{all}项指标均达到目标")
    } else {
        format!("{all}项指标中{met}项达到目标")
    };
    words.say(
        format!("当年{met_in_words}；{placed}。至当年底，{}。", programmes.join("；")),
        format!(
            "Of {} indicators {met} are met; {placed}. By the end of the year: {}.",
            targets.len(),
            programmes.join("; ")
        ),
    )
}
