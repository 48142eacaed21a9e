/** From where an action was started. */
export type ActionSource = 'key' | 'button' | 'menu' | 'palette';

export interface ActionContext {
  readonly source: ActionSource;
  /** What had the focus when the key was pressed. */
  readonly target: Element | null;
}

/** Something that can be done by key, button, menu or palette. */
export interface Action {
  readonly id: string;
  readonly label: string;
  /**
   * Keys that start it: one character (`.`), a named key (`Space`, `End`), modifiers (`Mod+k`, where Mod is Command
   * on a Mac and Control elsewhere) or a sequence (`g h`). Empty: only by name.
   */
  readonly keys: readonly string[];
  /** Heading in the list of shortcuts. */
  readonly group: string;
  /** Absent: always possible. */
  readonly when?: ((context: ActionContext) => boolean) | undefined;
  /** True when its keys also work while one types, such as sending. They need a modifier. */
  readonly inFields?: boolean;
  readonly run: (context: ActionContext) => void;
}
