//! What the engine did, in words.

use crate::domain::{EngineSettings, Exposure, Order, RateAge, Text, Timing};

/// A method of the engine (推算方法说明).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::projection) enum EngineMethod {
    /// Areas from the population table.
    AreasFromPopulation,
    /// Single ages made from groups.
    Graduated,
    /// Steps of five years.
    FiveYearSteps,
    /// Order of events.
    Conventions(Timing, Order, Exposure, RateAge),
    /// Newborns without a survival of their own.
    NewbornsLive,
    /// No migration.
    NoMigration,
    /// Arrivals by rate from the other areas.
    FromOtherAreas,
    /// Arrivals that follow migrant workers, of a table or of the group's people.
    Workers {
        /// Whether a table tells them.
        told: bool,
    },
    /// Moves between the areas.
    Between,
    /// Newborns who belong to another group than their mother.
    NewbornGroups,
    /// Sex ratio at birth as set.
    SexRatioSet,
    /// Sex ratio at birth of the youngest counted.
    SexRatioCounted(f64),
    /// Accounts of people that follow the towns' cohort ratios.
    Accounts,
    /// No accounts: too many cells.
    AccountsTooMany,
    /// No accounts: adults not told by age.
    AccountsNoAdults,
}

impl EngineMethod {
    /// Conventions of the settings with a timing.
    pub(in crate::projection) fn conventions(settings: &EngineSettings, timing: Timing) -> Self {
        Self::Conventions(timing, settings.order, settings.exposure, settings.rate_age)
    }

    #[allow(clippy::too_many_lines)] // a table
    pub(in crate::projection) fn text(self) -> Text {
        let (zh, en) = match self {
            Self::AreasFromPopulation => (
                "没有乡镇表:地区取自人口表,每个地区按一个乡镇处理。",
                "No table of towns: the areas are those of the population table, each taken as a town.",
            ),
            Self::Graduated => (
                "宽年龄组按保形三次插值(Fritsch–Carlson)拆分为单岁,各组合计不变。",
                "Wide age groups were split to single ages by a monotone cubic through the cumulated people (Fritsch–Carlson); \
                 every group keeps its sum.",
            ),
            Self::FiveYearSteps => (
                "按五岁组、五年一步推算;各步之间的年份沿同批人等比内插,单岁儿童由五岁组拆分。",
                "People were carried by five-year ages in five-year steps; years between are interpolated along each cohort, \
                 children by single age are split from the groups.",
            ),
            Self::Conventions(timing, order, exposure, rate_age) => {
                return conventions(timing, order, exposure, rate_age);
            }
            Self::NewbornsLive => (
                "死亡率表没有新生儿(birth)存活:新生儿按全部存活到期末计。",
                "The mortality table tells no survival of newborns (birth): all of them were taken to live to the end of the step.",
            ),
            Self::NoMigration => {
                ("没有迁移表:不计迁移。", "No table of migration: nobody was taken to move.")
            }
            Self::FromOtherAreas => (
                "没有外部人口表:按率迁入者来自本研究的其他地区人口。",
                "No table of the outside population: arrivals by rate were reckoned of the study's other areas.",
            ),
            Self::Workers { told: true } => (
                "部分迁入按外来务工者表(workers)乘以每名务工者带来的人数。",
                "Some arrivals follow the workers of the table `workers`, so many for each.",
            ),
            Self::Workers { told: false } => (
                "部分迁入按该人群 20—44 岁人口乘以每名务工者带来的人数。",
                "Some arrivals follow the workers, so many for each: the group's people aged 20 to 44.",
            ),
            Self::Between => (
                "地区之间的迁出按占比分配给各地区。",
                "Those who leave an area for others of the study were shared out among them.",
            ),
            Self::NewbornGroups => (
                "部分新生儿按身份转换表归入母亲以外的人群。",
                "Some newborns belong to another group than their mother, by the table of status change.",
            ),
            Self::SexRatioSet => ("出生性别比按模型设定。", "The sex ratio at birth is that of the model."),
            Self::SexRatioCounted(ratio) => {
                return Text {
                    zh: format!("未设出生性别比:按 0—4 岁人口取 {ratio:.3}。"),
                    en: format!("No sex ratio at birth is set: {ratio:.3} boys per girl, as among ages 0–4."),
                };
            }
            Self::Accounts => (
                "分地区、性别、年龄的人口与变动要素:儿童与乡镇推算一致,净迁移为存活之外的差额。",
                "People and components by area, sex and age: children agree with those of the towns; net migration is what \
                 survival leaves unexplained.",
            ),
            Self::AccountsTooMany => (
                "地区过多:未输出人口与变动要素。",
                "Too many areas: no people and components by age are written.",
            ),
            Self::AccountsNoAdults => (
                "缺分年龄的成年人口:未输出人口与变动要素。",
                "Adults are not told by single age: no people and components by age are written.",
            ),
        };
        Text { zh: zh.to_owned(), en: en.to_owned() }
    }
}

fn conventions(timing: Timing, order: Order, exposure: Exposure, rate_age: RateAge) -> Text {
    let timing = match timing {
        Timing::Even => ("迁移半数在期初、半数在期末", "half the moves at the start, half at the end"),
        Timing::Middle => ("迁移在期中", "moves in the middle"),
        Timing::End => ("迁移在期末", "moves at the end"),
        Timing::HalfExposure => {
            ("迁移与身份转换者承担半期死亡风险", "who comes, goes or changes bears half the risk of death")
        }
    };
    let order = match order {
        Order::AgeThenMove => ("先长岁后迁移", "people age before the last moves"),
        Order::MoveThenAge => ("先迁移后长岁", "people age after the last moves"),
    };
    let exposure = match exposure {
        Exposure::MeanOfStartAndEnd => ("出生按期初期末同龄妇女平均", "births of the mean women of an age"),
        Exposure::AfterMoves => ("出生按迁移后妇女", "births of the women after the moves"),
        Exposure::AtStart => ("出生按期初妇女", "births of the women at the start"),
        Exposure::MeanOfCohort => ("出生按同批妇女平均", "births of a cohort's mean women"),
    };
    let rate_age = match rate_age {
        RateAge::AtStart => {
            ("死亡与转换率按期初年龄", "rates of death and status change by age at the start")
        }
        RateAge::Attained => ("死亡与转换率按期末年龄", "rates of death and status change by age attained"),
    };
    Text {
        zh: format!("推算约定:{};{};{};{}。", timing.0, order.0, exposure.0, rate_age.0),
        en: format!("Conventions of a step: {}; {}; {}; {}.", timing.1, order.1, exposure.1, rate_age.1),
    }
}
