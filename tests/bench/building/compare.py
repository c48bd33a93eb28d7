"""Builds one exported program with PuLP, Pyomo and linopy and compares the time with xuewei's own."""

import json
import sys
import time

import numpy as np


def read(path):
    """Columns, rows and coefficients of a free MPS file."""
    columns, rows, lower, upper, cost, whole, right = {}, {}, [], [], [], [], []
    sense, terms, section, integer, objective = [], [], "", False, None
    for line in open(path, encoding="utf-8"):
        if line.startswith("*"):
            continue
        words = line.split()
        if not line.startswith(" "):
            section = words[0]
        elif section == "ROWS":
            if words[0] == "N":
                objective = words[1]
            else:
                rows[words[1]] = len(rows)
                sense.append(words[0])
                right.append(0.0)
                terms.append([])
        elif section == "COLUMNS":
            if words[1] == "'MARKER'":
                integer = words[2] == "'INTORG'"
                continue
            if words[0] not in columns:
                columns[words[0]] = len(columns)
                lower.append(0.0), upper.append(None), cost.append(0.0), whole.append(integer)
            column = columns[words[0]]
            if words[1] == objective:
                cost[column] = float(words[2])
            else:
                terms[rows[words[1]]].append((column, float(words[2])))
        elif section == "RHS":
            right[rows[words[1]]] = float(words[2])
        elif section == "BOUNDS":
            column = columns[words[2]]
            if words[0] == "LO":
                lower[column] = float(words[3])
            elif words[0] == "UP":
                upper[column] = float(words[3])
    return dict(lower=lower, upper=upper, cost=cost, whole=whole, sense=sense, right=right, terms=terms)


def pulp_model(p):
    import pulp

    model = pulp.LpProblem("program", pulp.LpMinimize)
    kinds = ["Integer" if whole else "Continuous" for whole in p["whole"]]
    x = [pulp.LpVariable(f"x{i}", lo, up, kind) for i, (lo, up, kind) in enumerate(zip(p["lower"], p["upper"], kinds))]
    model += pulp.LpAffineExpression(list(zip(x, p["cost"])))
    senses = {"L": pulp.LpConstraintLE, "G": pulp.LpConstraintGE, "E": pulp.LpConstraintEQ}
    for sense, right, terms in zip(p["sense"], p["right"], p["terms"]):
        row = pulp.LpAffineExpression([(x[column], by) for column, by in terms])
        model += pulp.LpConstraint(row, senses[sense], rhs=right)
    return model


def pyomo_model(p):
    import pyomo.environ as pyo

    model = pyo.ConcreteModel()
    n = len(p["cost"])
    domain = lambda _, i: pyo.Integers if p["whole"][i] else pyo.Reals
    model.x = pyo.Var(range(n), domain=domain, bounds=lambda _, i: (p["lower"][i], p["upper"][i]))
    model.cost = pyo.Objective(expr=sum(by * model.x[i] for i, by in enumerate(p["cost"]) if by))

    def row(m, r):
        left = sum(by * m.x[i] for i, by in p["terms"][r])
        return {"L": left <= p["right"][r], "G": left >= p["right"][r], "E": left == p["right"][r]}[p["sense"][r]]

    model.rows = pyo.Constraint([r for r, terms in enumerate(p["terms"]) if terms], rule=row)
    return model


def linopy_model(p):
    """Whole arrays at once, rows of like length together: the quickest way that linopy has."""
    import linopy
    import pandas as pd
    import xarray as xr

    model = linopy.Model()
    infinite = lambda values: np.array([np.inf if value is None else value for value in values])
    places = {}
    for integer in (False, True):
        index = [i for i, whole in enumerate(p["whole"]) if whole == integer]
        if not index:
            continue
        at = np.array(index)
        name = pd.RangeIndex(len(index), name=f"column{int(integer)}")
        lower, upper = infinite(p["lower"])[at], infinite(p["upper"])[at]
        if integer:
            x = model.add_variables(lower=lower, upper=upper, coords=[name], integer=True, name="whole")
        else:
            x = model.add_variables(lower=lower, upper=upper, coords=[name], name="parts")
        for i, label in zip(index, x.labels.values):
            places[i] = label
    by_length = {}
    for r, terms in enumerate(p["terms"]):
        if terms:
            by_length.setdefault((len(terms), p["sense"][r]), []).append(r)
    signs = {"L": "<=", "G": ">=", "E": "="}
    for (length, sense), rows in by_length.items():
        labels = np.array([[places[i] for i, _ in p["terms"][r]] for r in rows])
        factors = np.array([[by for _, by in p["terms"][r]] for r in rows])
        dims = ("row", "_term")
        data = xr.Dataset({"vars": (dims, labels), "coeffs": (dims, factors)}, coords={"row": np.arange(len(rows))})
        data = data.assign(const=("row", np.zeros(len(rows))))
        right = xr.DataArray(np.array([p["right"][r] for r in rows]), dims="row", coords={"row": np.arange(len(rows))})
        left = linopy.LinearExpression(data, model)
        model.add_constraints(left, signs[sense], right, name=f"rows{sense}{length}")
    return model


def main():
    program = read(sys.argv[1])
    seconds = min(json.load(open(name, encoding="utf-8"))["seconds"]["build"] for name in sys.argv[2:])
    print(f"{len(program['cost'])} columns, {len(program['sense'])} rows; xuewei {seconds:.3f} s")
    for name, build in [("PuLP", pulp_model), ("linopy", linopy_model), ("Pyomo", pyomo_model)]:
        best = float("inf")
        for _ in range(3):
            started = time.process_time()
            build(program)
            best = min(best, time.process_time() - started)
        print(f"{name:8} {best:8.2f} s {best / seconds:8.1f} times")


main()
