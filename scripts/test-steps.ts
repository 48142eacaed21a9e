import { existsSync, globSync } from 'node:fs';

/** One part of `make test`. */
export interface Step {
  readonly name: string;
  readonly commands: readonly (readonly [string, ...string[]])[];
  /** Counted test by test from vitest's report; any other step is one check. */
  readonly isVitest?: boolean;
}

const workspaces = ['protocol', 'client', 'server', 'web', 'e2e', 'bench', 'measure'];

/** Everything that is checked, the quick things first. `root` is the checkout. */
export function testSteps(root: string): readonly Step[] {
  const has = (path: string): boolean => existsSync(`${root}/${path}`);
  return [
    { name: 'lock guard', commands: [['node', 'scripts/lock-guard.ts']] },
    { name: 'format', commands: [['biome', 'format']] },
    { name: 'lint', commands: [['oxlint', '--type-aware', '--deny-warnings']] },
    { name: 'types', commands: workspaces.map((workspace) => ['tsc', '-p', workspace]) },
    // Before the tests: what the server sends with its pages is among them.
    { name: 'web build', commands: [['npm', 'run', 'build', '--silent', '--workspace', 'web']] },
    { name: 'unit and store tests', commands: [['vitest', 'run']], isVitest: true },
    ...(has('web/check-size.ts')
      ? [{ name: 'size', commands: [['node', 'web/check-size.ts'] as const] }]
      : []),
    ...browserSteps(root),
  ];
}

/** The browser tests run one file after another: each measures and times what it sees. */
function browserSteps(root: string): readonly Step[] {
  if (globSync('e2e/src/**/*.test.ts', { cwd: root }).length === 0) return [];
  const config = existsSync(`${root}/e2e/vitest.config.ts`) ? ['--config', 'e2e/vitest.config.ts'] : [];
  return [
    { name: 'browser tests', commands: [['vitest', 'run', '--root', 'e2e', ...config]], isVitest: true },
  ];
}
