import type {
  Actor,
  AttackReport,
  CarriedSetting,
  Fault,
  LessonData,
  SentStatement,
  Timeline,
  TimelineBar,
  TranscriptStep,
  Verdict,
} from '../../src/contract/index.ts';
import { ACME, GLOBEX, LESSON } from './samples.ts';

export const APP = `import { withTenant } from './db.ts';

export interface Session {
  tenantId: string;
}

/** Every document of the session's tenant. */
export async function listDocuments(session: Session) {
  return withTenant(session.tenantId, async (client) => {
    const { rows } = await client.query('SELECT id, title FROM documents');
    return rows;
  });
}
`;

export const DB = `import { Pool, type PoolClient } from 'pg';

const pool = new Pool({ max: 1 });

export async function withTenant<T>(tenant: string, use: (client: PoolClient) => Promise<T>) {
  const client = await pool.connect();
  try {
    await client.query("SELECT set_config('app.tenant_id', $1, false)", [tenant]);
    return await use(client);
  } finally {
    client.release();
  }
}
`;

/** A lesson of TypeScript in two files, of which one imports the other. */
export const PROGRAM_LESSON: LessonData = {
  slug: 'session-vs-local',
  order: 12,
  starter: { 'db.ts': DB, 'app.ts': APP },
  manifest: {
    ...LESSON.manifest,
    title: 'A setting outlives the request',
    module: 'C',
    entry: 'C1',
    attack: {
      title: 'Globex asks after Acme',
      summary: 'Two tenants use the same connection, one after the other.',
    },
    files: [
      {
        path: 'db.ts',
        language: 'typescript',
        editable: true,
        stage: 'leak',
        about: 'How a request gets its connection.',
      },
      {
        path: 'app.ts',
        language: 'typescript',
        editable: false,
        stage: 'leak',
        about: 'The handlers that the tenants call.',
      },
    ],
  },
};

const asAcme: Actor = { role: 'app_user', tenant: ACME };
const asGlobex: Actor = { role: 'app_user', tenant: GLOBEX };

const sent = (sql: string, rows: number | null, ...parameters: string[]): SentStatement => ({
  sql,
  parameters,
  rows,
  error: null,
});

export const CALL_STEPS: TranscriptStep[] = [
  {
    actor: asAcme,
    language: 'typescript',
    sql: "listDocuments({ tenantId: '6f0c' })",
    outcome: {
      kind: 'returned',
      value: "[\n  { id: 4, title: 'Roadmap' },\n  { id: 17, title: 'Payroll, March' },\n]",
      found: [{ table: 'documents', key: '17', owner: 0, foreign: false, text: 'Payroll, March' }],
      changes: [],
    },
    statements: [
      sent("SELECT set_config('app.tenant_id', $1, false)", 1, '6f0c'),
      sent('SELECT id, title FROM documents', 2),
    ],
  },
  {
    actor: asGlobex,
    language: 'typescript',
    sql: 'getDocument(session, 17)',
    outcome: {
      kind: 'returned',
      value: "{ id: 17, title: 'Payroll, March', pages: 3n, archived: null }",
      found: [{ table: 'documents', key: '17', owner: 0, foreign: true, text: 'Payroll, March' }],
      changes: [{ table: 'views', key: '88', kind: 'inserted', ownerBefore: null, ownerAfter: 1 }],
    },
    statements: [sent('SELECT id, title FROM documents WHERE id = $1', 1, '17')],
    note: 'Globex read 1 of Acme’s 5 documents through `getDocument`.',
  },
  {
    actor: asGlobex,
    language: 'typescript',
    sql: 'deleteDocument(session, 17)',
    outcome: {
      kind: 'threw',
      name: 'DatabaseError',
      message: 'invalid input syntax for type uuid: ""',
      code: '22P02',
      place: { file: 'db.ts', line: 8, column: 11 },
      found: [],
      changes: [],
    },
    statements: [
      {
        sql: 'DELETE FROM documents WHERE id = $1',
        parameters: ['17'],
        rows: null,
        error: '22P02',
      },
    ],
  },
  {
    actor: asGlobex,
    language: 'typescript',
    sql: 'listDocuments(session)',
    outcome: {
      kind: 'unsettled',
      message:
        'It waits for a connection of a pool of 1, which getDocument(session, 17) never gave back.',
      changes: [],
    },
  },
];

const carried = (tenant: number | null): CarriedSetting[] => [
  {
    name: 'app.tenant_id',
    value: tenant === null ? null : tenant === 0 ? ACME.id : GLOBEX.id,
    tenant,
  },
];

function bar(parts: Partial<TimelineBar> & Pick<TimelineBar, 'from' | 'call'>): TimelineBar {
  return {
    tenant: 0,
    to: parts.from + 4,
    settingsIn: carried(null),
    settingsOut: carried(null),
    statements: [],
    inherited: null,
    ...parts,
  };
}

/** One connection: Acme sets its tenant and leaves it; Globex, in a hurry, begins with it. */
export const LEAKING_TIMELINE: Timeline = {
  kind: 'timeline',
  tenants: [ACME, GLOBEX],
  lanes: [
    {
      name: 'connection 1',
      bars: [
        bar({
          call: 'listDocuments(session)',
          from: 1,
          settingsOut: carried(0),
          statements: [
            { at: 2, ...sent("SELECT set_config('app.tenant_id', $1, false)", 1, ACME.id) },
            { at: 3, ...sent('SELECT id, title FROM documents', 2) },
          ],
        }),
        bar({
          call: 'getDocument(session, 17)',
          tenant: 1,
          from: 6,
          to: 9,
          settingsIn: carried(0),
          settingsOut: carried(0),
          inherited: 0,
          statements: [
            { at: 7, ...sent('SELECT id, title FROM documents WHERE id = $1', 1, '17') },
            { at: 8, sql: 'SELEC 1', parameters: [], rows: null, error: '42601' },
          ],
        }),
        bar({
          call: 'listDocuments(session)',
          tenant: 1,
          from: 12,
          to: 17,
          settingsIn: carried(0),
          settingsOut: carried(1),
          inherited: 0,
          statements: [
            { at: 13, ...sent('BEGIN', null) },
            { at: 14, ...sent("SELECT set_config('app.tenant_id', $1, false)", 1, GLOBEX.id) },
            { at: 15, ...sent('SELECT id, title FROM documents', 7) },
          ],
        }),
      ],
    },
    {
      name: 'connection 2',
      bars: [
        bar({
          call: 'exportDocuments(session, { format: "csv", since: "2024-01-01" })',
          from: 10,
          to: null,
          statements: [{ at: 11, ...sent('BEGIN', null) }],
        }),
      ],
    },
  ],
};

/** The same requests with settings that end with their transactions. */
export const HELD_TIMELINE: Timeline = {
  kind: 'timeline',
  tenants: [ACME, GLOBEX],
  lanes: [
    {
      name: 'connection 1',
      bars: [
        bar({
          call: 'listDocuments(session)',
          from: 1,
          to: 3,
          statements: [{ at: 2, ...sent('COMMIT', null) }],
        }),
        bar({ call: 'listDocuments(session)', tenant: 1, from: 4 }),
      ],
    },
  ],
};

export const PROGRAM_ATTACKED: AttackReport = {
  lesson: PROGRAM_LESSON.slug,
  seed: 4711,
  tenants: [ACME, GLOBEX],
  leaked: true,
  sentence: 'Globex read 1 of Acme’s 5 documents through `getDocument`.',
  transcript: CALL_STEPS,
  fault: null,
  console: [],
  output: [
    { level: 'log', text: 'pool is ready', call: null },
    { level: 'log', text: '{ tenant: "6f0c" }\n  2 rows', call: 'listDocuments(session)' },
    { level: 'warn', text: 'no tenant in the session', call: 'getDocument(session, 17)' },
    { level: 'error', text: 'Error: 22P02', call: 'getDocument(session, 17)' },
  ],
  picture: LEAKING_TIMELINE,
};

export const PROGRAM_LEAKED: Verdict = {
  lesson: PROGRAM_LESSON.slug,
  seed: 90210,
  seeds: [1, 90210],
  passed: false,
  ms: 143.2,
  checks: [
    {
      id: 'own-documents',
      kind: 'works',
      title: 'A tenant lists its own documents',
      status: 'passed',
      message: 'A tenant lists its own documents.',
      evidence: null,
    },
    {
      id: 'interleaved',
      kind: 'holds',
      title: 'No interleaving of requests leaves a setting behind',
      status: 'failed',
      message: 'Globex read 1 of Acme’s 5 documents through `getDocument`.',
      explanation: 'SET lasts as long as the session, and the session belongs to the pool.',
      evidence: {
        seed: 90210,
        tenants: [ACME, GLOBEX],
        transcript: CALL_STEPS.slice(0, 2),
        schedule: [
          { step: 0, what: "SELECT set_config('app.tenant_id', $1, false)" },
          { step: 1, what: 'BEGIN' },
          { step: null, what: 'cache get report:7' },
          { step: 0, what: 'SELECT id, title FROM documents' },
        ],
        picture: LEAKING_TIMELINE,
      },
    },
  ],
  fault: null,
  matrix: null,
  console: [],
  output: [{ level: 'log', text: 'checked', call: 'listDocuments(session)' }],
};

export const PROGRAM_HELD: Verdict = {
  ...PROGRAM_LEAKED,
  passed: true,
  checks: PROGRAM_LEAKED.checks.slice(0, 1),
  output: [],
};

export const COMPILE_FAULT: Fault = {
  code: 'compile-error',
  message: "db.ts does not compile: ')' expected.",
  file: 'db.ts',
  line: 6,
  column: 39,
};
