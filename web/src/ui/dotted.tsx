import { Children, Fragment, type ReactNode } from 'react';

/** Parts of a line with a dot between them. The dot stays at the end of a line that breaks. */
export function Dotted({ children }: { readonly children: ReactNode }) {
  return Children.toArray(children).map((part, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- parts of one sentence have no other name
    <Fragment key={index}>
      {index > 0 && '\u00a0· '}
      {part}
    </Fragment>
  ));
}
