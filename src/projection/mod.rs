//! Placeholder until the projection is merged.
use crate::domain::{GroupIndex, StageIndex, TownIndex, SchoolYear, Text};
use ndarray::{Array3,Array4};
#[derive(Debug)]
pub struct Children{pub years:Vec<SchoolYear>,pub counts:Array4<f64>}
#[derive(Debug)]
pub struct BirthPath{pub years:Vec<i32>,pub counts:Array3<f64>}
#[derive(Debug)]
pub struct Projection{pub children:Children,pub births:BirthPath,pub rolls:Rolls,pub methods:Vec<Text>}
#[derive(Debug)]
pub struct Rolls{pub years:Vec<SchoolYear>,pub demand:Array4<f64>}
impl Rolls { pub fn demand(&self,t:TownIndex,s:StageIndex,g:GroupIndex,y:usize)->f64{self.demand[[t.index(),s.index(),g.index(),y]]} }
