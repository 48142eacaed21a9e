import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPrivatePostgres } from './private-postgres.ts';
import { startPrivateRedis } from './private-redis.ts';
import type { PrivateService } from './private-service.ts';
import {
  emptyTally,
  oneFailed,
  onePassed,
  sumOf,
  summaryLine,
  type Tally,
  vitestFailures,
  vitestTally,
} from './tally.ts';
import { chromiumPath, provideRequirements } from './test-requirements.ts';
import { type Step, testSteps } from './test-steps.ts';

/** `make test`: checks everything, with a PostgreSQL and a Redis of its own, and says how much passed. */

const root = join(import.meta.dirname, '..');
const say = (line: string): void => console.log(line);

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => stopped.abort(signal));
}
// Said outright: a package that hooks into the end of the process must not change it.
process.exit(await main(stopped.signal));

async function main(signal: AbortSignal): Promise<number> {
  const services: PrivateService[] = [];
  const scratch = await mkdtemp(join(tmpdir(), 'chimera-checks-'));
  try {
    provideRequirements(say);
    const { environment, tally } = await prepare(services);
    const results: Result[] = [{ name: 'requirements', tally, failures: [] }];
    for (const step of testSteps(root)) {
      if (signal.aborted) return exitCodeOf(signal);
      results.push({ name: step.name, ...(await takeStep(step, { environment, scratch, signal })) });
    }
    if (signal.aborted) return exitCodeOf(signal);
    return await conclude(results);
  } finally {
    await Promise.all(services.map((service) => service.stop()));
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What the tests find in their environment. What cannot be had is a failure, not a reason to test less. */
async function prepare(
  services: PrivateService[],
): Promise<{ environment: Record<string, string>; tally: Tally }> {
  const environment: Record<string, string> = {};
  const tallies: Tally[] = [];
  const needs = [
    { name: 'PostgreSQL', variable: 'TEST_DATABASE_URL', start: startPrivatePostgres },
    { name: 'Redis', variable: 'TEST_REDIS_URL', start: startPrivateRedis },
  ];
  for (const { name, variable, start } of needs) {
    try {
      const service = await start();
      services.push(service);
      environment[variable] = service.url;
    } catch (error) {
      say(`FAILED: ${name} could not be started: ${error instanceof Error ? error.message : String(error)}`);
      tallies.push(oneFailed);
    }
  }
  const chromium = chromiumPath();
  if (chromium) environment['CHROMIUM_PATH'] = chromium;
  else {
    say('FAILED: there is no Chromium for the browser tests.');
    tallies.push(oneFailed);
  }
  return { environment, tally: sumOf(tallies) };
}

interface Surroundings {
  readonly environment: Record<string, string>;
  readonly scratch: string;
  readonly signal: AbortSignal;
}

interface Outcome {
  readonly tally: Tally;
  /** The tests that failed, by name. */
  readonly failures: readonly string[];
}

interface Result extends Outcome {
  readonly name: string;
}

async function takeStep(step: Step, surroundings: Surroundings): Promise<Outcome> {
  const startedAt = performance.now();
  say(`\n== ${step.name}`);
  const outcome = step.isVitest ? await vitestStep(step, surroundings) : await plainStep(step, surroundings);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`${outcome.tally.failed > 0 ? 'FAILED' : 'ok'}: ${step.name}, ${seconds} s`);
  return outcome;
}

async function plainStep(step: Step, surroundings: Surroundings): Promise<Outcome> {
  let tally = onePassed;
  for (const command of step.commands) if ((await run(command, surroundings)) !== 0) tally = oneFailed;
  return { tally, failures: [] };
}

async function vitestStep(step: Step, surroundings: Surroundings): Promise<Outcome> {
  let tally = emptyTally;
  const failures: string[] = [];
  for (const [index, command] of step.commands.entries()) {
    const report = join(surroundings.scratch, `${step.name.replaceAll(' ', '-')}-${index}.json`);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const exitCode = await run([...command, ...reporters], surroundings);
    const outcome = await readReport(report, exitCode);
    tally = sumOf([tally, outcome.tally]);
    failures.push(...outcome.failures);
  }
  return { tally, failures };
}

async function readReport(path: string, exitCode: number): Promise<Outcome> {
  try {
    const report: unknown = JSON.parse(await readFile(path, 'utf8'));
    return { tally: vitestTally(report, exitCode), failures: vitestFailures(report) };
  } catch {
    say('The tests ended without a report.');
    return { tally: oneFailed, failures: [] };
  }
}

async function run(command: readonly [string, ...string[]], surroundings: Surroundings): Promise<number> {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...surroundings.environment },
    signal: surroundings.signal,
    killSignal: 'SIGTERM',
  });
  try {
    const [code]: unknown[] = await once(child, 'close');
    return typeof code === 'number' ? code : 1;
  } catch (error) {
    if (!surroundings.signal.aborted)
      say(`${program}: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

/** The last line. A file holds it too, for callers that get more output after a failure. */
async function conclude(results: readonly Result[]): Promise<number> {
  const failed = results.filter(({ tally }) => tally.failed > 0);
  if (failed.length > 0) say(`\nFailed: ${failed.map(({ name }) => name).join(', ')}`);
  for (const name of failed.flatMap(({ failures }) => failures)) say(`  ${name}`);
  const tally = sumOf(results.map((result) => result.tally));
  const line = summaryLine(tally);
  await mkdir(join(root, '.cache'), { recursive: true });
  await writeFile(join(root, '.cache/test-summary'), `${line}\n`);
  say(`\n${line}`);
  return tally.failed > 0 || tally.passed === 0 ? 1 : 0;
}

function exitCodeOf(signal: AbortSignal): number {
  const number = signal.reason === 'SIGINT' ? constants.signals.SIGINT : constants.signals.SIGTERM;
  return 128 + number;
}
