// The positions of sensors on the plan.

/** The area of the plan: the grid of 0 to 100 if it contains all sensors, otherwise the smallest area that does, with a margin. */
export function boundsOf(sensors) {
  const places = sensors.filter(isPlaced);
  const inGrid = places.every(({ latitude, longitude }) => [latitude, longitude].every(number => number >= 0 && number <= 100));
  if (inGrid)
    return { west: 0, east: 100, south: 0, north: 100, isGrid: true };
  const range = pick => [Math.min(...places.map(pick)), Math.max(...places.map(pick))];
  const [west, east] = range(sensor => sensor.longitude);
  const [south, north] = range(sensor => sensor.latitude);
  const margin = Math.max(east - west, north - south, 1e-6) * 0.04;
  return { west: west - margin, east: east + margin, south: south - margin, north: north + margin, isGrid: false };
}

export const isPlaced = sensor => Number.isFinite(sensor.latitude) && Number.isFinite(sensor.longitude);

/** Longitude grows to the right, latitude upwards. */
export const placeIn = ({ west, east, south, north }, width, height) => sensor => ({
  x: (sensor.longitude - west) / (east - west) * width,
  y: height - (sensor.latitude - south) / (north - south) * height,
});

const AHEAD = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The index of the place to which an arrow key moves: near, and straight ahead rather than aside; the same index if there is none. */
export function neighbour(places, index, key) {
  const [dx, dy] = AHEAD[key];
  const from = places[index];
  let [best, least] = [index, Infinity];
  places.forEach((place, i) => {
    const [x, y] = [place.x - from.x, place.y - from.y];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (i !== index && ahead > 1e-9 && ahead + 2 * aside < least)
      [best, least] = [i, ahead + 2 * aside];
  });
  return best;
}
