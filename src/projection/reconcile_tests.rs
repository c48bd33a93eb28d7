//! Outside cases and properties of proportional fitting.

use super::*;
use crate::projection::cohort_component::tests::outside as outside_file;
use ndarray::{Array2, ArrayD, Ix2, array};
use proptest::prelude::*;

fn margin(over: usize, totals: Vec<f64>) -> Margin {
    Margin { over: vec![over], totals: ndarray::Array1::from(totals).into_dyn() }
}

fn numbers(cells: &[String]) -> Vec<f64> {
    cells.iter().map(|cell| cell.parse().expect("number")).collect()
}

#[test]
fn outside_cases_are_met() {
    for name in ["akdol3x4", "wikipedia4x4"] {
        let read = |part: &str| outside_file(&format!("10_ipf/{name}_{part}.csv"));
        let Some(seed) = read("seed_and_row_targets") else { return };
        let rows: Vec<Vec<f64>> = seed[1..].iter().map(|cells| numbers(cells)).collect();
        let columns = numbers(&read("col_targets").expect("columns")[1]);
        let width = columns.len();
        let seed = Array2::from_shape_fn((rows.len(), width), |(row, column)| rows[row][column]).into_dyn();
        let row_totals: Vec<f64> = rows.iter().map(|row| row[width]).collect();
        let margins = [margin(1, row_totals.clone()), margin(0, columns.clone())];
        let found =
            fit(&seed.view(), &margins).expect("fit").cells.into_dimensionality::<Ix2>().expect("table");
        for (row, wanted) in row_totals.iter().enumerate() {
            assert!((found.row(row).sum() - wanted).abs() < 1e-9 * wanted);
        }
        for (column, wanted) in columns.iter().enumerate() {
            assert!((found.column(column).sum() - wanted).abs() < 1e-9 * wanted);
        }
        for (row, wanted) in read("expected").expect("cells")[1..].iter().enumerate() {
            for (column, wanted) in numbers(wanted).iter().enumerate() {
                assert!((found[[row, column]] - wanted).abs() < 1e-8, "{name} {row} {column}");
            }
        }
    }
}

#[test]
fn contradicting_totals_are_told_with_the_gap() {
    let seed = array![[1.0, 2.0], [3.0, 4.0]].into_dyn();
    let found = fit(&seed.view(), &[margin(1, vec![10.0, 20.0]), margin(0, vec![15.0, 25.0])]);
    let Err(ReconcileError::Unmet { gap, .. }) = found else { panic!("{found:?}") };
    assert!(gap.abs() > 1.0, "rows make 30, columns 40: {gap}");
}

#[test]
fn a_total_without_cells_cannot_be_met() {
    let seed = array![[0.0, 0.0], [3.0, 4.0]].into_dyn();
    let found = fit(&seed.view(), &[margin(1, vec![5.0, 7.0])]);
    assert_eq!(found, Err(ReconcileError::Unmet { margin: 0, wanted: 5.0, gap: -5.0 }));
    let wrong = fit(&seed.view(), &[margin(1, vec![5.0])]);
    assert_eq!(wrong, Err(ReconcileError::Shape { margin: 0 }));
}

#[test]
fn a_factor_beyond_five_per_cent_is_notable() {
    let seed = array![[50.0, 50.0]].into_dyn();
    let notable = |total: f64| fit(&seed.view(), &[margin(1, vec![total])]).expect("fit").is_notable();
    assert!(notable(106.0) && notable(94.0) && !notable(104.0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn margins_of_any_table_can_be_met_from_another(
        truth in proptest::collection::vec(0.5..100.0_f64, 24),
        seed in proptest::collection::vec(0.5..100.0_f64, 24),
        zeros in proptest::collection::vec(any::<bool>(), 24),
    ) {
        // Town × group × age; town totals, and totals by group and age. Zero cells are zero in both tables.
        let table = |cells: &[f64]| {
            let kept: Vec<f64> =
                cells.iter().zip(&zeros).enumerate().map(|(at, (cell, zero))| if *zero && at % 3 == 0 { 0.0 } else { *cell }).collect();
            ArrayD::from_shape_vec(vec![3, 2, 4], kept).expect("shape")
        };
        let (truth, seed) = (table(&truth), table(&seed));
        let margins = [
            Margin { over: vec![1, 2], totals: sums(&truth, &[1, 2]) },
            Margin { over: vec![0], totals: sums(&truth, &[0]) },
        ];
        let found = fit(&seed.view(), &margins).expect("fit");
        for margin in &margins {
            for (sum, wanted) in sums(&found.cells, &margin.over).iter().zip(&margin.totals) {
                prop_assert!((sum - wanted).abs() <= 1e-9 * wanted.max(1.0));
            }
        }
        prop_assert!(seed.iter().zip(&found.cells).all(|(seed, cell)| (*seed > 0.0) || (*cell == 0.0)));
    }
}
