import type { ConnectionTest } from '@chimera/protocol/connection';
import { useWords, type Words } from '../words/use-words.ts';

/** What came of a test: who answered, how fast and with what; or what is wrong, and what to do. */
export function TestResult({ test, name }: { readonly test: ConnectionTest; readonly name: string }) {
  const { providers: words } = useWords();
  const { ok, sample, model } = test;
  return (
    <div className={`my-1 border-l-2 pl-3 text-body ${ok ? 'border-ok' : 'border-danger'}`}>
      <p className="font-medium wrap-anywhere">
        {ok ? testSentence(test, name, words) : problemWord(test, words)}
      </p>
      {ok && sample !== undefined && sample !== '' && (
        <blockquote className="mt-1 font-said text-stage wrap-anywhere" dir="auto">
          {`“${sample}”`}
        </blockquote>
      )}
      {ok && sample === '' && <p className="mt-1 text-muted">{words.wroteNothing}</p>}
      {!ok && <Problem test={test} />}
      {!ok && model !== undefined && <p className="mt-1 text-note text-muted break-all">{model}</p>}
    </div>
  );
}

function Problem({ test: { problem } }: { readonly test: ConnectionTest }) {
  const { providers: words } = useWords();
  if (problem === undefined) return null;
  const advice = words.advice[problem.code];
  return (
    <p className="mt-1 text-muted wrap-anywhere">
      {problem.detail}
      {advice !== undefined && ` ${advice}`}
    </p>
  );
}

/** A test in one sentence, to be shown and to be read out. */
export function testSentence(test: ConnectionTest, name: string, words: Words['providers']): string {
  if (!test.ok) return words.problemSaid(problemWord(test, words), test.problem?.detail ?? '');
  const model = test.model ?? name;
  return test.latencyMs === 0
    ? words.answeredAtOnce(model)
    : words.answered(model, words.latency(test.latencyMs));
}

/** The same word as for the state of a connection. */
function problemWord({ problem }: ConnectionTest, words: Words['providers']): string {
  return (problem === undefined ? undefined : words.problems[problem.code]) ?? words.notAnswered;
}
