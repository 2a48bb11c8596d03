import { describe, expect, it } from 'vitest';
import { machineProbes, type Probes } from './chromium-probes.ts';
import { findChromium, launchArgs, NoChromiumError } from './find-chromium.ts';

/** A computer described by what is on it; anything not mentioned is not there. */
interface Computer {
  readonly env?: Record<string, string>;
  readonly platform?: string;
  readonly isRoot?: boolean;
  readonly debian?: boolean;
  readonly commands?: Record<string, string>;
  /** Program files by path, with the version each prints; an empty version does not run. */
  readonly programs?: Record<string, string>;
  readonly playwright?: string;
  /** What `apt-get install chromium` brings, if it works at all. */
  readonly apt?: string;
}

function probesOf(computer: Computer, log: string[] = []): Probes {
  let installed = false;
  const apt = computer.apt;
  return {
    env: computer.env ?? {},
    platform: computer.platform ?? 'linux',
    isRoot: computer.isRoot ?? false,
    isDebian: () => computer.debian ?? false,
    which: (command) => (installed && command === 'chromium' ? apt : computer.commands?.[command]),
    exists: (path) => computer.programs?.[path] !== undefined,
    version: (path) => {
      log.push(path);
      if (installed && path === apt) return 'Chromium 4.0.0';
      return computer.programs?.[path] === '' ? undefined : computer.programs?.[path];
    },
    playwrightPath: () => computer.playwright,
    aptInstall: () => {
      log.push('apt-get');
      installed = apt !== undefined;
      return installed;
    },
  };
}

const everything: Computer = {
  env: { CHROMIUM_PATH: '/named' },
  isRoot: true,
  debian: true,
  commands: { chromium: '/usr/bin/chromium', 'google-chrome': '/usr/bin/google-chrome' },
  programs: {
    '/named': 'Chromium 1.0.0',
    '/usr/bin/chromium': 'Chromium 2.0.0',
    '/usr/bin/google-chrome': 'Google Chrome 2.5.0',
    '/cache/chrome': 'Chromium 3.0.0',
  },
  playwright: '/cache/chrome',
  apt: '/apt/chromium',
};

describe('the order in which a Chromium is looked for', () => {
  it('takes the one that CHROMIUM_PATH names before any other', () => {
    const log: string[] = [];
    expect(findChromium(probesOf(everything, log)).executablePath).toBe('/named');
    expect(log).toEqual(['/named']);
  });

  it('treats an empty CHROMIUM_PATH as none', () => {
    const computer = { ...everything, env: { CHROMIUM_PATH: '' } };
    expect(findChromium(probesOf(computer)).executablePath).toBe('/usr/bin/chromium');
  });

  it('stops at a CHROMIUM_PATH that does not run, though others would', () => {
    const log: string[] = [];
    const computer = { ...everything, env: { CHROMIUM_PATH: '/missing' } };
    expect(() => findChromium(probesOf(computer, log))).toThrow(
      'CHROMIUM_PATH is /missing, which does not run',
    );
    expect(log).toEqual(['/missing']);
  });

  it('takes the one of this computer before the one of Playwright', () => {
    const found = findChromium(probesOf({ ...everything, env: {} }));
    expect(found).toEqual({
      executablePath: '/usr/bin/chromium',
      version: 'Chromium 2.0.0',
      reason: 'this computer has it',
    });
  });

  it('passes over a command that is on the path and does not run', () => {
    const programs = { ...everything.programs, '/usr/bin/chromium': '' };
    const found = findChromium(probesOf({ ...everything, env: {}, programs }));
    expect(found.executablePath).toBe('/usr/bin/google-chrome');
  });

  it('looks where a Mac keeps its applications', () => {
    const path = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    const computer = { platform: 'darwin', programs: { [path]: 'Google Chrome 2.0.0' } };
    expect(findChromium(probesOf(computer)).executablePath).toBe(path);
  });

  it('looks where Windows keeps its programs', () => {
    const path = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe';
    const env = { PROGRAMFILES: 'C:\\Program Files' };
    const computer = { platform: 'win32', env, programs: { [path]: 'Chromium 2.0.0' } };
    expect(findChromium(probesOf(computer)).executablePath).toBe(path);
  });

  it('takes the one that Playwright has before it installs any', () => {
    const log: string[] = [];
    const found = findChromium(probesOf({ ...everything, env: {}, commands: {} }, log));
    expect(found.executablePath).toBe('/cache/chrome');
    expect(log).not.toContain('apt-get');
  });

  it('installs the package as root on Debian when there is no other', () => {
    const computer = { isRoot: true, debian: true, apt: '/usr/bin/chromium' };
    const found = findChromium(probesOf(computer));
    expect(found.reason).toBe('apt-get installed it just now');
  });

  it.each<[string, Computer]>([
    ['somebody who is not root', { debian: true, apt: '/usr/bin/chromium' }],
    ['another system than Debian', { isRoot: true, apt: '/usr/bin/chromium' }],
  ])('installs nothing for %s', (_who, computer) => {
    const log: string[] = [];
    expect(() => findChromium(probesOf(computer, log))).toThrow(NoChromiumError);
    expect(log).not.toContain('apt-get');
  });

  it('says in one sentence what to do when there is none', () => {
    expect(() => findChromium(probesOf({ isRoot: true, debian: true }))).toThrow(
      'No Chromium was found: install Chromium or Chrome, or run ' +
        '`npx playwright install chromium`, or set CHROMIUM_PATH to the program file of one.',
    );
  });
});

describe('this computer', () => {
  it('does not take a program for a browser because it prints a version', () => {
    expect(machineProbes().version(process.execPath)).toBeUndefined();
  });

  it('keeps the sandbox of the browser for everybody but root', () => {
    expect(launchArgs(true)).toContain('--no-sandbox');
    expect(launchArgs(false)).not.toContain('--no-sandbox');
  });
});
