/** The column of the script: never wider than what reads well, with room at its left where the faces hang. */
export const columnLook =
  'mx-auto w-full max-w-[calc(var(--column)+32px)] px-4 md:max-w-[calc(var(--column)+112px)] md:px-14';
