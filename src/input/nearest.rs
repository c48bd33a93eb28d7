//! The known word nearest to a mistyped one, as findings offer it.

pub(super) use crate::nearest::nearest;
