/** Answers tried while the lesson was played: odd ones that are sound, and plausible ones that are not. */

export interface Variant {
  readonly name: string;
  /** Instead of the key functions of right/encoded-segments. */
  readonly keys?: string;
  /** Instead of the body of its refreshReports. */
  readonly refresh?: string;
  /** Further replacements in it: from, to. */
  readonly changes?: readonly (readonly [string, string])[];
  /** Passes, or the check that does not and the way of it as a wrong answer's name, if it is like one. */
  readonly expected: 'passed' | { readonly id: string; readonly resembles?: string };
}

/** Forgets every key that the condition is true of. */
const forgetWhere = (condition: string): string => `
  for await (const keys of redis.scanIterator({ MATCH: '*', COUNT: 100 })) {
    const own = keys.filter((key) => ${condition});
    if (own.length > 0) await redis.del(own);
  }`;

const KEY = (expression: string): string =>
  `const keyOf = ({ tenantId }: Session, id: string): string => ${expression};`;

export const VARIANTS: readonly Variant[] = [
  {
    name: 'a query string for a key, read again by the refresh',
    keys: KEY('new URLSearchParams({ tenant: tenantId, id }).toString()'),
    refresh: forgetWhere("new URLSearchParams(key).get('tenant') === session.tenantId"),
    expected: 'passed',
  },
  {
    name: 'a key of JSON, read again by the refresh',
    keys: KEY('JSON.stringify([tenantId, id])'),
    refresh: forgetWhere('(JSON.parse(key) as string[])[0] === session.tenantId'),
    expected: 'passed',
  },
  {
    name: 'escaped by hand, the escape first',
    keys: `const escaped = (text: string) => text.replaceAll('\\\\', '\\\\\\\\').replaceAll(':', '\\\\:');
      ${KEY('`${escaped(tenantId)}:${escaped(id)}`')}`,
    refresh: forgetWhere('key.startsWith(`${escaped(session.tenantId)}:`)'),
    expected: 'passed',
  },
  {
    name: 'in base64, the id first',
    keys: `const b64 = (text: string) => Buffer.from(text).toString('base64');
      ${KEY('`${b64(id)}.${b64(tenantId)}`')}`,
    refresh: forgetWhere('key.endsWith(`.${b64(session.tenantId)}`)'),
    expected: 'passed',
  },
  {
    name: 'misses that are not kept',
    changes: [['  await redis.set(', '  if (report) await redis.set(']],
    expected: 'passed',
  },
  {
    name: 'a save that writes the entry anew',
    changes: [
      [
        'await redis.del(keyOf(session, report.id));',
        'const { id, title, body } = report; await redis.set(keyOf(session, id), JSON.stringify({ id, title, body }), { EX: TTL });',
      ],
    ],
    expected: 'passed',
  },
  {
    name: 'no promise that is shared',
    changes: [
      ['const known = underway.get(key);', ''],
      ['if (known) return known;', ''],
    ],
    expected: 'passed',
  },
  {
    name: 'the id first, with a colon between',
    keys: KEY('`${id}:${tenantId}`'),
    refresh: forgetWhere('key.endsWith(`:${session.tenantId}`)'),
    expected: { id: 'hostile-keys', resembles: 'separator-in-a-name' },
  },
  {
    name: 'hashed with a colon between',
    keys: `import { createHash } from 'node:crypto';
      const sha = (text: string) => createHash('sha256').update(text).digest('hex');
      const owned = new Map<string, string>();
      const keyOf = ({ tenantId }: Session, id: string) => {
        const key = sha(\`\${tenantId}:\${id}\`); owned.set(key, tenantId); return key; };`,
    refresh: forgetWhere('owned.get(key) === session.tenantId'),
    expected: { id: 'hostile-keys', resembles: 'separator-in-a-name' },
  },
  {
    name: 'handles in lower case',
    keys: KEY('`${encodeURIComponent(tenantId.toLowerCase())}:${encodeURIComponent(id)}`'),
    refresh: forgetWhere(
      'key.startsWith(`${encodeURIComponent(session.tenantId.toLowerCase())}:`)',
    ),
    expected: { id: 'hostile-keys', resembles: 'names-made-tame' },
  },
  {
    name: 'handles without blanks around them',
    keys: KEY('`${encodeURIComponent(tenantId.trim())}:${encodeURIComponent(id)}`'),
    refresh: forgetWhere('key.startsWith(`${encodeURIComponent(session.tenantId.trim())}:`)'),
    expected: { id: 'hostile-keys', resembles: 'names-made-tame' },
  },
  {
    name: 'ids in lower case: a tenant is given another report of its own',
    keys: KEY('`${encodeURIComponent(tenantId)}:${encodeURIComponent(id.toLowerCase())}`'),
    refresh: forgetWhere('key.startsWith(`${encodeURIComponent(session.tenantId)}:`)'),
    expected: { id: 'own-reports-readable' },
  },
  {
    name: 'one generation for everybody',
    keys: `const keyOf = async ({ tenantId }: Session, id: string) =>
        [(await redis.get('generation')) ?? '0', tenantId, id].map(encodeURIComponent).join(':');`,
    refresh: `await redis.incr('generation');`,
    changes: [
      ['const key = keyOf(', 'const key = await keyOf('],
      ['redis.set(keyOf(session, id)', 'redis.set(await keyOf(session, id)'],
      ['redis.del(keyOf(session, report.id))', 'redis.del(await keyOf(session, report.id))'],
      ['redis.del(keyOf(session, id))', 'redis.del(await keyOf(session, id))'],
    ],
    expected: { id: 'entries-stay', resembles: 'everything-flushed' },
  },
  {
    name: 'a fall back to the old key, so that a deployment keeps the cache warm',
    changes: [
      [
        'const cached = await redis.get(key);',
        'const cached = (await redis.get(key)) ?? (await redis.get(`report:${id}`));',
      ],
      [
        '  return report;\n',
        '  await redis.set(`report:${id}`, JSON.stringify(report), { EX: TTL });\n  return report;\n',
      ],
    ],
    expected: { id: 'reads-apart', resembles: 'prefix-of-the-service' },
  },
];
