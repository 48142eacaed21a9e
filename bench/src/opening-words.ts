/** What every reader sends, as long as the prompt of a talk is: about 1500 tokens. */
export const OPENING = 'Bo: Is it raining, or does it only sound like it from in here?\n'.repeat(96);
