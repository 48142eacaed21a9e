import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    // Some measure time: one file after another, all with the same browser.
    fileParallelism: false,
    isolate: false,
    // A browser on a busy machine is late now and then; what fails twice is wrong.
    retry: 1,
    testTimeout: 45_000,
    hookTimeout: 45_000,
    expect: { poll: { timeout: 10_000, interval: 50 } },
  },
});
