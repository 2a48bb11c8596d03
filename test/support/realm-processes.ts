import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What a realm's process is started with, whoever of this process's threads starts it. */
const SCRIPT = 'child.cjs';

/** The realms' processes of this one that run: not those that ended and were not waited for. */
export function realmProcesses(): number[] {
  const all = process.platform === 'linux' ? fromProc() : fromPs();
  return all
    .filter(({ parent, state, command }) => {
      return parent === process.pid && !state.startsWith('Z') && command.includes(SCRIPT);
    })
    .map(({ pid }) => pid);
}

interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
  readonly command: string;
}

/** Source: proc(5), `/proc/pid/stat`, whose second field is a name in parentheses. */
function fromProc(): Listed[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      return [{ pid: Number(name), parent: Number(parent), state, command }];
    } catch {
      // It has ended since it was listed.
      return [];
    }
  });
}

function fromPs(): Listed[] {
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,command='], {
    encoding: 'utf8',
  });
  return [...listed.matchAll(/^ *(\d+) +(\d+) +(\S+) +(.*)$/gm)].map(
    ([, pid, parent, state = '', command = '']) => ({
      ...{ pid: Number(pid), parent: Number(parent), state, command },
    }),
  );
}
