/** How a person wants the app to look and behave, on this device. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly contrast: 'system' | 'normal' | 'more';
  readonly density: 'comfortable' | 'compact';
  /** Size of what is said, in percent. */
  readonly textSize: number;
  readonly saidFont: 'literata' | 'sans' | 'system';
  /** Null: the accent of the house. */
  readonly accentHue: number | null;
  /** Faces show their state without moving. */
  readonly stillFaces: boolean;
  /** What a screen reader hears of each finished message. */
  readonly announcements: 'whole' | 'names' | 'off';
  /** The last messages stay on the page while one scrolls, for readers that lose what is taken away. */
  readonly steadyTranscript: boolean;
  /** Keys without a modifier act. */
  readonly singleKeys: boolean;
  /** The brain of new conversations; null: the server chooses. */
  readonly brain: PreferredBrain | null;
  /** Notes that were closed for good. */
  readonly closedNotes: readonly string[];
}

export interface PreferredBrain {
  readonly connectionId: string;
  readonly model: string;
  /** Such as "Ollama · llama3.2". */
  readonly label: string;
}

export const TEXT_SIZE = { min: 90, max: 150, step: 10 } as const;

export const defaultPreferences: Preferences = {
  theme: 'system',
  contrast: 'system',
  density: 'comfortable',
  textSize: 100,
  saidFont: 'literata',
  accentHue: null,
  stillFaces: false,
  announcements: 'whole',
  steadyTranscript: false,
  singleKeys: true,
  brain: null,
  closedNotes: [],
};
