import 'react';

declare module 'react' {
  interface CSSProperties {
    /** Custom properties may be set from code; React's own type knows only the standard ones. */
    [variable: `--${string}`]: string | number | undefined;
  }
}
