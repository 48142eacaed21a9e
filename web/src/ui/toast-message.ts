export interface ToastAction {
  readonly label: string;
  readonly onPress: () => void;
}

/** A short note about what was done, and at most one thing to do about it. */
export interface ToastMessage {
  readonly text: string;
  readonly action?: ToastAction;
}

export interface ShownToast extends ToastMessage {
  readonly id: number;
}
