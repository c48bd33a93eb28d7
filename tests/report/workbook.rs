//! The workbook (附件): its figures are those of the run.

use super::Made;
use calamine::{Data, DataType as _, Reader as _, Xlsx};
use std::io::Cursor;
use xuewei::proposal::Expected;

/// Sum of the rows of a column and the figure of its total row.
fn column(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str, head: &str) -> (f64, f64) {
    let range = book.worksheet_range(sheet).unwrap();
    let rows: Vec<&[Data]> = range.rows().collect();
    let at = rows[2]
        .iter()
        .position(|cell| matches!(cell, Data::String(text) if text == head))
        .unwrap_or_else(|| panic!("{head}: {:?}", rows[2]));
    let number = |row: &&[Data]| match &row[at] {
        Data::Float(number) => *number,
        Data::Empty => 0.0,
        other => panic!("{sheet} {head}: {other:?} is no number"),
    };
    let (total, body) = rows[3..].split_last().unwrap();
    (body.iter().map(number).sum(), number(total))
}

#[test]
fn workbook_holds_the_figures_of_the_run() {
    let made = Made::new();
    let mut book = Xlsx::new(Cursor::new(made.bytes("xlsx"))).unwrap();
    let close = |one: f64, other: f64, what: &str| {
        assert!((one - other).abs() < 1e-6 * other.abs().max(1.0), "{what}: {one} {other}");
    };
    let (all, capital) = made.paid();
    assert!(capital > 0.0 && all > capital);
    let mut both = |sheet: &str, head: &str, wanted: f64| {
        let (sum, total) = column(&mut book, sheet, head);
        close(sum, wanted, head);
        close(total, wanted, head);
    };
    // Building paid in the year is all of the projects that begin, are under way or open in it.
    both("附件1 项目清单", "当年投资（万元）", capital);
    both("附件3 分县汇总", "当年投资（万元）", capital);
    both("附件3 分县汇总", "合计（万元）", all);
    both("附件5 经费预算", "金额（万元）", all);
    let balance = || made.record.balance.iter().filter(|one| one.year == 2027);
    both("附件2 乡镇学位平衡", "需求（人）", balance().map(|one| one.children).sum());
    both("附件2 乡镇学位平衡", "规划学位", balance().map(|one| one.places).sum());
    let opened = || made.record.openings.iter().filter(|one| one.year == 2027);
    both("附件3 分县汇总", "投用（个）", opened().map(|one| f64::from(one.count)).sum());
    both("附件3 分县汇总", "净增学位", opened().map(|one| f64::from(one.places)).sum());
    // What 200 futures bring to every town, and in all.
    let expected = made.chances();
    let range = book.worksheet_range("附件7 风险概率").unwrap();
    let sum = |at: usize| -> f64 { range.rows().skip(3).filter_map(|row| row[at].get_float()).sum() };
    let wanted = |of: fn(&Expected) -> f64| expected.towns.iter().map(|one| of(&one.expected)).sum::<f64>();
    close(sum(3), wanted(|one| one.unplaced), "without a place");
    close(sum(5), wanted(|one| one.empty), "empty");
    assert!(sum(5) > 0.0);
    let formula = book.worksheet_formula("附件5 经费预算").unwrap();
    assert!(formula.rows().flatten().any(|cell| cell.starts_with("SUBTOTAL(109,")), "totals are live");
    assert!(book.sheet_names().contains(&"说明与来源".to_owned()));
}
