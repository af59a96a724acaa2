import { cellToBoundary, cellToLatLng, cellToParent, gridDisk, latLngToCell } from 'h3-js';

const CENTRE = { latitude: 47.976, longitude: 7.826 };
const RESOLUTION = 9;

/** The outline of a cell, [longitude, latitude], the first point repeated at the end. */
function closedRing(cell: string): [number, number][] {
  return cellToBoundary(cell, true).map(([longitude, latitude]): [number, number] => [longitude, latitude]);
}

/** The cells of an invented neighbourhood, outlines as [longitude, latitude]. */
export const FAKE_CELLS = gridDisk(latLngToCell(CENTRE.latitude, CENTRE.longitude, RESOLUTION), 2).map((id) => {
  const [latitude, longitude] = cellToLatLng(id);
  return { id, outline: closedRing(id), centre: [longitude, latitude] as [number, number] };
});

/** The outline of the invented neighbourhood: a cell two sizes up. */
export const FAKE_AREA = closedRing(
  cellToParent(latLngToCell(CENTRE.latitude, CENTRE.longitude, RESOLUTION), RESOLUTION - 2),
);
