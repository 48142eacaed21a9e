/** The outermost object of an answer that may stand between words or in a fence; null: there is none. */
export function jsonIn(text: string): unknown {
  return jsonOf(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
}

/** The value of a text that should be JSON; null: it is not. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Prose is an expected answer here, not a failure.
    return null;
  }
}
