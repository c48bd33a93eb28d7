//! `xuewei budget`: what a run costs, as a finance bureau asks, from its folder alone.

use super::{Format, exit, render};
use crate::domain::Language;
use crate::finance::finance;
use crate::report::{
    Summed, Table, cash_flow_chart, finance_details, finance_sentences, finance_tables, workbook,
};
use crate::store::read_record;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Examples:\n  xuewei budget runs/base\n  xuewei budget runs/base --xlsx 资金.xlsx\n  xuewei --lang en budget runs/base --details --format csv > money.csv"
)]
pub struct Arguments {
    /// 结果文件夹 / run folder
    run: PathBuf,
    /// 另列资金明细：年份、县、学段、类别、来源 / add every line: year, county, stage, kind, source
    #[arg(long)]
    details: bool,
    /// 写成 xlsx 工作簿，合计为公式（须不存在） / write a workbook with live totals, which must not be there yet
    #[arg(long, value_name = "FILE")]
    xlsx: Option<PathBuf>,
    /// 输出格式 / form of the output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    if let Some(file) = &arguments.xlsx {
        super::file::try_new(file, language)?;
    }
    let record = read_record(&arguments.run)?;
    let view = finance(&record);
    let sentences = finance_sentences(&record, &view, language);
    let tables = finance_tables(&record, &view, language);
    let details = finance_details(&record, language);
    if let Some(file) = &arguments.xlsx {
        let all: Vec<Summed> = tables.iter().cloned().chain([details.clone()]).collect();
        super::file::write_new(file, &workbook(&sentences, &all, language)?, language)?;
    }
    let mut shown: Vec<Table> = Vec::new();
    if arguments.format == Format::Table {
        shown.push(cash_flow_chart(&view, language));
    }
    let details = arguments.details.then_some(details);
    shown.extend(tables.iter().chain(&details).map(|table| table.with_totals(language)));
    render::tables(&sentences, &shown, arguments.format)?;
    if let Some(file) = &arguments.xlsx {
        render::message(&match language {
            Language::Chinese => format!("已写入 {}", file.display()),
            Language::English => format!("written: {}", file.display()),
        });
    }
    Ok(exit::GOOD)
}
