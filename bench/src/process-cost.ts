import { readdir, readFile } from 'node:fs/promises';

/** CPU that all threads of a process used so far, in seconds (Linux only). */
export async function cpuSecondsOf(pid: number): Promise<number> {
  const tasks = await readdir(`/proc/${pid}/task`);
  const spent = tasks.map(async (task) => {
    const schedstat = await readFile(`/proc/${pid}/task/${task}/schedstat`, 'utf8').catch(() => '0');
    return Number(schedstat.split(' ')[0]) / 1e9;
  });
  return (await Promise.all(spent)).reduce((sum, seconds) => sum + seconds, 0);
}

export async function residentBytesOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}
