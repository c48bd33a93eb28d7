//! The annual task list by quarter, with bureaus as a suggestion.

use super::words::Words;
use super::{Exhibit, Section};
use crate::outcome::Component;
use crate::proposal::{Phase, Proposal};
use crate::report::table::Cell;

/// A task: quarter, what, how much, who leads, who takes part.
pub struct Task {
    /// 1 to 4.
    pub quarter: u8,
    /// What is to be done.
    pub what: String,
    /// How much, as the run says.
    pub amount: String,
    /// Bureau that leads.
    pub lead: String,
    /// Bureaus that take part.
    pub with: String,
}

pub fn section(words: &Words) -> Section {
    let mut section = Section::new(1, words.say("年度任务清单", "Tasks of the year"));
    section.paragraph(words.say(
        "任务数量取自运行结果；季度安排和责任单位为建议，请按职责分工修改。",
        "Amounts are those of the run; quarters and bureaus are a suggestion to edit.",
    ));
    section.table(exhibit(words));
    section
}

/// The list as a table.
pub fn exhibit(words: &Words) -> Exhibit {
    let rows = tasks(words).into_iter().enumerate().map(|(at, task)| {
        vec![
            Cell::Text(format!(
                "{}{}",
                words.say("第", "Q"),
                if words.is_chinese() {
                    format!("{}季度", ["一", "二", "三", "四"][usize::from(task.quarter - 1)])
                } else {
                    task.quarter.to_string()
                }
            )),
            Cell::count(at + 1),
            Cell::Text(task.what),
            Cell::Text(task.amount),
            Cell::Text(task.lead),
            Cell::Text(task.with),
        ]
    });
    let heads = words.heads(&[
        ("季度", "Quarter", 1.15),
        ("序号", "No.", 0.55),
        ("任务", "Task", 3.0),
        ("数量", "Amount", 1.5),
        ("牵头单位（建议）", "Lead (suggested)", 1.2),
        ("配合单位（建议）", "With (suggested)", 1.8),
    ]);
    let caption = words.say(format!("{}年任务清单", words.year()), format!("Tasks of {}", words.year()));
    Exhibit::new(caption, &heads, rows.collect(), false)
}

/// How much of a task, as the run says.
#[derive(Clone, Copy)]
enum Amount {
    All,
    Capital,
    Starting,
    UnderWay,
    Opened,
    Places,
    Towns,
    Targets,
    NextProposal,
    Following,
}

use Bureau::{Construction, Counties, Education, Finance, Housing, Personnel, Planning, Reform};

/// Quarter, task in Chinese and English, amount, who leads, who takes part.
type Entry = (u8, &'static str, &'static str, Amount, &'static [Bureau], &'static [Bureau]);

const TASKS: [Entry; 12] = [
    (
        1,
        "分解下达年度项目和指标任务到县（市、区）",
        "Hand targets and projects to the counties",
        Amount::All,
        &[Education],
        &[Reform, Finance, Counties],
    ),
    (
        1,
        "落实年度建设资金并列入预算",
        "Put the money for building into the budget",
        Amount::Capital,
        &[Finance],
        &[Education, Counties],
    ),
    (
        1,
        "办理拟开工项目选址、用地和规划手续",
        "Sites, land and permits of projects that begin",
        Amount::Starting,
        &[Planning],
        &[Education, Reform, Counties],
    ),
    (2, "拟开工项目全部开工", "Works begin", Amount::Starting, &[Counties], &[Education, Construction]),
    (
        2,
        "续建项目按计划推进，按季通报",
        "Works go on; reported every quarter",
        Amount::UnderWay,
        &[Counties],
        &[Education, Construction],
    ),
    (
        2,
        "按新增学位调整招生服务区并公布",
        "Catchments follow the new places",
        Amount::Places,
        &[Education],
        &[Counties],
    ),
    (
        3,
        "秋季投用项目竣工、验收、交付，开学前投入使用",
        "Projects of the autumn are finished and handed over",
        Amount::Opened,
        &[Counties],
        &[Construction, Education],
    ),
    (
        3,
        "配备投用学校教职工",
        "Staff for the schools that open",
        Amount::Opened,
        &[Personnel],
        &[Education, Finance],
    ),
    (
        3,
        "开学后核对各乡镇在校生与学位",
        "Count pupils against places after the start of the year",
        Amount::Towns,
        &[Education],
        &[Counties],
    ),
    (4, "核验年度指标完成情况", "Check the indicators", Amount::Targets, &[Education], &[Counties]),
    (
        4,
        "更新人口、学籍和住房数据，滚动编制下一年度方案",
        "New figures of people, pupils and dwellings; the next proposal",
        Amount::NextProposal,
        &[Education],
        &[Housing, Planning, Finance],
    ),
    (
        4,
        "做好下一年度开工项目前期和储备",
        "Prepare the projects that begin next year",
        Amount::Following,
        &[Reform],
        &[Education, Planning, Counties],
    ),
];

/// Every task with an amount.
fn tasks(words: &Words) -> Vec<Task> {
    let task = |(quarter, zh, en, of, lead, with): &Entry| {
        Some(Task {
            quarter: *quarter,
            what: words.say(*zh, *en),
            amount: amount(words, *of)?,
            lead: bureaus(words, lead),
            with: bureaus(words, with),
        })
    };
    TASKS.iter().filter_map(task).collect()
}

/// How much in words; none where there is nothing to do.
fn amount(words: &Words, of: Amount) -> Option<String> {
    let (proposal, year) = (words.proposal, words.year());
    let projects = |number: i32| {
        (number > 0).then(|| words.say(format!("{number}个项目"), format!("{number} projects")))
    };
    let number = |phase| Proposal::sums(proposal.in_phase(phase));
    let (towns, targets) = (proposal.details.towns.len(), proposal.targets().count());
    match of {
        Amount::All => projects(proposal.projects.iter().map(|one| one.count).sum()),
        Amount::Capital => Some(words.money(proposal.spending.component(year, Component::Capital))),
        Amount::Starting => projects(proposal.starting(year)),
        Amount::UnderWay => projects(number(Phase::UnderWay).0),
        Amount::Opened => projects(number(Phase::Open).0),
        Amount::Places => {
            let places = words.whole(f64::from(number(Phase::Open).1));
            Some(words.say(format!("净增学位{places}个"), format!("{places} places net")))
        }
        Amount::Towns => Some(words.say(format!("{towns}个乡镇（街道）"), format!("{towns} towns"))),
        Amount::Targets => {
            (targets > 0).then(|| words.say(format!("{targets}项指标"), format!("{targets} indicators")))
        }
        Amount::NextProposal => Some(words.say(format!("{}年方案", year + 1), (year + 1).to_string())),
        Amount::Following => projects(proposal.starting(year + 1)),
    }
}

/// A bureau, as a role.
#[derive(Clone, Copy)]
enum Bureau {
    Education,
    Finance,
    Planning,
    Reform,
    Construction,
    Housing,
    Personnel,
    Counties,
}

fn bureaus(words: &Words, bureaus: &[Bureau]) -> String {
    let one = |bureau: &Bureau| match bureau {
        Bureau::Education => words.say("市教育局", "education"),
        Bureau::Finance => words.say("市财政局", "finance"),
        Bureau::Planning => words.say("市自然资源和规划局", "natural resources and planning"),
        Bureau::Reform => words.say("市发展改革委", "development and reform"),
        Bureau::Construction => words.say("市住房城乡建设局", "housing and construction"),
        Bureau::Housing => words.say("市公安局、市统计局", "public security, statistics"),
        Bureau::Personnel => words.say("市委编办、市人力社保局", "staffing, personnel"),
        Bureau::Counties => words.say("各县（市、区）政府", "county governments"),
    };
    bureaus.iter().map(one).collect::<Vec<_>>().join(words.say("、", ", ").as_str())
}
