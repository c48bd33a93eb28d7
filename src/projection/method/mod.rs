//! Which method served for what, in words for the reader of a plan.

mod engine;

pub(super) use engine::EngineMethod;

use crate::domain::{Sex, Text};

/// A method or a replacement that the projection used (方法说明).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Method {
    /// Survival of the mortality table.
    SurvivalOfTable,
    /// Default survival.
    SurvivalDefault,
    /// Dates that do not fit the yearly grid.
    DatesLeftOut(usize),
    /// Years between dates filled.
    YearsFilled,
    /// Towns without people on the last date, carried forward.
    TownsCarried(usize),
    /// Towns never counted.
    TownsEmpty(usize),
    /// County counts split to towns by known towns.
    CountyCountsSplit,
    /// County counts split equally.
    CountyCountsSplitEqually,
    /// Counts without group split by known shares.
    GroupsSplit,
    /// Counts without group split by the pupils of each.
    GroupsFromPupils,
    /// Counts without group split by the migrant pupils of standing schools.
    GroupsFromSchools,
    /// Counts without group put into the first.
    GroupsFirst,
    /// People of one sex only are counted.
    OneSex(Sex),
    /// Cohort ratios.
    CohortRatios,
    /// Smoothing as stated.
    SmoothingStated,
    /// Survival only.
    SurvivalOnly,
    /// Births of the register.
    BirthsRegistered,
    /// Births of an incomplete year scaled.
    BirthsScaled,
    /// Births of counties split to towns.
    BirthsSplitToTowns,
    /// Births without group split.
    BirthsSplitToGroups,
    /// Births from infants.
    BirthsFromInfants,
    /// Damped trend of fertility.
    FertilityTrend,
    /// Fertility at its last level.
    FertilityLevel,
    /// Births along their own damped trend.
    BirthsTrend,
    /// Low path.
    VariantLow,
    /// High path.
    VariantHigh,
    /// Greatest age read at the same age.
    OldestAgeRepeated,
    /// Enrolment rate missing.
    EnrolmentFull,
    /// Pupils of later grades by ratios.
    GradeRatios,
    /// Pupils of the first grade from children.
    EntryRates,
    /// Pupils of a stage of rates from children.
    AttendanceRates,
    /// Entrants without children.
    EntryByTrend,
    /// Movement between stages.
    StageTransfers,
    /// Pupils counted without grade.
    PupilsSplitToGrades,
    /// Units without a count in the last year.
    UnitsClosed(usize),
    /// Demand scaled to the pupils of schools.
    DemandFollowsSchools,
    /// Demand is the pupils of a town.
    DemandFollowsResidents,
    /// Demand is the pupils of a town's schools: no people are counted.
    DemandWhereTaught,
    /// Counties and stages in which pupils are not all counted.
    DemandPartial(usize),
    /// Counties by the engine, towns fitted to them.
    CountyEngine,
    /// Counties left to their towns, as the model asks or the past says.
    CountiesLeft,
    /// Tables of the engine that could not be used.
    CountyTablesIdle,
    /// Cells kept from falling below 0.
    CountyFloors(usize),
    /// Fertility of the table.
    FertilityOfTable,
    /// Migration of the table.
    MigrationOfTable,
    /// Migration as the residual of cohort ratios.
    MigrationResidual,
    /// Status change of the table.
    StatusChangeOfTable,
    /// Demand of so many stages given in a table.
    DemandGiven(usize),
    /// Towns moved far to agree with their county.
    TownsMoved(f64),
    /// So many official totals fitted to.
    TotalsFitted(usize),
    /// Official totals beyond the horizon or the children's ages.
    TotalsIdle(usize),
    /// Children of new dwellings.
    Housing,
    /// What the engine did.
    Engine(EngineMethod),
}

impl Method {
    #[allow(clippy::too_many_lines)] // a table
    fn text(self) -> Text {
        let (zh, en) = match self {
            Self::SurvivalOfTable => ("存活率取自死亡率表。", "Survival comes from the mortality table."),
            Self::SurvivalDefault => (
                "无死亡率表:存活率采用《世界人口展望2024》中国数值(每千名出生者 993.4 人活到 3 岁、992.4 人到 6 岁、990.7 人到 12 岁)。",
                "No mortality table: survival of China in World Population Prospects 2024 (of 1,000 births 993.4 reach age 3, \
                 992.4 age 6, 990.7 age 12).",
            ),
            Self::DatesLeftOut(count) => {
                return Text {
                    zh: format!("{count} 个人口时点与最近时点相差不是整年(或超过 30 年),未采用。"),
                    en: format!(
                        "{count} population date(s) not a whole number of years (or more than 30) before the last one \
                         were left out."
                    ),
                };
            }
            Self::YearsFilled => (
                "人口时点之间的年份按同批人等比内插。",
                "Years between population dates were filled along each cohort at a constant ratio.",
            ),
            Self::TownsCarried(count) => {
                return Text {
                    zh: format!("{count} 个乡镇缺最近时点人口,由其最后一次计数按存活率推算。"),
                    en: format!(
                        "{count} town(s) not counted on the last date were carried there by survival."
                    ),
                };
            }
            Self::TownsEmpty(count) => {
                return Text {
                    zh: format!("{count} 个乡镇没有任何人口数据,按无人计。"),
                    en: format!("{count} town(s) without any population count were taken as empty."),
                };
            }
            Self::CountyCountsSplit => (
                "只有县级人口的时点,按乡镇在其他时点的人口(或出生)占比分到乡镇。",
                "Where only a county is counted, its people were split to towns by their shares on other dates, or of births.",
            ),
            Self::CountyCountsSplitEqually => (
                "部分县没有任何乡镇资料,县级人口平均分到各乡镇。",
                "Some counties have no figures by town at all: their people were split equally among the towns.",
            ),
            Self::GroupsSplit => (
                "未分人群的人口,按其他时点的人群占比(乡镇、县、全域依次)拆分。",
                "People not told apart by group were split by the shares on other dates (town, else county, else study).",
            ),
            Self::GroupsFromPupils => (
                "人口未分人群:按最近学年分人群在校生除以入学率倒推的占比拆分(乡镇、县、全域依次)。",
                "People are not told apart by group: they were split by what the pupils of each group in the last counted year, divided by \
                 the enrolment rate, tell (town, else county, else study).",
            ),
            Self::GroupsFromSchools => (
                "人口未分人群:按学校表中随迁子女占在校生的比例(除以入学率)拆分(乡镇、县、全域依次)。",
                "People are not told apart by group: they were split by the migrant children among the pupils of standing schools, divided \
                 by the enrolment rate (town, else county, else study).",
            ),
            Self::GroupsFirst => (
                "人口未分人群且无占比可依,全部计入第一个人群。",
                "People are not told apart by group and no shares are known: all were put into the first group.",
            ),
            Self::OneSex(sex) => match sex {
                Sex::Female => (
                    "人口表只有女性:儿童、出生与学位需求均只指女孩。",
                    "The population table counts women only: children, births and places needed are those of girls.",
                ),
                Sex::Male => (
                    "人口表只有男性:儿童、出生与学位需求均只指男孩,且没有育龄妇女。",
                    "The population table counts men only: children, births and places needed are those of boys, and no women are known.",
                ),
            },
            Self::CohortRatios => (
                "各年龄按队列变动比推算(两性合并,小乡镇向县、县向全域收缩)。",
                "Ages were advanced by cohort ratios (sexes pooled; towns shrunk to their county, counties to the study).",
            ),
            Self::SmoothingStated => (
                "历史太短,平滑强度采用模型给定值。",
                "The history is too short to choose how strongly small towns are smoothed: the model's setting was taken.",
            ),
            Self::SurvivalOnly => (
                "只有一个可用人口时点:各年龄仅按存活率推算,不含迁移。",
                "Only one population date can be used: ages were advanced by survival alone, without migration.",
            ),
            Self::BirthsRegistered => ("历史出生取自出生登记。", "Past births come from the register."),
            Self::BirthsScaled => (
                "出生月份不全的年份按月数折算为全年。",
                "Years with births of some months only were scaled to twelve months.",
            ),
            Self::BirthsSplitToTowns => (
                "只有县级出生数的年份,按乡镇 0—4 岁儿童占比分到乡镇。",
                "Births known by county only were split to towns by their children aged 0–4.",
            ),
            Self::BirthsSplitToGroups => (
                "未分人群的出生数,按乡镇(向县收缩)0—2 岁儿童的人群占比拆分。",
                "Births not told apart by group were split by the groups of children aged 0–2 (towns shrunk to the county).",
            ),
            Self::BirthsFromInfants => (
                "缺出生登记的县、人群或年份:历史出生由低龄儿童按存活率回推(有登记的年份用于校准)。",
                "Counties, groups or years without registered births: past births were derived from young children by survival \
                 (at the level of the register where both are known).",
            ),
            Self::FertilityTrend => (
                "未来出生:各乡镇育龄妇女 × 全域生育水平(沿近年变化逐年衰减)× 本地相对水平(小地区向上级收缩),再按近三年占比分到人群。",
                "Future births: a town's women of childbearing age, the study's fertility along the damped momentum of late years, \
                 and the town's level beside it (small places shrunk to their county); split to groups by three years.",
            ),
            Self::FertilityLevel => (
                "未来出生:各乡镇育龄妇女 × 最近生育水平 × 本地相对水平;生育水平的年份不足三年,趋势取零。",
                "Future births: a town's women of childbearing age at the last level of fertility; fewer than three years of it \
                 are known, so that its trend was taken as zero.",
            ),
            Self::BirthsTrend => (
                "缺分年龄的成年人口:未来出生沿近年出生数变化逐年衰减,按近五年占比分到乡镇。",
                "No adults by single age: future births follow the damped momentum of late years' births, by the towns' shares of \
                 five years.",
            ),
            Self::VariantLow => (
                "低方案:未来出生逐年低于中方案,第十年低 15%,此后不变。",
                "Low path: future births fall below the central path, by 15 % in the tenth year and after.",
            ),
            Self::VariantHigh => (
                "高方案:未来出生逐年高于中方案,第十年高 15%,此后不变。",
                "High path: future births rise above the central path, by 15 % in the tenth year and after.",
            ),
            Self::OldestAgeRepeated => (
                "最高年龄之上没有单岁人口,截止日年龄取同龄人数。",
                "No single age above the greatest one needed: on the cut-off day it equals that age on the counted date.",
            ),
            Self::CountyEngine => (
                "人口按队列要素法推算(分地区、人群、性别、年龄),乡镇儿童与出生按比例拟合到所属地区分人群、分年龄总数。",
                "Areas were carried by the cohort-component method (group, sex, age); children and births of towns were fitted \
                 proportionally to theirs by group and age.",
            ),
            Self::CountiesLeft => (
                "未按县级推算约束乡镇(模型设定,或历史检验中仅按乡镇推算误差更低):县为乡镇之和。",
                "Towns were not made to agree with the engine's counties (as the model asks, or since towns alone erred less on past \
                 origins): a county is the sum of its towns.",
            ),
            Self::CountyTablesIdle => (
                "生育率、迁移、身份转换表未采用:需要单岁育龄妇女人口。",
                "The tables of fertility, migration and status change were not used: they need women by single age.",
            ),
            Self::CountyFloors(count) => {
                return Text {
                    zh: format!("县级推算中 {count} 处迁出多于在住人数,已归零。"),
                    en: format!(
                        "In {count} cell(s) of the counties more people should have left than lived there: set to 0."
                    ),
                };
            }
            Self::FertilityOfTable => (
                "未来出生:按生育率表与育龄妇女推算,县级结果再分到乡镇。",
                "Future births come from the table of fertility and the women; those of counties were split to towns.",
            ),
            Self::MigrationOfTable => (
                "迁移取自迁移表,表中没有的年龄不计迁移。",
                "Migration comes from its table; ages without a row have none.",
            ),
            Self::MigrationResidual => (
                "没有迁移表:县级迁移为队列变动比扣除存活后的残差(年末计);60 岁以上不计迁移。",
                "No table of migration: that of counties is the residual of cohort ratios (at the end of a year); none above 60.",
            ),
            Self::StatusChangeOfTable => (
                "身份转换取自转换率表,在期中转入表中的人群(未写者转入第一个人群)。",
                "Status change comes from its table: in mid-step, into the group that it names, else into the first group.",
            ),
            Self::DemandGiven(stages) => {
                return Text {
                    zh: format!("{stages} 个学段的学位需求直接取自数据表 demand，不作预测，也没有区间。"),
                    en: format!(
                        "The demand of {stages} stages is taken from the table `demand`, not projected; it has no band."
                    ),
                };
            }
            Self::TotalsFitted(count) => {
                return Text {
                    zh: format!(
                        "乡镇、县的儿童数按比例拟合到官方总量表 {count} 行;其间各年按比例均匀过渡,其后保持同一比例。"
                    ),
                    en: format!(
                        "Children were fitted proportionally to {count} row(s) of the table `official_totals`; years between move \
                         evenly, later years keep the last ratio."
                    ),
                };
            }
            Self::TotalsIdle(count) => {
                return Text {
                    zh: format!("官方总量表 {count} 行超出预测年份或儿童年龄范围,未采用。"),
                    en: format!(
                        "{count} row(s) of `official_totals` lie beyond the projected years or the children's ages and were not used."
                    ),
                };
            }
            Self::Engine(method) => return method.text(),
            Self::Housing => (
                "最近时点之后竣工的住房按产出率、入住率带来儿童,扣除已在趋势内的部分,计入儿童与学位需求,另列于 housing 表;人口与变动要素不含。",
                "Dwellings completed after the last count bring children by yield and occupancy, less the part already in the trend: \
                 they are among children and rolls, stand apart in the table `housing`, and are not among people and components.",
            ),
            Self::TownsMoved(share) => {
                let percent = 100.0 * share;
                return Text {
                    zh: format!("乡镇为与县级一致,人数最多调整 {percent:.0}%。"),
                    en: format!("Figures of towns moved by up to {percent:.0} % to agree with their county."),
                };
            }
            Self::GradeRatios => (
                "分年级在校生:较高年级由上一学年低一年级按升级比推算(近三年合并、近年权重大,学校向乡镇、县、全域收缩,大于 1 者不截断)。",
                "Pupils by grade: later grades follow from the grade below a year before by ratios (three years pooled, recent ones weighing more; schools shrunk to town, county and study; not clipped at 1).",
            ),
            Self::EntryRates => (
                "一年级新生:乡镇适龄儿童 × 入学比(近三年合并,向县收缩),再按各校近年招生占比分到学校。",
                "First grade: children of the entry age in the town times a rate of entry (three years pooled, shrunk to the county), shared among its schools by their recent intake.",
            ),
            Self::AttendanceRates => (
                "学前等非义务学段:各年级为适龄儿童 × 在园率(沿模型入学率变动,不超过上限),再按各园占比分配。",
                "Preschool and other stages of rates: every grade is a share of the children of its age (moved along the model's enrolment rate, up to its ceiling), shared among the schools.",
            ),
            Self::EntryByTrend => (
                "缺适龄儿童的年份:新生取近三年加权平均,沿全域趋势逐年衰减。",
                "Where children of the entry age are not known for counted years: entrants are the weighted mean of three years along a damped trend of the study.",
            ),
            Self::StageTransfers => (
                "学段衔接:上一学段毕业生按最少流动的去向矩阵升入下一学段(先本乡镇,余者到县内缺额乡镇,再余者离县)。",
                "Between stages: leavers join the next stage by the least movement that explains the counts (their own town first, then towns of the county that take in more, the rest leave).",
            ),
            Self::PupilsSplitToGrades => (
                "未分年级的在校生按适龄儿童拆分到年级。",
                "Pupils counted without grade were split to grades by the children of their ages.",
            ),
            Self::UnitsClosed(count) => {
                return Text {
                    zh: format!("{count} 所学校最近学年没有在校生记录,按已停办计。"),
                    en: format!("{count} school(s) without a count in the last year were taken as closed."),
                };
            }
            Self::DemandFollowsSchools => (
                "学位需求:县内总量等于各校在校生推算数,按适龄儿童分到居住乡镇。",
                "Children needing a place: as many in a county as the projected pupils of its schools, shared among the towns as the children of the ages are.",
            ),
            Self::DemandFollowsResidents => (
                "学位需求:按居住地统计在校生的乡镇,等于其在校生推算数。",
                "Children needing a place: where pupils are counted by town of residence, their projected number.",
            ),
            Self::DemandWhereTaught => (
                "没有人口表:学位需求等于各乡镇学校(按居住地统计的,为该乡镇)的在校生推算数;未入学儿童、出生与迁移均不可见。",
                "No people are counted: those needing a place in a town are the projected pupils of its schools (or who live there, where \
                 pupils are counted so); children out of school, births and moves are not seen.",
            ),
            Self::DemandPartial(count) => {
                return Text {
                    zh: format!(
                        "{count} 个县、学段的在校生与适龄儿童相差过大(或缺该年儿童),学位需求仍按适龄儿童推算。"
                    ),
                    en: format!(
                        "In {count} pair(s) of county and stage the pupils are far from the children of the ages (or those are not known): children needing a place stay by age."
                    ),
                };
            }
            Self::EnrolmentFull => {
                ("部分学段未给入学率,按 100% 计。", "Some stages have no enrolment rate: 100 % was taken.")
            }
        };
        Text { zh: zh.to_owned(), en: en.to_owned() }
    }
}

/// Methods in the order of their first use, each once.
#[derive(Debug, Clone, Default)]
pub(super) struct Methods {
    list: Vec<Method>,
    /// What was told in words, after those of the list.
    told: Vec<Text>,
}

impl Methods {
    pub(super) fn add(&mut self, method: Method) {
        if !self.list.contains(&method) {
            self.list.push(method);
        }
    }

    pub(super) fn add_text(&mut self, text: Text) {
        if !self.told.contains(&text) {
            self.told.push(text);
        }
    }

    pub(super) fn add_if(&mut self, used: bool, method: Method) {
        if used {
            self.add(method);
        }
    }

    pub(super) fn texts(&self) -> Vec<Text> {
        self.list.iter().map(|method| method.text()).chain(self.told.iter().cloned()).collect()
    }
}

/// Name of the step.
pub(super) fn step() -> Text {
    Text { zh: "预测儿童与学位需求".to_owned(), en: "Projecting children and rolls".to_owned() }
}
