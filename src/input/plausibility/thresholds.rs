//! Every threshold of plausibility in one table, each with its reason (合理性阈值).

use crate::domain::Text;

/// A limit beyond which a figure is told (阈值).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    /// Name.
    pub id: &'static str,
    /// Value.
    pub value: f64,
    /// Unit of the value.
    pub unit: &'static str,
    /// Why it stands there, in Chinese.
    pub reason_zh: &'static str,
    /// Why it stands there, in English.
    pub reason_en: &'static str,
}

impl Threshold {
    /// Why it stands there.
    #[must_use]
    pub fn reason(&self) -> Text {
        Text { zh: self.reason_zh.to_owned(), en: self.reason_en.to_owned() }
    }
}

/// One constant a threshold, and the list of all.
macro_rules! thresholds {
    ($($name:ident = $id:literal $value:literal $unit:literal $zh:literal $en:literal;)*) => {
        $(pub(super) const $name: Threshold =
            Threshold { id: $id, value: $value, unit: $unit, reason_zh: $zh, reason_en: $en };)*

        /// All thresholds (合理性阈值表).
        pub const THRESHOLDS: &[Threshold] = &[$($name),*];
    };
}

thresholds! {
    // --- people ---
    CELL_FACTOR = "cell-factor" 4.0 "times"
        "单格与前后年龄、前后时点、另一性别、全县占比相比：四倍以上几乎不会自然出现，多写一个零（十倍）则必然超过"
        "a cell against ages and dates beside it, the other sex, its county: four times hardly ever comes about, a zero too many (ten times) always exceeds it";
    CELL_FREE = "cell-free" 25.0 "persons"
        "小数目波动大，相差在此人数以内不提"
        "small numbers vary much: a difference up to this is not told";
    CELL_NOISE = "cell-noise" 8.0 "standard deviations of a count"
        "再留出计数的随机波动，使百万行数据也不误报"
        "room for chance, so that nothing is told by chance in a million rows";
    AREA_FACTOR = "area-factor" 1.6 "times in a year"
        "一地人口一年之内增减六成以上，多为区划调整、口径变化或单位写错"
        "an area that grows or shrinks by 60 % within a year was mostly merged, split, or written in another unit";
    GROUP_FACTOR = "group-factor" 4.0 "times in a year"
        "一地某人群（如随迁子女）变动本来就大，四倍以上才提"
        "a group of an area, such as migrant children, moves more: told from four times on";
    AREA_FREE = "area-free" 250.0 "persons"
        "小地方增减此人数以内不提"
        "a change up to this is not told in small areas";
    MISSING_PERSONS = "missing-persons" 20.0 "persons"
        "按其他地区、相邻年龄推算应有此数以上，却没有这一行，即为缺漏；更少的可能确为零"
        "a row is missing where other areas or ages beside it let expect at least this; fewer may really be nobody";
    SHARED_BY = "shared-by" 0.8 "share of areas"
        "其他地区中有此比例以上具备的年龄、人群、性别，缺少者才提"
        "an age, group or sex is missed only where this share of the other areas has it";
    BIRTHS_FACTOR = "births-factor" 1.5 "times"
        "全县出生数与同期零岁、次年一岁人口之比：漏登、迁移都到不了一倍半"
        "births of a county against children of age 0, and 1 a year later: late registration and moves stay below half as many again";
    BIRTHS_TOWN_FACTOR = "births-town-factor" 3.0 "times"
        "乡镇的出生按母亲、人口按常住，差别更大"
        "births of a town are counted by mother and people by residence, which differ more";
    BIRTHS_FREE = "births-free" 5.0 "persons"
        "相差在此人数以内不提"
        "a difference up to this is not told";
    BIRTHS_NOISE = "births-noise" 3.0 "standard deviations of a count"
        "再留出计数的随机波动"
        "room for chance";
    PUPILS_OF_CHILDREN = "pupils-of-children" 1.5 "times"
        "全县在校生多于适龄儿童一半以上，不可能只因跨县就读"
        "pupils of a county beyond the children of the age by half: schools across the border do not explain it";
    CHILDREN_OF_PUPILS = "children-of-pupils" 4.0 "times"
        "全县应入学儿童为在校生四倍以上，学校表多半不全或单位不对"
        "children who should attend four times the pupils: the table of schools is hardly complete, or in another unit";
    CHILDREN_WITHOUT_SCHOOL = "children-without-school" 3000.0 "children"
        "适龄儿童达到此数的乡镇一所学校也没有，多半漏列"
        "a town with so many children and no school at all was likely left out";
    COUNT_FACTOR = "count-factor" 4.0 "times"
        "在校生、学位需求与前后学年、上下年级相比"
        "pupils and demand against the years and grades beside them";
    EARLIEST_YEAR = "earliest-year" 1950.0 "year"
        "更早的年份多为笔误"
        "an earlier year is likely mistyped";
    OFFICIAL_FACTOR = "official-factor" 3.0 "times"
        "官方总量与现有人口推到同一年龄的人数相比"
        "an official total against the people counted, carried to the same ages";
    // --- schools ---
    PUPILS_OF_PLACES = "pupils-of-places" 4.0 "times"
        "超员再多也到不了学位的四倍"
        "no school is crowded with four times its places";
    PLACES_OF_PUPILS = "places-of-pupils" 8.0 "times"
        "办学三年以上的学校学位为在校生八倍以上，多半多写了零"
        "places eight times the pupils, years after the opening, likely have a zero too many";
    PLACES_FREE = "places-free" 400.0 "places"
        "空余学位在此数以内不提：小规模学校生源可以很少"
        "empty places up to this are not told: small schools may have very few pupils";
    // --- travel ---
    KM_IN_COUNTY = "km-in-county" 800.0 "km"
        "最大的县也没有这样远的路，多半是米"
        "no county is as wide: likely metres";
    MINUTES_IN_COUNTY = "minutes-in-county" 1500.0 "minutes"
        "县内路程不会超过一天，多半是秒"
        "no way within a county takes a day: likely seconds";
    ROAD_OF_LINE = "road-of-line" 12.0 "times"
        "道路绕行再远也到不了直线的十二倍，米写成公里则为千倍"
        "no road is twelve times the straight line; metres written as km are a thousand times";
    ROAD_FREE = "road-free" 30.0 "km"
        "隔山隔水的近处，绕行在此公里以内不提"
        "across a ridge or river a detour up to this is not told";
    LINE_OF_ROAD = "line-of-road" 1.3 "times"
        "直线不可能比道路长；驻地坐标有误差，三成以内不提"
        "a straight line cannot be longer than the road; seats are not exact, so up to 30 % is not told";
    LINE_FREE = "line-free" 3.0 "km"
        "坐标误差此公里以内不提"
        "points that are out by less are not told";
    SLOWEST = "slowest" 1.0 "km an hour"
        "比步行还慢，多半时间单位不是分钟"
        "slower than walking: the time is likely not in minutes";
    FASTEST = "fastest" 160.0 "km an hour"
        "比高速公路还快"
        "faster than a motorway";
    POINT_FAR = "point-far" 8.0 "times the usual distance"
        "离各地中心的距离远超其他地方"
        "much farther from the middle of all places than others are";
    POINT_FAR_KM = "point-far-km" 300.0 "km"
        "离各地中心在此公里以内不提"
        "closer to the middle of all places than this is not told";
    POINT_COUNTY = "point-county" 5.0 "times"
        "离本县最近乡镇的距离，是离他县五个乡镇距离的五倍以上"
        "its own county's nearest town is five times as far as five towns of another county";
    SCHOOL_POINT_KM = "school-point-km" 150.0 "km"
        "学校、项目离所在乡镇驻地不会这样远"
        "no school or project lies as far from the seat of its town";
    // --- money ---
    COST_FACTOR = "cost-factor" 10.0 "times"
        "同类同学段的单位造价相差十倍，多半单位不对或多写了零"
        "of one kind and stage, ten times the others a place: likely another unit or a zero too many";
    COST_ALONE = "cost-alone" 3.0 "times"
        "而且其他项目很少有接近者"
        "and hardly another project comes near it";
    COST_FEW = "cost-few" 6.0 "times"
        "同类项目较少时，造价六倍以上而无一接近者"
        "of few other projects, six times as dear with none near it";
    COST_LONE = "cost-lone" 4.0 "times"
        "同类项目较多时，四倍以上而无一接近者"
        "of many projects, four times the others with none near it";
    CAPEX_MOST = "capex-per-place-most" 600.0 "10⁴ yuan a place"
        "最贵的学校每学位数十万元，六百万元必是把元当作万元"
        "the dearest schools cost some 10⁵ yuan a place; six million is yuan in a column of 10⁴ yuan";
    CAPEX_LEAST = "capex-per-place-least" 0.01 "10⁴ yuan a place"
        "新建每学位不到一百元，必是以亿元填写"
        "a new place for less than 100 yuan: the amount is in 10⁸ yuan";
    RUNNING_MOST = "running-per-place-most" 60.0 "10⁴ yuan a place and year"
        "每学位每年六十万元，必是把元当作万元"
        "600,000 yuan a place and year is yuan in a column of 10⁴ yuan";
    LAND_MOST = "land-per-place-most" 2000.0 "m² a place"
        "国家标准为每生数十平方米"
        "standards ask for some ten m² a pupil";
    LAND_LEAST = "land-per-place-least" 0.2 "m² a place"
        "每学位不到零点二平方米，多半以亩或公顷填写"
        "less than 0.2 m² a place: the area is likely in mu or hectares";
    UNIT_COST_MOST = "unit-cost-most" 5_000_000.0 "yuan a year"
        "每生每年五百万元，不会是元"
        "five million yuan a pupil and year is no amount in yuan";
    UNIT_COST_LEAST = "unit-cost-least" 10.0 "yuan a year"
        "每生每年不到十元，多半是万元"
        "less than ten yuan a pupil and year: likely 10⁴ yuan";
    UNIT_COST_FACTOR = "unit-cost-factor" 10.0 "times"
        "与其他学段、办学性质的同一项目相比"
        "against the same item of other stages and sectors";
    CEILING_CELL = "ceiling-cell" 7.0 "times"
        "一年的上限与前后年份、与其他各县同年的比例都相差七倍以上，多半多写或少写了零"
        "a ceiling against the years beside it and against the other counties' same year: a zero too many or too few";
    UNIT_COST_RATIO = "unit-cost-ratio" 8.0 "times"
        "生均与学位成本之比，与其他学段相比"
        "cost a pupil over cost a place, against that of other stages";
    CEILING_FACTOR = "ceiling-factor" 1000.0 "times"
        "上限与项目投资相差千倍，必有一方单位不对"
        "ceilings and costs of projects a thousand times apart: one of them is in another unit";
    CEILING_YEAR = "ceiling-year" 50.0 "times"
        "同一口径各年上限相差五十倍"
        "ceilings of one line differ fifty times between years";
    DISCOUNT_MOST = "discount-most" 0.15 "a year"
        "公共项目社会折现率为百分之三至八"
        "public projects are discounted at 3 to 8 %";
    PRICE_YEARS = "price-years" 10.0 "years"
        "价格年与规划期相差过远"
        "the price year lies far from the plan";
    RUNNING_OF_BUILDING_MOST = "running-of-building-most" 1.0 "share a year"
        "学校一年的运行成本约为建设成本的一成半；各学段都超过建设成本，必有一方单位不对"
        "a school costs some 15 % of its building to run in a year; more than the whole in every stage is another unit";
    RUNNING_OF_BUILDING_LEAST = "running-of-building-least" 0.02 "share a year"
        "各学段一年的运行成本都不到建设成本的百分之二，多半少写一个零或按月填写"
        "less than 2 % of the building in every stage: a zero too few, or costs of a month";
    TARGET_FALLS = "target-falls" 0.75 "share"
        "占比目标逐年提高；降到四分之三以下多半写错"
        "targets of shares rise with the years: a fall below three quarters is likely mistyped";
    WEIGHT_MOST = "weight-most" 5000.0 "yuan a year"
        "路程、等级只是小的权重，此数已接近一名学生的全部运行成本"
        "ways and grades are small weights: this is near the whole running cost of a pupil";
    // --- rates ---
    ENROLMENT_LEAST = "enrolment-least" 0.3 "share"
        "六至十四岁义务教育入学率接近百分之百，此数以下多半填错"
        "at ages 6 to 14 nearly all attend: less is likely a mistake";
    DEATHS_YOUNG = "deaths-young" 0.1 "deaths per person-year"
        "一至六十岁死亡率不会到十分之一，多半是千分率"
        "no mortality from 1 to 60 years is as high: likely deaths per 1,000";
    DEATHS_OLD = "deaths-old" 2.0 "deaths per person-year"
        "高龄死亡率也到不了此数，多半是千分率"
        "no mortality at any age is as high: likely deaths per 1,000";
    DEATHS_BESIDE = "deaths-beside" 12.0 "times"
        "与相邻年龄相比：除零岁外死亡率随年龄缓慢变化"
        "against the ages beside it: but for age 0 mortality changes slowly with age";
    DEATHS_FREE = "deaths-free" 0.003 "deaths per person-year"
        "低年龄死亡率很小，相差在此以内不提"
        "mortality of the young is small: a difference up to this is not told";
    SURVIVAL_YOUNG = "survival-young" 0.5 "share"
        "六十岁以下一步之内死去一半，多半把死亡概率当作存活比"
        "half of those below 60 dying in a step: the probability of death is likely given as survival";
    FERTILITY_MOST = "fertility-most" 0.6 "births per woman and year"
        "各年龄生育率都到不了此数，多半是千分率"
        "no age has as much: likely births per 1,000 women";
    FERTILITY_SUM_MOST = "fertility-sum-most" 9.0 "births per woman"
        "总和生育率到不了此数"
        "no total fertility is as high";
    FERTILITY_SUM_LEAST = "fertility-sum-least" 0.3 "births per woman"
        "总和生育率不会这样低，多半年龄组按年填写有误"
        "no total fertility is as low";
    MIGRATION_MOST = "migration-most" 0.5 "per person and year"
        "一年之内半数人迁移，多半是百分率或千分率"
        "half of the people moving within a year: likely per cent or per 1,000";
    MOVERS_OF_PEOPLE = "movers-of-people" 1.0 "times"
        "迁出人数多于总人口"
        "more people move than there are";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_threshold_has_an_id_of_its_own_a_unit_and_a_reason_in_both_languages() {
        let ids: BTreeSet<&str> = THRESHOLDS.iter().map(|one| one.id).collect();
        assert_eq!(ids.len(), THRESHOLDS.len());
        for one in THRESHOLDS {
            assert!(one.value > 0.0 && !one.unit.is_empty(), "{}", one.id);
            let reason = one.reason();
            assert!(!reason.zh.is_ascii() && reason.en.len() > 10, "{}", one.id);
        }
    }
}
