/** Something that was looked at. A problem keeps Chimera from working as it should; a warning may do so later. */
export type Finding =
  | { readonly level: 'ok' | 'note'; readonly about: string; readonly what: string }
  | {
      readonly level: 'warning' | 'problem';
      readonly about: string;
      readonly what: string;
      readonly todo: string;
    };

/** Looks at one part of a set-up and changes nothing. */
export type Check = () => Promise<readonly Finding[]>;

/** Short ways to say what was found of one thing. */
export function findingsAbout(about: string) {
  return {
    ok: (what: string): Finding => ({ level: 'ok', about, what }),
    note: (what: string): Finding => ({ level: 'note', about, what }),
    warning: (what: string, todo: string): Finding => ({ level: 'warning', about, what, todo }),
    problem: (what: string, todo: string): Finding => ({ level: 'problem', about, what, todo }),
  };
}
