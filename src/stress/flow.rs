//! The most children that find a place: a maximum flow from towns of residence over towns of schooling to their places.

/// Below this many children a flow is rounding.
const NEGLIGIBLE: f64 = 1e-7;

/// A place of schooling: its places, and which of them are under a common cap (private places, of which a county's families take
/// no more than a share).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Site {
    /// Places under no cap.
    pub free: f64,
    /// Places under each cap.
    pub capped: Vec<f64>,
}

/// Who needs a place, where places are, and who can reach them.
#[derive(Debug, Clone, Copy)]
pub struct Flow<'a> {
    /// Children, by town of residence.
    pub children: &'a [f64],
    /// Sites within reach of every town of residence, nearest first.
    pub reach: &'a [Vec<usize>],
    /// Sites.
    pub sites: &'a [Site],
    /// Most children under each cap.
    pub caps: &'a [f64],
}

/// How many children of each town find a place, and how many places of each site they take.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// By town of residence.
    pub children: Vec<f64>,
    /// By site.
    pub taken: Vec<f64>,
}

impl Placed {
    /// All of them.
    pub fn total(&self) -> f64 {
        self.children.iter().sum()
    }
}

/// Why children go without: towns whose children only these sites could take, and caps that are full (最小割).
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// Children of the towns.
    pub children: f64,
    /// Sites that they reach.
    pub sites: Vec<usize>,
    /// Caps that are full: as many as they allow find no other place.
    pub caps: Vec<usize>,
}

/// Arcs as pairs: an arc and its reverse.
struct Network {
    to: Vec<usize>,
    left: Vec<f64>,
    arcs: Vec<Vec<usize>>,
}

impl Network {
    fn new(nodes: usize) -> Self {
        Self { to: Vec::new(), left: Vec::new(), arcs: vec![Vec::new(); nodes] }
    }

    fn arc(&mut self, from: usize, to: usize, capacity: f64) -> usize {
        let arc = self.to.len();
        self.to.extend([to, from]);
        self.left.extend([capacity, 0.0]);
        self.arcs[from].push(arc);
        self.arcs[to].push(arc + 1);
        arc
    }

    fn push(&mut self, arc: usize, amount: f64) {
        self.left[arc] -= amount;
        self.left[arc ^ 1] += amount;
    }

    /// Nodes that can be reached with room left.
    fn reached(&self, source: usize) -> Vec<bool> {
        let mut reached = vec![false; self.arcs.len()];
        reached[source] = true;
        let mut open = vec![source];
        while let Some(node) = open.pop() {
            for arc in self.arcs[node].iter().filter(|arc| self.left[**arc] > NEGLIGIBLE) {
                let next = self.to[*arc];
                if !std::mem::replace(&mut reached[next], true) {
                    open.push(next);
                }
            }
        }
        reached
    }

    /// A shortest path with room left; none where there is none.
    fn path(&self, source: usize, sink: usize) -> Option<Vec<usize>> {
        let mut by = vec![usize::MAX; self.arcs.len()];
        let mut queue = std::collections::VecDeque::from([source]);
        while let Some(node) = queue.pop_front() {
            for arc in &self.arcs[node] {
                let next = self.to[*arc];
                if self.left[*arc] <= NEGLIGIBLE || by[next] != usize::MAX || next == source {
                    continue;
                }
                by[next] = *arc;
                if next == sink {
                    return Some(self.walk(&by, source, sink));
                }
                queue.push_back(next);
            }
        }
        None
    }

    fn walk(&self, by: &[usize], source: usize, sink: usize) -> Vec<usize> {
        let (mut node, mut path) = (sink, Vec::new());
        while node != source {
            path.push(by[node]);
            node = self.to[by[node] ^ 1];
        }
        path
    }
}

impl Flow<'_> {
    /// Places as many children as can be: first each at the nearest site with room, then along paths on which others make room.
    /// Without such a path the number is the greatest there is (Ford and Fulkerson).
    pub fn solve(&self) -> Placed {
        self.solve_with_cut().0
    }

    /// As [`Flow::solve`], with the cut that proves it: children of its towns beyond the places of its sites find none.
    pub fn solve_with_cut(&self) -> (Placed, Cut) {
        let (towns, sites, caps) = (self.children.len(), self.sites.len(), self.caps.len());
        let (source, sink) = (towns + sites + caps, towns + sites + caps + 1);
        let mut network = Network::new(sink + 1);
        let children: Vec<usize> =
            (0..towns).map(|town| network.arc(source, town, self.children[town])).collect();
        let ways: Vec<Vec<usize>> = (0..towns)
            .map(|town| {
                let to = self.reach[town].iter();
                to.map(|site| network.arc(town, towns + site, f64::INFINITY)).collect()
            })
            .collect();
        let free: Vec<usize> =
            (0..sites).map(|site| network.arc(towns + site, sink, self.sites[site].free)).collect();
        for (site, data) in self.sites.iter().enumerate() {
            for (cap, places) in data.capped.iter().enumerate().filter(|(_, places)| **places > 0.0) {
                network.arc(towns + site, towns + sites + cap, *places);
            }
        }
        for (cap, most) in self.caps.iter().enumerate() {
            network.arc(towns + sites + cap, sink, *most);
        }
        self.nearest_first(&mut network, &children, &ways, &free);
        while let Some(path) = network.path(source, sink) {
            let amount = path.iter().map(|arc| network.left[*arc]).fold(f64::INFINITY, f64::min);
            path.iter().for_each(|arc| network.push(*arc, amount));
        }
        let taken = (0..sites).map(|site| {
            let into = ways.iter().flatten().filter(|arc| network.to[**arc] == towns + site);
            into.map(|arc| network.left[*arc ^ 1]).sum()
        });
        let placed = Placed {
            taken: taken.collect(),
            children: children.iter().map(|arc| network.left[*arc ^ 1]).collect(),
        };
        let reached = network.reached(source);
        let cut = Cut {
            children: (0..towns).filter(|town| reached[*town]).map(|town| self.children[town]).sum(),
            sites: (0..sites).filter(|site| reached[towns + site]).collect(),
            caps: (0..caps).filter(|cap| reached[towns + sites + cap]).collect(),
        };
        (placed, cut)
    }

    /// Fills places under no cap from the nearest towns.
    fn nearest_first(&self, network: &mut Network, children: &[usize], ways: &[Vec<usize>], free: &[usize]) {
        let farthest = self.reach.iter().map(Vec::len).max().unwrap_or(0);
        for rank in 0..farthest {
            for ((child, ways), reach) in children.iter().zip(ways).zip(self.reach) {
                let (Some(site), Some(way)) = (reach.get(rank), ways.get(rank)) else { continue };
                let amount = network.left[*child].min(network.left[free[*site]]);
                if amount > NEGLIGIBLE {
                    [*child, *way, free[*site]].iter().for_each(|arc| network.push(*arc, amount));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free(places: f64) -> Site {
        Site { free: places, capped: vec![0.0] }
    }

    #[test]
    fn others_make_room() {
        // Town 0 reaches sites 0 and 1, town 1 reaches site 0 alone. Nearest first puts town 0 into site 0 and leaves
        // town 1 without; the path makes town 0 go to site 1.
        let reach = [vec![0, 1], vec![0]];
        let sites = [free(50.0), free(40.0)];
        let placed = Flow { children: &[40.0, 50.0], reach: &reach, sites: &sites, caps: &[0.0] }.solve();
        assert_eq!(placed.children, [40.0, 50.0]);
        assert_eq!(placed.taken, [50.0, 40.0]);
    }

    #[test]
    fn the_cut_says_which_places_lack() {
        // Town 1 reaches site 0 alone: 60 children for 50 places, whatever town 0 does.
        let reach = [vec![0, 1], vec![0]];
        let sites = [free(50.0), free(40.0)];
        let (placed, cut) =
            Flow { children: &[30.0, 60.0], reach: &reach, sites: &sites, caps: &[0.0] }.solve_with_cut();
        assert!((placed.total() - 80.0).abs() < 1e-9);
        assert_eq!((cut.children, cut.sites, cut.caps), (60.0, vec![0], vec![]));
    }

    #[test]
    fn a_cap_holds_over_sites() {
        // 30 private places at each of two sites, of which no more than 20 together may be taken.
        let sites = [Site { free: 10.0, capped: vec![30.0] }, Site { free: 10.0, capped: vec![30.0] }];
        let reach = [vec![0], vec![1]];
        let placed = Flow { children: &[25.0, 25.0], reach: &reach, sites: &sites, caps: &[20.0] }.solve();
        assert!((placed.total() - 40.0).abs() < 1e-9, "{placed:?}");
        assert!((placed.taken.iter().sum::<f64>() - 40.0).abs() < 1e-9);
    }
}
