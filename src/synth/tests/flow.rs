//! A small maximum flow, for checks of reach.

use std::collections::VecDeque;

/// Most children that find a place: `children[i]` may go to the places `places[j]` wherever `reach(i, j)`.
pub fn placed(children: &[i64], places: &[i64], reach: impl Fn(usize, usize) -> bool) -> i64 {
    let towns = children.len();
    let (source, sink) = (2 * towns, 2 * towns + 1);
    let mut room = vec![vec![0_i64; 2 * towns + 2]; 2 * towns + 2];
    for town in 0..towns {
        room[source][town] = children[town];
        room[towns + town][sink] = places[town].max(0);
        for other in (0..towns).filter(|other| reach(town, *other)) {
            room[town][towns + other] = i64::MAX / 4;
        }
    }
    let mut whole = 0;
    while let Some(path) = path(&room, source, sink) {
        let least = path.windows(2).map(|step| room[step[0]][step[1]]).min().unwrap_or(0);
        for step in path.windows(2) {
            room[step[0]][step[1]] -= least;
            room[step[1]][step[0]] += least;
        }
        whole += least;
    }
    whole
}

fn path(room: &[Vec<i64>], source: usize, sink: usize) -> Option<Vec<usize>> {
    let mut from = vec![usize::MAX; room.len()];
    let mut queue = VecDeque::from([source]);
    from[source] = source;
    while let Some(node) = queue.pop_front() {
        for next in 0..room.len() {
            if room[node][next] > 0 && from[next] == usize::MAX {
                from[next] = node;
                queue.push_back(next);
            }
        }
    }
    if from[sink] == usize::MAX {
        return None;
    }
    let mut path = vec![sink];
    while path[path.len() - 1] != source {
        path.push(from[path[path.len() - 1]]);
    }
    path.reverse();
    Some(path)
}
