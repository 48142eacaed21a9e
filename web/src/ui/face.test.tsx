import { cleanup, fireEvent, render, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { Face } from './face.tsx';
import type { FaceAvatar } from './face-picture.tsx';

afterEach(cleanup);

function face(avatar: FaceAvatar, size: 28 | 40 | 96 = 40): HTMLElement {
  return render(<Face name="Ada Lovelace" seatNumber={1} size={size} avatar={avatar} />).container;
}

test('without an avatar a face has initials; they lie over a drawing where they can be read', () => {
  expect(face({}).textContent).toBe('AL');
  expect(face({ shape: 'rings' }).textContent).toBe('AL');
  expect(face({ shape: 'rings' }, 96).textContent).toBe('AL');
  expect(face({ shape: 'rings' }, 28).textContent).toBe('');
});

test('a drawing is of paths in the colour of the seat, and nobody hears of it', async () => {
  const drawn = face({ shape: 'tiles' });
  await waitFor(() => expect(drawn.querySelectorAll('svg path').length).toBeGreaterThan(3));
  expect(drawn.querySelector('[aria-hidden=true] svg')).not.toBeNull();
  expect(drawn.innerHTML).not.toMatch(/#[\da-f]{6}|href|url\(/i);
});

test('an emoji stands alone, and a picture before both', () => {
  expect(face({ shape: 'rings', emoji: '🐙' }).textContent).toBe('🐙');
  const withPicture = face({ shape: 'rings', emoji: '🐙', imageUrl: '/api/avatars/a1' });
  expect(withPicture.querySelector('img')?.getAttribute('src')).toBe('/api/avatars/a1');
  expect(withPicture.textContent).toBe('');
});

test('a picture that is gone leaves what lies behind it; one from elsewhere is never asked for', async () => {
  const gone = face({ shape: 'rings', imageUrl: '/api/avatars/gone' });
  const picture = gone.querySelector('img');
  if (picture) fireEvent.error(picture);
  expect(gone.querySelector('img')).toBeNull();
  await waitFor(() => expect(gone.querySelector('svg')).not.toBeNull());
  for (const imageUrl of ['https://elsewhere.example/a.png', '//elsewhere.example/a.png', '/\\elsewhere'])
    expect(face({ imageUrl }).querySelector('img')).toBeNull();
});
