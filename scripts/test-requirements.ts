import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { systemPostgres } from './private-postgres.ts';

/** A program that tests need and npm does not bring. */
interface Requirement {
  readonly name: string;
  readonly debianPackages: readonly string[];
  readonly isThere: () => boolean;
}

const requirements: readonly Requirement[] = [
  {
    name: 'Chromium',
    debianPackages: ['chromium', 'fonts-liberation'],
    isThere: () => chromiumPath() !== null,
  },
  { name: 'Redis', debianPackages: ['redis-server'], isThere: () => isOnPath('redis-server') },
  { name: 'nginx', debianPackages: ['nginx-light'], isThere: () => isOnPath('nginx') },
  // Without the system's PostgreSQL the one that npm brought takes its place.
  { name: 'PostgreSQL', debianPackages: ['postgresql'], isThere: () => systemPostgres() !== null },
];

/** Where browsers are looked for, the operator's word first. */
export function chromiumPath(): string | null {
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const named = process.env['CHROMIUM_PATH'];
  return (named ? [named, ...places] : places).find((path) => existsSync(path)) ?? null;
}

/**
 * Installs what is missing where that is ours to do: as root on Debian and its kin.
 * Elsewhere says what to install; the tests that need it fail then.
 */
export function provideRequirements(say: (line: string) => void): void {
  const missing = requirements.filter((requirement) => !requirement.isThere());
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  const packages = missing.flatMap(({ debianPackages }) => debianPackages);
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    say(`Not found: ${names}. On Debian or Ubuntu: sudo apt-get install ${packages.join(' ')}`);
    return;
  }
  say(`Installing ${names}`);
  install(packages, say);
  for (const { name, isThere } of missing) if (!isThere()) say(`${name} could not be installed.`);
}

function install(packages: readonly string[], say: (line: string) => void): void {
  const environment = {
    ...process.env,
    DEBIAN_FRONTEND: 'noninteractive',
    // Packages of servers do not start them then: the tests start their own.
    RUNLEVEL: '1',
  };
  const options = ['-y', '-qq', '--no-install-recommends'];
  for (const args of [
    ['update', '-qq'],
    ['install', ...options, ...packages],
  ]) {
    const { status, stderr } = spawnSync('apt-get', args, {
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (status !== 0) say(`apt-get ${args[0]} failed: ${stderr.trim()}`);
  }
}

function isOnPath(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(':');
  return [...folders, '/usr/sbin', '/sbin'].some((folder) => existsSync(`${folder}/${program}`));
}
