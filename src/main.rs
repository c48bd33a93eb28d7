//! The program `xuewei`.

fn main() {}
