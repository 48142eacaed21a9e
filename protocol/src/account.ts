/** Somebody who acts: says, steers, owns. */
export interface Person {
  readonly userId: string;
  readonly name: string;
}
