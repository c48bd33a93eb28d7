//! Reasons of projects in words.

use super::words::Words;
use crate::proposal::Reason;

impl Words<'_> {
    /// Why a project is in the plan, in one sentence.
    pub fn reason(&self, reason: &Reason) -> String {
        let number = |number: f64| self.whole(number);
        let run = self.proposal.run;
        let stage = |id: &str| run.name("stage", id, self.language).to_owned();
        let sector = |id: &str| run.name("sector", id, self.language).to_owned();
        match reason {
            Reason::Committed { status } => {
                let state = match status.as_str() {
                    "started" => self.say("已开工", "started"),
                    "building" => self.say("在建", "being built"),
                    "open" => self.say("已建成", "built"),
                    "reserved" => self.say("已列入储备", "in reserve"),
                    _ => self.say("已确定", "decided"),
                };
                self.say(format!("既定项目（{state}），按期实施"), format!("Committed ({state})"))
            }
            Reason::Shortage { stage: of, year, children, standing } => self.say(
                format!(
                    "{year}学年本地{}需求{}人，现有学位{}个，缺{}个",
                    stage(of),
                    number(*children),
                    number(*standing),
                    number(children - standing)
                ),
                format!(
                    "{}: {} children against {} standing places in {year}, {} short",
                    stage(of),
                    number(*children),
                    number(*standing),
                    number(children - standing)
                ),
            ),
            Reason::Neighbours { stage: of, year, pupils, standing } => self.say(
                format!(
                    "{year}学年在此就读{}学生{}人，超出现有学位{}个，含周边乡镇学生",
                    stage(of),
                    number(*pupils),
                    number(pupils - standing)
                ),
                format!(
                    "{}: {} pupils in {year}, {} more than standing places, those of other towns among them",
                    stage(of),
                    number(*pupils),
                    number(pupils - standing)
                ),
            ),
            Reason::Class { sector: of, grade, places, .. } => {
                let class = grade.map_or_else(
                    || sector(of),
                    |grade| {
                        self.say(
                            format!("{}{}级", sector(of), grade),
                            format!("{} grade {grade}", sector(of)),
                        )
                    },
                );
                self.say(
                    format!("不增学位，{}个学位转为{class}，提高相应占比", number(f64::from(*places))),
                    format!("Adds no places; {} become {class}", number(f64::from(*places))),
                )
            }
            Reason::Closure { places } => self.say(
                format!("需求下降，减少{}个学位，节约运行经费", number(f64::from(*places))),
                format!("Takes {} places away where children are fewer", number(f64::from(*places))),
            ),
            Reason::Programme { required, sector: of, places, .. } => self.say(
                format!(
                    "本地学位总量可满足需求；列入工程任务（≥{required}个），增{}学位{}个",
                    sector(of),
                    number(f64::from(*places))
                ),
                format!(
                    "Places would do; counts towards the {required} projects asked for, adds {} {} places",
                    number(f64::from(*places)),
                    sector(of)
                ),
            ),
            Reason::Shares { sector: of, places } => self.say(
                format!(
                    "本地学位总量可满足需求；增{}学位{}个，由占比指标与成本比选确定",
                    sector(of),
                    number(f64::from(*places))
                ),
                format!(
                    "Places would do; adds {} {} places, chosen by shares and cost",
                    number(f64::from(*places)),
                    sector(of)
                ),
            ),
        }
    }
}
