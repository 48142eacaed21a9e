import { ChimeraError } from '../errors.ts';

const messages = {
  username: 'This username is taken.',
  email: 'There is an account with this e-mail address.',
} as const;

export function taken(paths: readonly ('username' | 'email')[]): ChimeraError {
  const errors = paths.map((path) => ({ path, message: messages[path] }));
  const detail = errors.map(({ message }) => message).join(' ');
  return new ChimeraError('conflict', detail || 'This username or e-mail address is taken.', { errors });
}
