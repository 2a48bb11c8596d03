import type {
  Actor,
  AttackReport,
  CheckResult,
  Evidence,
  Fault,
  LessonData,
  Matrix,
  MatrixCell,
  Tenant,
  TranscriptStep,
  Verdict,
  WorldData,
} from '../../src/contract/index.ts';

export const STARTER = `-- One policy for everything.
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;

CREATE POLICY documents_tenant ON documents
  USING (tenant_id = current_setting('app.tenant')::uuid)
  WITH CHECK (true);
`;

export const LESSON: LessonData = {
  slug: 'a-policy-per-command',
  order: 5,
  starter: { 'policies.sql': STARTER, 'schema.sql': 'CREATE TABLE documents ();\n' },
  manifest: {
    title: 'A policy per command',
    summary: 'SELECT, INSERT, UPDATE and DELETE each take their own clause.',
    rule: 'Write one policy per command, each with the clause that command reads.',
    minutes: 12,
    level: 'introductory',
    module: 'B',
    entry: 'B2',
    identifiers: ['CWE-639', 'API1:2023'],
    files: [
      {
        path: 'policies.sql',
        language: 'sql',
        editable: true,
        stage: 'leak',
        about: 'The policies that are to keep the tenants apart.',
      },
      {
        path: 'schema.sql',
        language: 'sql',
        editable: false,
        stage: 'leak',
        about: 'The tables, as they are.',
      },
    ],
    attack: {
      title: 'Globex moves a row',
      summary: 'Globex updates a document of its own so that it becomes Acme’s.',
    },
    predict: {
      question: 'Globex sets tenant_id of its own document to Acme’s. What happens?',
      options: [
        'The server refuses it with 42501.',
        'The row becomes Acme’s.',
        'No row is changed.',
      ],
      answer: 1,
      because:
        'USING decides which rows may be touched; WITH CHECK decides what may become of them, and here it admits everything.',
    },
    hints: [
      'Look at what is allowed to be written.',
      'WITH CHECK (true) admits any row.',
      'Repeat the tenant’s predicate in WITH CHECK.',
    ],
    sources: [
      {
        title: 'CREATE POLICY',
        url: 'https://www.postgresql.org/docs/current/sql-createpolicy.html',
      },
    ],
  },
};

export const ACME: Tenant = { index: 0, name: 'Acme', id: '6f0c' };
export const GLOBEX: Tenant = { index: 1, name: 'Globex', id: 'a41b' };
const asGlobex: Actor = { role: 'app_user', tenant: GLOBEX };
const SELECT_ALL = 'SELECT id, title FROM documents ORDER BY id';

export const LEAKING_STEPS: TranscriptStep[] = [
  {
    actor: asGlobex,
    sql: SELECT_ALL,
    outcome: {
      kind: 'rows',
      result: {
        columns: ['id', 'title'],
        total: 12,
        rows: [
          ...[4, 7, 9, 11, 13, 15, 18].map((id) => ({
            values: [String(id), id === 9 ? null : `Plan ${String(id)}`],
            owner: 1,
            foreign: false,
          })),
          { values: ['17', 'Payroll, March'], owner: 0, foreign: true },
        ],
      },
    },
    note: 'Globex read 1 of Acme’s 5 documents.',
  },
  {
    actor: asGlobex,
    sql: "UPDATE documents\nSET tenant_id = '6f0c'\nWHERE id = 4",
    outcome: {
      kind: 'changed',
      count: 1,
      changes: [{ table: 'documents', kind: 'updated', key: '4', ownerBefore: 1, ownerAfter: 0 }],
    },
  },
  {
    actor: { role: 'app_user', tenant: null },
    sql: 'DELETE FROM documents',
    outcome: {
      kind: 'refused',
      error: { severity: 'ERROR', code: '42501', message: 'permission denied for table documents' },
    },
  },
];

export const EVIDENCE: Evidence = {
  seed: 90210,
  tenants: [ACME, GLOBEX],
  transcript: LEAKING_STEPS,
  own: [
    {
      ...{ tenant: 1, table: 'documents', columns: ['id', 'tenant_id', 'title'], total: 7 },
      rows: [4, 7, 9, 11, 13, 15].map((id) => [String(id), 'a41b', `Plan ${String(id)}`]),
    },
    { tenant: 1, table: 'comments', columns: ['id'], rows: [['1']], total: 1 },
  ],
};

const held = (id: string, title: string, kind: CheckResult['kind'] = 'holds'): CheckResult => ({
  id,
  kind,
  title,
  status: 'passed',
  message: `${title}.`,
  evidence: null,
});

/** The failed check whose exploit the tests look at. */
export const MOVED: CheckResult = {
  id: 'update-moves',
  kind: 'holds',
  title: 'An UPDATE moves no row to another tenant',
  status: 'failed',
  message: 'Globex moved 1 of its 7 documents to Acme.',
  explanation:
    'WITH CHECK (true) admits whatever the UPDATE makes of the row. The clause decides which tenant a row may have afterwards.',
  resembles: 'update-using-only',
  evidence: EVIDENCE,
};

export const CHECKS: CheckResult[] = [
  held('select-own', 'A tenant reads its own documents', 'works'),
  held('select-other', 'A tenant reads nobody else’s documents'),
  MOVED,
  {
    id: 'delete-own',
    kind: 'works',
    title: 'A tenant deletes its own documents',
    status: 'failed',
    message: 'Acme could delete 0 of its own 5 documents.',
    explanation: 'There is no policy for DELETE, so no row qualifies.',
    evidence: { ...EVIDENCE, transcript: LEAKING_STEPS.slice(2) },
  },
  {
    ...held('upsert', 'An upsert takes over no row'),
    status: 'could-not-check',
    message: 'The upsert could not be tried: the table has no unique key.',
  },
];

const COMMANDS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

function cell(
  table: string,
  command: MatrixCell['command'],
  context: MatrixCell['context'],
  leaks: boolean,
): MatrixCell {
  const own = context === 'own';
  const leaked = leaks && context === 'other' && command === 'UPDATE';
  const blocked = leaks && own && command === 'DELETE';
  const reached = own ? (blocked ? 0 : 5) : leaked ? 5 : 0;
  const state = leaked ? 'leaked' : blocked ? 'over-blocked' : own ? 'allowed' : 'denied';
  const error =
    command === 'INSERT' && !own
      ? {
          severity: 'ERROR',
          code: '42501',
          message: 'new row violates row-level security policy for table "documents"',
        }
      : null;
  const tenant = context === 'none' ? null : own ? ACME : GLOBEX;
  return {
    table,
    command,
    context,
    reached,
    total: 5,
    state,
    actor: { role: 'app_user', tenant },
    sql: `${command} … ${table}`,
    error,
  };
}

export function matrix(leaks: boolean): Matrix {
  const tables = ['documents', 'comments'];
  const contexts = ['own', 'other', 'none'] as const;
  const cells = tables.flatMap((table) =>
    COMMANDS.flatMap((command) =>
      contexts.map((context) => cell(table, command, context, leaks && table === 'documents')),
    ),
  );
  return { tables, cells };
}

export const LEAKED: Verdict = {
  lesson: LESSON.slug,
  seed: 90210,
  seeds: [1, 90210],
  passed: false,
  ms: 143.2,
  checks: CHECKS,
  fault: null,
  matrix: matrix(true),
  console: [{ file: 'policies.sql', tag: 'CREATE POLICY', columns: [], rows: [], total: null }],
};

export const HELD: Verdict = {
  ...LEAKED,
  passed: true,
  checks: CHECKS.map((check) => ({ ...held(check.id, check.title, check.kind) })),
  matrix: matrix(false),
};

export const SYNTAX_FAULT: Fault = {
  code: 'sql-error',
  message: 'PostgreSQL refused policies.sql at line 5: syntax error at or near "USNG"',
  file: 'policies.sql',
  line: 5,
  column: 3,
  sql: {
    severity: 'ERROR',
    code: '42601',
    message: 'syntax error at or near "USNG"',
    hint: 'Is it USING?',
    position: 99,
  },
};

export const FAULTY: Verdict = {
  ...LEAKED,
  checks: [],
  matrix: null,
  console: [],
  fault: SYNTAX_FAULT,
};

/** A million rows, of which the first 500 were kept. */
export const MILLION: Verdict = {
  ...HELD,
  console: [
    {
      file: 'policies.sql',
      tag: 'SELECT 1000000',
      columns: ['n', 'note'],
      rows: Array.from({ length: 500 }, (_, at) => [String(at + 1), at === 2 ? null : 'x']),
      total: 1_000_000,
    },
  ],
};

export const ATTACKED: AttackReport = {
  lesson: LESSON.slug,
  seed: 4711,
  tenants: [ACME, GLOBEX],
  leaked: true,
  sentence: 'Globex read 1 of Acme’s 5 documents and moved 1 of its own to Acme.',
  transcript: LEAKING_STEPS,
  fault: null,
  console: [],
};

/** A table with policies, and one without row-level security of which not all rows are listed. */
export const DATA: WorldData = {
  seed: 4711,
  tenants: [ACME, GLOBEX],
  application: 'app_user',
  tables: [
    {
      security: {
        ...{ table: 'documents', owner: 'app_owner', enabled: true, forced: false, unbound: null },
        policies: [
          {
            ...{ name: 'documents_tenant', command: 'UPDATE', permissive: true },
            ...{ roles: ['app_user'], check: 'true' },
            using: "(tenant_id = (current_setting('app.tenant'::text))::uuid)",
          },
        ],
      },
      rows: {
        columns: ['id', 'title'],
        rows: [
          { values: ['17', 'Payroll, March'], owner: 0 },
          { values: ['4', 'Plan 4'], owner: 1 },
          { values: ['9', null], owner: null },
        ],
        total: 3,
      },
    },
    {
      security: {
        ...{ table: 'comments', owner: 'app_owner', enabled: false, forced: false, unbound: null },
        policies: [],
      },
      rows: { columns: ['id'], rows: [{ values: ['1'], owner: 1 }], total: 120 },
    },
  ],
};
