// The small picture that a PRM sees of a chain's image: decoded and resized once, the same for every encoder.

/** Side of it in pixels; an image of any shape is stretched to the square. */
export const PICTURE_SIDE = 32;

export interface Picture {
  /** [PICTURE_SIDE × PICTURE_SIDE × 3], row by row from the top left: red, green, blue, 0 to 255. */
  rgb: Uint8Array;
}
