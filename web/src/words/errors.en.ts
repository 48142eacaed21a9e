/** Words for when something does not work. */
export const errorsWords = {
  screen: 'This screen cannot be shown.',
  screenHint: 'Your conversations are safe on the server. Load it again, or go home.',
  reload: 'Load again',
  notFound: 'There is nothing at this address.',
  notFoundHint: 'It may have been deleted, or the link is not complete.',
};
