/** A piece of what a seat is saying now. `offset` counts UTF-16 units of the whole text of this attempt. */
export interface Delta {
  readonly turnId: string;
  readonly attempt: number;
  readonly offset: number;
  readonly text: string;
}
