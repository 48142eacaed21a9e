export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Which part of a picture is taken: where its middle lies, in pixels of the picture, and how near it is. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  /** 1: as much as there is. */
  readonly zoom: number;
}

export interface Square {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

const ZOOM_MOST = 8;
/** A part smaller than this is no face any more. */
const SIDE_LEAST_PX = 64;

/** The largest square in the middle. */
export function wholeCrop({ width, height }: PictureSize): Crop {
  return { x: width / 2, y: height / 2, zoom: 1 };
}

export function squareOf(picture: PictureSize, { x, y, zoom }: Crop): Square {
  const side = Math.min(picture.width, picture.height) / zoom;
  return { left: x - side / 2, top: y - side / 2, side };
}

export function zoomMost({ width, height }: PictureSize): number {
  return Math.min(ZOOM_MOST, Math.max(1, Math.min(width, height) / SIDE_LEAST_PX));
}

/** Nearer or farther around the same middle, as far as there is picture. */
export function zoomed(picture: PictureSize, crop: Crop, zoom: number): Crop {
  return inside(picture, { ...crop, zoom: between(zoom, 1, zoomMost(picture)) });
}

/** By pixels of the picture. */
export function moved(
  picture: PictureSize,
  crop: Crop,
  by: { readonly x: number; readonly y: number },
): Crop {
  return inside(picture, { ...crop, x: crop.x + by.x, y: crop.y + by.y });
}

/** Where it lies between the edges, from 0 to 1; in the middle where it cannot move. */
export function placeOf(
  picture: PictureSize,
  crop: Crop,
): { readonly across: number; readonly down: number } {
  const { left, top, side } = squareOf(picture, crop);
  const share = (at: number, room: number) => (room < 1 ? 0.5 : between(at / room, 0, 1));
  return { across: share(left, picture.width - side), down: share(top, picture.height - side) };
}

export function placed(
  picture: PictureSize,
  crop: Crop,
  { across, down }: { readonly across?: number; readonly down?: number },
): Crop {
  const { side } = squareOf(picture, crop);
  const at = (share: number, room: number) => side / 2 + share * room;
  return inside(picture, {
    ...crop,
    ...(across !== undefined && { x: at(across, picture.width - side) }),
    ...(down !== undefined && { y: at(down, picture.height - side) }),
  });
}

function inside(picture: PictureSize, crop: Crop): Crop {
  const half = squareOf(picture, crop).side / 2;
  return {
    ...crop,
    x: between(crop.x, half, picture.width - half),
    y: between(crop.y, half, picture.height - half),
  };
}

function between(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
