//! The program `xuewei`.

use std::process::ExitCode;

fn main() -> ExitCode {
    xuewei::cli::run()
}
