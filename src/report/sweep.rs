//! Cases of a sweep side by side.

use super::{Cell, Table};
use crate::domain::Language;
use crate::sweep::{Axis, CaseResult, Figures, Standing, State};

/// A case with its figures and how it stands to the front.
pub type SweepRow<'a> = (&'a CaseResult, Option<Figures>, Standing);

/// One row a case.
#[must_use]
pub fn sweep_table(axes: &[Axis], target: Option<&str>, rows: &[SweepRow], language: Language) -> Table {
    let word = |zh: &str, en: &str| if language == Language::Chinese { zh } else { en }.to_owned();
    let mut heads: Vec<String> = axes.iter().map(|axis| axis.title.get(language).to_owned()).collect();
    heads.extend([
        word("状态", "Status"),
        word("总成本（亿元现值）", "Cost (10⁸ yuan, present value)"),
        word("建设投资（亿元）", "Capital (10⁸ yuan)"),
        word("差距", "Gap"),
        word("项目数", "Projects"),
        word("净增学位", "Places"),
        word("未兑现承诺", "Promises broken"),
        word("未入学（人年）", "Unplaced (child-years)"),
    ]);
    if let Some(target) = target {
        heads.extend([word("末年目标", "Target"), word("达到", "Reached"), word("帕累托前沿", "Front")]);
        let title = word("各情景并列，目标：", "Cases side by side; target: ") + target;
        return Table { title, heads, rows: rows.iter().map(|row| cells(row, true, language)).collect() };
    }
    let title = word("各情景并列", "Cases side by side");
    Table { title, heads, rows: rows.iter().map(|row| cells(row, false, language)).collect() }
}

fn cells((result, figures, standing): &SweepRow, target: bool, language: Language) -> Vec<Cell> {
    let mut cells: Vec<Cell> = result.case.labels.iter().cloned().map(Cell::Text).collect();
    cells.push(Cell::Text(state(result, figures.as_ref(), language).to_owned()));
    let Some(figures) = figures else {
        cells.extend(std::iter::repeat_n(Cell::Blank, if target { 10 } else { 7 }));
        return cells;
    };
    cells.extend([
        Cell::Number(figures.total / 1e4, 3),
        Cell::Number(figures.capital / 1e4, 3),
        Cell::Percent(figures.gap, 3),
        Cell::Number(f64::from(figures.projects), 0),
        Cell::Number(f64::from(figures.places), 0),
        Cell::count(figures.broken),
        Cell::Number(figures.unplaced, 0),
    ]);
    if target {
        let share = |value: f64| if figures.share { Cell::Percent(value, 2) } else { Cell::Number(value, 0) };
        match figures.target {
            Some((target, reached)) => cells.extend([share(target), share(reached)]),
            None => cells.extend([Cell::Blank, Cell::Blank]),
        }
        cells.push(match standing {
            Standing::Front => Cell::Text("*".to_owned()),
            Standing::Tied => Cell::Text("≈".to_owned()),
            Standing::Beaten => Cell::Blank,
        });
    }
    cells
}

fn state(result: &CaseResult, figures: Option<&Figures>, language: Language) -> &'static str {
    let words = match (&result.state, figures.map(|figures| figures.status.as_str())) {
        (State::Faulty(_), _) => ("数据有错", "faulty input"),
        (State::NoPlan(_), _) => ("没有方案", "no plan"),
        (State::Stopped, _) => ("已停止", "stopped"),
        (_, Some("optimal")) => ("最优", "optimal"),
        (_, Some("feasible")) => ("可行", "feasible"),
        (_, Some("repaired")) => ("修复", "repaired"),
        _ => ("失败", "failed"),
    };
    if language == Language::Chinese { words.0 } else { words.1 }
}

/// What became of the cases, in sentences.
#[must_use]
pub fn sweep_sentences(target: Option<&str>, rows: &[SweepRow], language: Language) -> Vec<String> {
    let count = |of: &dyn Fn(&SweepRow) -> bool| rows.iter().filter(|row| of(row)).count();
    let all = rows.len();
    let over = count(&|row| matches!(row.0.state, State::TakenOver(_)));
    let without = count(&|row| row.1.is_none());
    let broken = count(&|row| row.1.as_ref().is_some_and(|figures| !figures.kept));
    let mut sentences = vec![match language {
        Language::Chinese => format!(
            "共 {all} 个情景：{} 个有方案（其中 {over} 个沿用已有结果），{broken} 个不能兑现全部承诺，{without} 个没有结果。",
            all - without
        ),
        Language::English => format!(
            "{all} cases: {} planned ({over} of them taken over from earlier), {broken} cannot keep every promise, {without} without a result.",
            all - without
        ),
    }];
    sentences.push(match (target, language) {
        (Some(target), Language::Chinese) => format!(
            "帕累托前沿（*）：兑现全部承诺、同样外部条件下，没有其他情景成本不高于它而“{target}”末年不低于它；≈ 为并列：与其他情景的成本之差小于两次求解已证明的差距，谁更省尚不能断定。"
        ),
        (Some(target), Language::English) => format!(
            "Pareto front (*): among cases of equal circumstances that keep every promise, no other costs no more and reaches no less of \"{target}\" in its last year; ≈ marks ties: costs that differ by less than the proven gaps of the searches, so that which is cheaper is not known."
        ),
        (None, Language::Chinese) => "未指定目标指标（--target），不求帕累托前沿。".to_owned(),
        (None, Language::English) => "No target indicator is named (--target): no Pareto front.".to_owned(),
    });
    sentences
}
