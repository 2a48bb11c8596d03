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

/** A hash of the tenant, of which so much is kept, before the id. */
const HASHED = (kept: string): string => `import { createHash } from 'node:crypto';
  const prefixOf = ({ tenantId }: Session): string =>
    \`r:\${createHash('sha256').update(tenantId).${kept}}:\`;
  const keyOf = (session: Session, id: string): string => prefixOf(session) + encodeURIComponent(id);`;

/** Where a key has to be waited for. */
const AWAITED: Variant['changes'] = [
  ['const key = keyOf(', 'const key = await keyOf('],
  ['redis.set(keyOf(session, id)', 'redis.set(await keyOf(session, id)'],
  ['redis.del(keyOf(session, report.id))', 'redis.del(await keyOf(session, report.id))'],
  ['redis.del(keyOf(session, id))', 'redis.del(await keyOf(session, id))'],
];

export const VARIANTS: readonly Variant[] = [
  {
    name: 'both parts in hexadecimal',
    keys: `const hex = (text: string): string => Buffer.from(text).toString('hex');
      const keyOf = ({ tenantId }: Session, id: string): string => \`report:\${hex(tenantId)}:\${hex(id)}\`;
      const patternOf = ({ tenantId }: Session): string => \`report:\${hex(tenantId)}:*\`;`,
    expected: 'passed',
  },
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
    name: 'a hash for each tenant',
    keys: 'const keyOf = ({ tenantId }: Session): string => `reports:${tenantId}`;\n\n',
    changes: [
      ['const key = keyOf(session, id);', 'const key = JSON.stringify([session.tenantId, id]);'],
      ['redis.get(key)', 'redis.hGet(keyOf(session), id)'],
      [
        'await redis.set(keyOf(session, id), JSON.stringify(report), { EX: TTL });',
        'await redis.hSet(keyOf(session), id, JSON.stringify(report)); await redis.expire(keyOf(session), TTL);',
      ],
      ['redis.del(keyOf(session, report.id))', 'redis.hDel(keyOf(session), report.id)'],
      ['redis.del(keyOf(session, id))', 'redis.hDel(keyOf(session), id)'],
    ],
    refresh: '  await redis.del(keyOf(session));\n',
    expected: 'passed',
  },
  {
    name: 'numbers of four digits that Redis gives to tenants and keeps',
    keys: `async function numberOf({ tenantId }: Session): Promise<string> {
        const name = \`number:\${encodeURIComponent(tenantId)}\`;
        if ((await redis.get(name)) === null) {
          await redis.set(name, String(await redis.incr('numbers')).padStart(4, '0'), { NX: true });
        }
        return (await redis.get(name)) ?? '';
      }
      const keyOf = async (session: Session, id: string) => \`entry:\${await numberOf(session)}:\${encodeURIComponent(id)}\`;`,
    refresh: forgetWhere('key.startsWith(`entry:${number}:`)').replace(
      '\n',
      '\n  const number = await numberOf(session);\n',
    ),
    changes: AWAITED,
    expected: 'passed',
  },
  {
    name: 'sixteen digits of a hash',
    keys: HASHED("digest('hex').slice(0, 16)"),
    refresh: forgetWhere('key.startsWith(prefixOf(session))'),
    expected: 'passed',
  },
  {
    name: 'a hash of 32 bits as a number',
    keys: HASHED('digest().readUInt32BE(0).toString(36)'),
    refresh: forgetWhere('key.startsWith(prefixOf(session))'),
    expected: { id: 'hostile-keys', resembles: 'eight-digits-of-a-hash' },
  },
  {
    name: 'absences in a Set, by joined names',
    changes: [
      ['/** Queries under way', 'const absent = new Set<string>();\n/** Queries under way'],
      [
        '  const cached = await',
        '  if (absent.has(`${session.tenantId}:${id}`)) return null;\n  const cached = await',
      ],
      [
        '  const report = rows[0] ?? null;',
        '  const [report] = rows; if (!report) { absent.add(`${session.tenantId}:${id}`); return null; }',
      ],
      [
        'await redis.del(keyOf(session, report.id));',
        'await redis.del(keyOf(session, report.id)); absent.delete(`${session.tenantId}:${report.id}`);',
      ],
      [
        '  for await (',
        '  for (const name of absent) if (name.startsWith(`${session.tenantId}:`)) absent.delete(name);\n  for await (',
      ],
    ],
    expected: { id: 'hostile-keys' },
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
    name: 'ids normalised: a tenant is given another report of its own',
    keys: KEY('`${encodeURIComponent(tenantId)}:${encodeURIComponent(id.normalize("NFKC"))}`'),
    refresh: forgetWhere('key.startsWith(`${encodeURIComponent(session.tenantId)}:`)'),
    expected: { id: 'own-reports-readable' },
  },
  {
    name: 'one generation for everybody',
    keys: `const keyOf = async ({ tenantId }: Session, id: string) =>
        [(await redis.get('generation')) ?? '0', tenantId, id].map(encodeURIComponent).join(':');`,
    refresh: `await redis.incr('generation');`,
    changes: AWAITED,
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
