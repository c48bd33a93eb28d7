//! The year's projects by county and town.

use super::words::Words;
use super::{Exhibit, Section};
use crate::proposal::{Phase, ProjectLine, Proposal};
use crate::report::table::Cell;
use crate::store::UndecidedRecord;

pub fn sections(words: &Words) -> Vec<Section> {
    let mut head = Section::new(1, words.say("年度项目", "Projects of the year"));
    head.paragraph(words.say(
        "项目按当年进展分为新开工（当年开工、以后年度投用）、续建和投用（当年秋季投用，含当年开工并投用）。“入选理由”为运行结果中可查的事实，不替代项目论证。",
        "Start: works begin this year and the project opens later. Open: in use from this autumn, works of the same year included. Reasons are facts of the run, no appraisal of a project.",
    ));
    head.table(overview(words));
    head.paragraph(words.say(
        "逐项清单见附表（按县、乡镇排列）和附件1。",
        "Every project is listed in the annexes, by county and town, and in attachment 1.",
    ));
    let undecided = words.proposal.run.undecided.len();
    if undecided > 0 {
        head.paragraph(words.say(
            format!("另有备选项目{undecided}个，总投资或投用年份等未定，未参与比选，列于附表。"),
            format!("{undecided} more candidates could not be chosen, since their cost or years are not known yet; the annexes list them."),
        ));
    }
    let largest = largest(words);
    [head].into_iter().chain((!largest.blocks.is_empty()).then_some(largest)).collect()
}

/// The projects with most capital.
fn largest(words: &Words) -> Section {
    const SHOWN: usize = 12;
    let mut section = Section::new(2, words.say("投资最大的项目", "The largest projects"));
    let mut lines: Vec<&ProjectLine> = words.proposal.projects.iter().collect();
    lines.sort_by(|one, other| other.capital.total_cmp(&one.capital));
    let row = |line: &&ProjectLine| {
        let town = words.proposal.run.name("town", &line.town, words.language);
        vec![
            Cell::Text(format!("{}{}{town}", words.area(&line.county), words.say("", ", "))),
            Cell::Text(words.with_kind(&words.project(line), line)),
            Cell::Text(words.phase(line.phase)),
            Cell::Text(words.places(line)),
            Cell::Number(line.capital, 2),
            Cell::Text(words.reason(&line.reason)),
        ]
    };
    let heads = words.heads(&[
        ("县、乡镇", "Town", 1.2),
        ("项目（性质）", "Project (kind)", 1.8),
        ("进展", "Phase", 0.75),
        ("净增学位", "Places", 1.2),
        ("总投资（万元）", "Capital (10⁴ yuan)", 1.2),
        ("入选理由", "Reason", 2.6),
    ]);
    let rows = lines.iter().take(SHOWN).map(row).collect();
    let caption =
        words.say(format!("总投资最大的{SHOWN}个项目"), format!("The {SHOWN} projects with most capital"));
    section.table(Exhibit::new(caption, &heads, rows, false));
    section
}

/// Every project of the year, a list a phase.
pub fn annexes(words: &Words) -> Vec<Section> {
    let mut sections = Vec::new();
    for phase in [Phase::Open, Phase::Start, Phase::UnderWay] {
        let lines: Vec<&ProjectLine> = words.proposal.in_phase(phase).collect();
        if lines.is_empty() {
            continue;
        }
        let (number, places, capital) = Proposal::sums(lines.iter().copied());
        let places = words.whole(f64::from(places));
        let name = words.phase(phase);
        let year = words.year();
        let mut section =
            Section::new(1, words.say(format!("{year}年{name}项目清单"), format!("{name}, {year}")));
        section.paragraph(words.say(
            format!("共{number}个，净增学位{places}个，总投资{}。", words.money(capital)),
            format!("{number} projects, {places} places net, capital {}.", words.money(capital)),
        ));
        section.table(list(words, &lines, &name));
        sections.push(section);
    }
    sections.extend(undecided(words));
    sections
}

/// Candidates that could not be chosen.
fn undecided(words: &Words) -> Option<Section> {
    let run = words.proposal.run;
    let row = |line: &UndecidedRecord| {
        let town = run.name("town", &line.town, words.language);
        vec![
            Cell::Text(format!("{}{}{town}", words.area(&line.county), words.say("", ", "))),
            Cell::Text(format!("{} {}", line.project, line.name.get(words.language))),
            Cell::Text(words.kind(&line.kind)),
            Cell::Text(run.name("programme", &line.programme, words.language).to_owned()),
            Cell::Text(line.lacks.get(words.language).to_owned()),
        ]
    };
    let rows: Vec<Vec<Cell>> = run.undecided.iter().map(row).collect();
    let heads = words.heads(&[
        ("县、乡镇", "Town", 1.3),
        ("项目", "Project", 2.2),
        ("性质", "Kind", 0.8),
        ("工程", "Programme", 1.2),
        ("未定事项", "Not known yet", 1.5),
    ]);
    (!rows.is_empty()).then(|| {
        let name = words.say("未定项目清单", "Candidates not known in full");
        let mut section = Section::new(1, name.clone());
        section.paragraph(words.say(
            format!("共{}个。有关事项确定后列入项目表，方可参与比选。", rows.len()),
            format!(
                "{} candidates. They can be chosen once the table of projects has what is missing.",
                rows.len()
            ),
        ));
        section.table(Exhibit::new(name, &heads, rows, false).long());
        section
    })
}

/// Numbers by county and phase.
fn overview(words: &Words) -> Exhibit {
    let (proposal, year) = (words.proposal, words.year());
    let row = |area: &str| {
        let own = || proposal.projects.iter().filter(move |one| area == "*" || one.county == area);
        let of = |phase: Phase| Proposal::sums(own().filter(move |one| one.phase == phase));
        let starts: i32 = own().filter(|one| one.starts_in(year)).map(|one| one.count).sum();
        let paid: f64 = own().map(ProjectLine::payment).sum();
        let (opened, places, capital) = of(Phase::Open);
        vec![
            Cell::Text(if area == "*" { words.say("合计", "All") } else { words.area(area) }),
            Cell::Number(f64::from(opened), 0),
            Cell::Number(f64::from(places), 0),
            Cell::Number(capital, 2),
            Cell::Number(f64::from(starts), 0),
            Cell::Number(f64::from(of(Phase::Start).0), 0),
            Cell::Number(f64::from(of(Phase::UnderWay).0), 0),
            Cell::Number(paid, 2),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = words.counties().into_iter().map(row).collect();
    rows.push(row("*"));
    let heads = words.heads(&[
        ("县（市、区）", "County", 1.2),
        ("投用（个）", "Open", 0.8),
        ("净增学位", "Places", 0.9),
        ("投用项目总投资（万元）", "Capital of these (10⁴ yuan)", 1.4),
        ("当年开工（个）", "Works begin", 0.9),
        ("其中新开工", "of these, open later", 0.9),
        ("续建（个）", "Under way", 0.8),
        ("当年投资（万元）", "Paid in the year (10⁴ yuan)", 1.3),
    ]);
    let caption = words.say(format!("{year}年项目汇总"), format!("Projects of {year} by county"));
    Exhibit::new(caption, &heads, rows, true)
}

fn list(words: &Words, lines: &[&ProjectLine], phase: &str) -> Exhibit {
    let year = words.year();
    let row = |line: &&ProjectLine| {
        let run = words.proposal.run;
        let town = run.name("town", &line.town, words.language);
        let name = if line.count > 1 {
            format!("{} × {}", words.project(line), line.count)
        } else {
            words.project(line)
        };
        let when = line.start.map_or_else(|| words.say("此前", "before"), |start| start.to_string());
        vec![
            Cell::Text(format!("{}{}{town}", words.area(&line.county), words.say("", ", "))),
            Cell::Text(words.with_kind(&name, line)),
            Cell::Text(words.places(line)),
            Cell::Text(format!("{when}→{}", line.opening)),
            Cell::Number(line.capital, 2),
            Cell::Number(line.payment(), 2),
            Cell::Text(words.sources(&line.source)),
            Cell::Text(words.reason(&line.reason)),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = lines.iter().map(row).collect();
    let (_, places, capital) = Proposal::sums(lines.iter().copied());
    let number: i32 = lines.iter().map(|line| line.count).sum();
    let paid: f64 = lines.iter().map(|line| line.payment()).sum();
    rows.push(vec![
        Cell::Text(words.say("合计", "All")),
        Cell::Text(words.say(format!("{number}个"), number.to_string())),
        Cell::Text(places.to_string()),
        Cell::Blank,
        Cell::Number(capital, 2),
        Cell::Number(paid, 2),
        Cell::Blank,
        Cell::Blank,
    ]);
    let heads = words.heads(&[
        ("县、乡镇", "Town", 1.25),
        ("项目（性质）", "Project (kind)", 1.9),
        ("净增学位", "Places", 0.95),
        ("开工→投用", "Works → open", 0.95),
        ("总投资（万元）", "Capital (10⁴ yuan)", 1.05),
        ("当年投资（万元）", "This year", 1.15),
        ("资金来源", "Source", 0.75),
        ("入选理由", "Reason", 2.6),
    ]);
    let caption = words.say(format!("{year}年{phase}项目"), format!("{phase}, {year}"));
    Exhibit::new(caption, &heads, rows, true).long()
}
