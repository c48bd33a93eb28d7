//! Tables with a key over columns (宽表): ages, years, towns, grades or sources as heads over the figures. They are read as the long form,
//! a row a figure, with one note; columns of totals are compared with their parts and left out. Which keys of which table may stand so is
//! data of the schema (`Spread`).

mod facts;
mod levels;
mod melt;
mod roles;
mod totals;

pub(super) use facts::Vocabulary;
pub(super) use melt::melt;
pub(super) use roles::find;
