//! Mistakes that no program can know, each with the reason.

/// Name of the mutation, and why it cannot be known.
pub const UNKNOWABLE: &[(&str, &str)] = &[];
