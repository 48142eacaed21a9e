import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    // Some measure time: one file after another, all with the same browser.
    fileParallelism: false,
    isolate: false,
    testTimeout: 45_000,
    hookTimeout: 45_000,
    expect: { poll: { timeout: 10_000, interval: 50 } },
  },
});
