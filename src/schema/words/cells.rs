//! Words of cells as offices write them (选项用语): choices, numbers, stages, sectors, grades of pupils.

/// Words for a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChoiceWords {
    /// Columns that have the choice.
    pub columns: &'static [&'static str],
    /// Id of the choice.
    pub id: &'static str,
    /// Words that mean it.
    pub words: &'static [&'static str],
}

/// Words for a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberWords {
    /// Columns in which they mean it.
    pub columns: &'static [&'static str],
    /// The number in digits.
    pub number: &'static str,
    /// Words.
    pub words: &'static [&'static str],
}

/// Words for the same stage, sector or group, usual ids of model files among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SameWords {
    /// `stage`, `sector` or `group`.
    pub kind: &'static str,
    /// Words.
    pub words: &'static [&'static str],
}

/// A word that says something about another column of its row, where that is blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Implied {
    /// Table.
    pub table: &'static str,
    /// Column of the word.
    pub column: &'static str,
    /// Words.
    pub words: &'static [&'static str],
    /// The other column.
    pub other: &'static str,
    /// What it then holds.
    pub value: &'static str,
}

/// A grade of pupils by its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GradeWord {
    /// Words.
    pub words: &'static [&'static str],
    /// Kind of stage, as in [`SameWords`]: its first word.
    pub stage: &'static str,
    /// How far the grade is from the first of its stage, or (below 0) from its end: -1 is the last.
    pub position: i8,
    /// Grade counted through from the first of primary school; 0 where it is not.
    pub through: i8,
}

/// Words that may mean two things, and what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unclear {
    /// Columns.
    pub columns: &'static [&'static str],
    /// Words.
    pub words: &'static [&'static str],
    /// What to write, in Chinese.
    pub zh: &'static str,
    /// What to write, in English.
    pub en: &'static str,
}

const fn choice(
    columns: &'static [&'static str],
    id: &'static str,
    words: &'static [&'static str],
) -> ChoiceWords {
    ChoiceWords { columns, id, words }
}

/// Words of choices.
pub(super) const CHOICE_WORDS: &[ChoiceWords] = &[
    choice(&["sex"], "female", &["女性", "女童", "女孩", "女生", "F", "f", "Female"]),
    choice(&["sex"], "male", &["男性", "男童", "男孩", "男生", "M", "m", "Male"]),
    choice(&["sex"], "both", &["男女合计", "不分性别", "总计", "小计", "全部"]),
    choice(&["kind"], "subdistrict", &["街道办事处", "街道办"]),
    choice(&["kind"], "town", &["建制镇"]),
    choice(&["kind"], "township", &["民族乡"]),
    choice(&["setting"], "urban", &["城市", "主城区", "市区"]),
    choice(&["setting"], "town", &["镇", "集镇", "建制镇"]),
    choice(&["setting"], "rural", &["乡村", "乡", "村"]),
    choice(&["kind"], "new", &["新建学校", "新建项目", "新办", "新设"]),
    choice(&["kind"], "expand", &["改扩建", "改（扩）建", "扩容", "扩班", "扩建项目"]),
    choice(&["kind"], "relocate", &["异地迁建", "易地迁建", "整体迁建", "异地新建", "迁址新建", "搬迁"]),
    choice(&["kind"], "rebuild", &["重建", "原址重建", "拆建", "拆除重建", "原拆原建"]),
    choice(&["kind"], "upgrade", &["提升改造", "改造提升", "提质改造", "等级提升"]),
    choice(&["kind"], "convert", &["转公", "民转公", "民办转公办", "转为公办", "回购", "收购", "转制"]),
    choice(&["kind"], "buy", &["购买学位", "政府购买学位", "购买服务"]),
    choice(&["kind"], "close", &["撤销", "停办", "关停", "撤校", "撤点并校"]),
    choice(
        &["status"],
        "planned",
        &[
            "前期",
            "前期工作",
            "前期阶段",
            "前期准备",
            "拟建",
            "计划",
            "规划",
            "规划中",
            "谋划中",
            "未开工",
            "待建",
            "待开工",
            "立项",
            "已立项",
        ],
    ),
    choice(&["status"], "reserved", &["储备项目", "储备库"]),
    choice(&["status"], "started", &["已开工", "新开工", "开工建设"]),
    choice(&["status"], "building", &["在建", "续建", "建设中", "在建中", "施工中", "正在建设", "正在施工"]),
    choice(&["status"], "open", &["已投用", "已建成", "建成投用", "已建成投用", "投入使用", "已投入使用"]),
    choice(&["item"], "running_per_pupil", &["生均运行经费", "生均运行费"]),
    choice(&["item"], "running_per_place", &["学位运行经费", "每学位运行成本", "学位维持费"]),
    choice(&["item"], "subsidy_per_pupil", &["生均补贴", "民办生均补助", "民办补助"]),
    choice(&["item"], "bought_place", &["购买学位单价", "购买学位费用", "政府购买学位"]),
    choice(&["covers"], "capital", &["建设", "建设投资", "基建", "基建资金", "建设支出"]),
    choice(&["covers"], "running", &["运行", "运行费", "运行支出"]),
    choice(&["covers"], "all", &["合计", "全部资金", "建设和运行"]),
    choice(&["change"], "merged", &["并入", "归并", "撤并", "撤销并入", "撤销合并", "合并设立"]),
    choice(&["change"], "split", &["析置", "析设", "分设", "拆分设立"]),
    choice(&["change"], "renamed", &["改名", "改码", "代码变更", "改设", "撤乡设镇", "撤镇设街道"]),
    choice(&["change"], "part", &["划转", "部分划转", "划出", "区域划转"]),
    choice(&["event"], "start", &["开工数", "新开工", "开工个数"]),
    choice(&["event"], "open", &["投用数", "投用个数", "建成投用", "建成"]),
];

const fn grade(number: &'static str, words: &'static [&'static str]) -> NumberWords {
    NumberWords { columns: &["grade", "from_grade"], number, words }
}

/// Words of numbers.
pub(super) const NUMBER_WORDS: &[NumberWords] = &[
    grade(
        "1",
        &[
            "一级",
            "省一级",
            "浙江省一级",
            "一级园",
            "省一级园",
            "一级幼儿园",
            "省一级幼儿园",
            "壹级",
            "Ⅰ级",
            "I级",
        ],
    ),
    grade(
        "2",
        &[
            "二级",
            "省二级",
            "浙江省二级",
            "二级园",
            "省二级园",
            "二级幼儿园",
            "省二级幼儿园",
            "贰级",
            "Ⅱ级",
            "II级",
        ],
    ),
    grade(
        "3",
        &[
            "三级",
            "省三级",
            "浙江省三级",
            "三级园",
            "省三级园",
            "三级幼儿园",
            "省三级幼儿园",
            "叁级",
            "Ⅲ级",
            "III级",
        ],
    ),
    grade("", &["未定级", "未评级", "未评", "未评定", "无等级", "无", "不分级", "—", "-", "/"]),
];

const fn same(kind: &'static str, words: &'static [&'static str]) -> SameWords {
    SameWords { kind, words }
}

/// Words of stages, sectors and groups.
pub(super) const SAME_WORDS: &[SameWords] = &[
    same("stage", &["preschool", "kindergarten", "学前", "学前教育", "幼儿园", "幼儿教育"]),
    same("stage", &["primary", "小学", "小学教育", "完全小学", "普通小学"]),
    same("stage", &["junior", "junior_secondary", "初中", "初级中学", "普通初中", "初中教育"]),
    same(
        "stage",
        &["senior", "senior_high", "senior_secondary", "high", "高中", "普通高中", "高级中学", "普高"],
    ),
    same("stage", &["special", "特殊教育", "特教", "特殊教育学校", "特殊学校"]),
    same("sector", &["public", "公办", "公立", "公办园", "公办学校", "公办幼儿园", "教育部门办", "公办性质"]),
    same(
        "sector",
        &[
            "inclusive",
            "普惠性民办",
            "普惠民办",
            "普惠性民办园",
            "普惠性民办幼儿园",
            "民办普惠",
            "普惠民办园",
            "普惠园",
            "民办普惠园",
            "普惠性",
        ],
    ),
    same(
        "sector",
        &[
            "private",
            "民办",
            "民办园",
            "民办学校",
            "其他民办",
            "非普惠民办",
            "非普惠性民办",
            "非普惠性民办园",
            "私立",
            "营利性民办",
        ],
    ),
    same(
        "group",
        &["local", "本地户籍", "户籍", "户籍人口", "本地", "本县户籍", "本市户籍", "本区户籍", "户籍学生"],
    ),
    same(
        "group",
        &[
            "migrant",
            "随迁子女",
            "随迁",
            "随迁人口",
            "外来",
            "外来人口",
            "流动人口",
            "非户籍",
            "非本地户籍",
            "外来务工人员子女",
            "外来务工人员随迁子女",
        ],
    ),
];

/// What words say about other columns.
pub(super) const IMPLIED: &[Implied] = &[Implied {
    table: "projects",
    column: "status",
    words: &["在建", "续建", "建设中", "在建中", "施工中", "正在建设", "正在施工", "已开工", "开工建设"],
    other: "committed",
    value: "是",
}];

const fn of(stage: &'static str, position: i8, through: i8, words: &'static [&'static str]) -> GradeWord {
    GradeWord { words, stage, position, through }
}

/// Words of grades of pupils.
pub(super) const GRADE_WORDS: &[GradeWord] = &[
    of("preschool", -4, 0, &["托班", "托大班"]),
    of("preschool", -3, 0, &["小班", "幼儿园小班", "小班（3-4岁）"]),
    of("preschool", -2, 0, &["中班", "幼儿园中班"]),
    of("preschool", -1, 0, &["大班", "幼儿园大班"]),
    of("primary", 0, 1, &["一年级", "1年级", "小一", "小学一年级"]),
    of("primary", 1, 2, &["二年级", "2年级", "小二", "小学二年级"]),
    of("primary", 2, 3, &["三年级", "3年级", "小三", "小学三年级"]),
    of("primary", 3, 4, &["四年级", "4年级", "小四", "小学四年级"]),
    of("primary", 4, 5, &["五年级", "5年级", "小五", "小学五年级"]),
    of("primary", 5, 6, &["六年级", "6年级", "小六", "小学六年级"]),
    of("junior", 0, 7, &["七年级", "7年级", "初一", "初中一年级", "初一年级"]),
    of("junior", 1, 8, &["八年级", "8年级", "初二", "初中二年级", "初二年级"]),
    of("junior", 2, 9, &["九年级", "9年级", "初三", "初中三年级", "初三年级"]),
    of("senior", 0, 10, &["高一", "高中一年级", "高一年级", "十年级", "10年级"]),
    of("senior", 1, 11, &["高二", "高中二年级", "高二年级", "十一年级", "11年级"]),
    of("senior", 2, 12, &["高三", "高中三年级", "高三年级", "十二年级", "12年级"]),
];

/// Words that may mean two things.
pub const UNCLEAR: &[Unclear] = &[
    Unclear {
        columns: &["stage"],
        words: &["九年一贯制", "九年一贯制学校", "小学初中", "小学、初中", "小学+初中", "义务教育", "义教"],
        zh: "此校含小学和初中两个学段：请分成两行，代码（或校名）相同，分别填写小学和初中的学位、在校生",
        en: "it holds primary and junior secondary school: write two rows of the same id (or name), with the places and pupils of each",
    },
    Unclear {
        columns: &["stage"],
        words: &["完全中学", "完中", "中学", "初高中", "初中、高中"],
        zh: "可能含初中和高中：只有一个学段的请写该学段，两个学段的请分成两行，分别填写学位、在校生",
        en: "it may hold junior and senior secondary school: write the one that it holds, or two rows with the places and pupils of each",
    },
    Unclear {
        columns: &["stage"],
        words: &["十二年一贯制", "十二年一贯制学校", "十五年一贯制", "十五年一贯制学校"],
        zh: "此校含多个学段：请每个学段一行，代码（或校名）相同，分别填写学位、在校生",
        en: "it holds several stages: write a row for each, of the same id (or name), with its places and pupils",
    },
    Unclear {
        columns: &["setting"],
        words: &["城镇", "县城", "城关"],
        zh: "可能是城区，也可能是镇区：请写“城区”、“镇区”或“农村”",
        en: "it may be urban or a town: write urban, town or rural",
    },
    Unclear {
        columns: &["kind"],
        words: &["改造", "维修改造", "校安工程"],
        zh: "可能是改建（拆了重建）、提升（提高等级）或扩建：请写其中之一",
        en: "it may be rebuild, upgrade or expand: write one of them",
    },
    Unclear {
        columns: &["kind"],
        words: &["合并", "撤并整合", "整合"],
        zh: "只停办一所的请写“撤并”；并入新址的请写“迁建”，并填原学校",
        en: "write close where a school only ends; relocate, with from_school, where it moves to a new site",
    },
    Unclear {
        columns: &["status"],
        words: &["竣工", "完工", "主体完工", "已竣工"],
        zh: "尚未投用的请写“建设”，已投用的请写“投用”，并列入学校表",
        en: "write building where it is not in use yet; open where it is, and list it among the schools",
    },
];
