//! Counties, towns and the way between them.

use super::index_type;

index_type!(
    /// A county of the study (县市区).
    CountyIndex
);
index_type!(
    /// A town of the study (乡镇街道).
    TownIndex
);

/// A county-level division (县市区).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct County {
    /// Statistical code.
    pub code: String,
    /// Name in Chinese and English.
    pub name: super::Text,
}

/// Urban, town or rural, as statistics part them (城乡).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// Urban (城区).
    Urban,
    /// Town (镇区).
    Town,
    /// Rural (农村).
    Rural,
}

/// Kind of town-level division (乡级类型).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TownKind {
    /// Subdistrict (街道).
    Subdistrict,
    /// Town (镇).
    Town,
    /// Township (乡).
    Township,
}

/// A town or subdistrict (乡镇街道).
#[derive(Debug, Clone, PartialEq)]
pub struct Town {
    /// Statistical code.
    pub code: String,
    /// Name in Chinese and English.
    pub name: super::Text,
    /// Its county.
    pub county: CountyIndex,
    /// Longitude and latitude of the seat in degrees, where known.
    pub position: Option<(f64, f64)>,
    /// Kind of division, where known.
    pub kind: Option<TownKind>,
    /// Urban or rural, where known.
    pub setting: Option<Setting>,
    /// Cluster of similar towns, where given.
    pub cluster: Option<String>,
}

/// The way between two towns, one way (就学路程).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Travel {
    /// Kilometres by road.
    pub km: f64,
    /// Minutes, where known.
    pub minutes: Option<f64>,
    /// What the way of one child costs, yuan a year, beside what km and minutes weigh.
    pub yuan: f64,
}

/// A row of the travel table (距离).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Distance {
    /// Town of residence.
    pub from: TownIndex,
    /// Town of schooling.
    pub to: TownIndex,
    /// The way.
    pub travel: Travel,
}

/// Longest way to school between two towns; none is no limit (最远就学路程).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TravelLimit {
    /// Kilometres.
    pub km: Option<f64>,
    /// Minutes; a way of unknown time is too long.
    pub minutes: Option<f64>,
}

impl TravelLimit {
    /// Whether a way keeps the limit.
    #[must_use]
    pub fn allows(&self, travel: &Travel) -> bool {
        self.km.is_none_or(|limit| travel.km <= limit)
            && self.minutes.is_none_or(|limit| travel.minutes.is_some_and(|minutes| minutes <= limit))
    }
}

/// Great-circle distance in km between two points given as (longitude, latitude) in degrees.
#[must_use]
pub fn great_circle_km(from: (f64, f64), to: (f64, f64)) -> f64 {
    const EARTH_RADIUS_KM: f64 = 6371.0088;
    let (from_lat, to_lat) = (from.1.to_radians(), to.1.to_radians());
    let half_lat = (to_lat - from_lat) / 2.0;
    let half_lon = (to.0 - from.0).to_radians() / 2.0;
    let haversine = half_lat.sin().powi(2) + from_lat.cos() * to_lat.cos() * half_lon.sin().powi(2);
    2.0 * EARTH_RADIUS_KM * haversine.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::great_circle_km;

    #[test]
    fn one_degree_of_latitude_is_111_km() {
        assert!((great_circle_km((121.0, 28.0), (121.0, 29.0)) - 111.195).abs() < 0.01);
        assert!(great_circle_km((121.0, 28.0), (121.0, 28.0)).abs() < 1e-9);
    }
}
