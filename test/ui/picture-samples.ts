import type {
  CachePicture,
  CacheUse,
  DirectoryPicture,
  ErrorPathPicture,
  PictureCall,
  Tenant,
  TextPiece,
  VectorsPicture,
} from '../../src/contract/index.ts';

const tenant = (index: number, name: string): Tenant => ({ index, name, id: `${name}-id` });
export const TENANTS: Tenant[] = ['Acme', 'Globex', 'Initech', 'Umbra'].map((name, index) =>
  tenant(index, name),
);

const calls: PictureCall[] = [
  { show: 'getReport(session, 7)', tenant: 0 },
  { show: 'getReport(session, 7)', tenant: 1 },
  { show: 'updateReport(session, 7, { title: "Third quarter, corrected" })', tenant: 1 },
  { show: 'health()', tenant: null },
];

const ACMES = '{"id":7,"title":"payroll forecast: secret-0a1b2c3d4e","cents":1200000}';

const use = (
  call: number | null,
  how: CacheUse['how'],
  rest: Partial<CacheUse> = {},
): CacheUse => ({
  call,
  how,
  value: how === 'missed' ? null : ACMES,
  owner: how === 'missed' ? null : 0,
  foreign: false,
  ...rest,
});

/** Acme's report is served to Globex; Globex removes it; a flag is nobody's. */
export const LEAKING_CACHE: CachePicture = {
  kind: 'cache',
  tenants: TENANTS.slice(0, 2),
  calls,
  entries: [
    {
      key: 'flags:beta',
      value: 'on',
      owner: null,
      ttl: null,
      uses: [use(null, 'wrote', { value: 'on', owner: null })],
    },
    {
      key: 'report:7',
      value: ACMES,
      owner: 0,
      ttl: 300,
      uses: [
        use(0, 'missed'),
        use(0, 'wrote'),
        use(1, 'served', { foreign: true }),
        use(3, 'missed'),
      ],
    },
    {
      key: 'tenant:aaaaaaaa-1111-4111-8111-111111111111:report-list:page=1&size=50',
      value: null,
      owner: null,
      ttl: null,
      uses: [use(0, 'wrote', { value: '[7]' }), use(2, 'removed', { value: '[7]', foreign: true })],
    },
  ],
  more: 3,
};

export const HELD_CACHE: CachePicture = {
  ...LEAKING_CACHE,
  entries: [
    {
      key: 'Acme-id:report:7',
      value: ACMES,
      owner: 0,
      ttl: 300,
      uses: [use(0, 'missed'), use(0, 'wrote'), use(0, 'served')],
    },
    {
      key: 'Globex-id:report:7',
      value: 'null',
      owner: 1,
      ttl: 5,
      uses: [use(1, 'missed'), use(1, 'wrote', { value: 'null', owner: 1 })],
    },
  ],
  more: 0,
};

const entry = (
  path: string,
  rest: Partial<DirectoryPicture['entries'][number]> = {},
): DirectoryPicture['entries'][number] => ({
  path,
  type: 'file',
  owner: null,
  target: null,
  touches: [],
  ...rest,
});

/** Globex climbs out of its directory, follows a link and guesses a name. */
export const LEAKING_DIRECTORY: DirectoryPicture = {
  kind: 'directory',
  tenants: TENANTS.slice(0, 2),
  calls: [
    { show: "writeExport(session, 'q3.json')", tenant: 0 },
    { show: "readExport(session, '../acme/q3.json')", tenant: 1 },
    { show: "readExport(session, 'latest')", tenant: 1 },
    { show: "readExport(session, '../acme-old/q3.json')", tenant: 1 },
  ],
  entries: [
    entry('/srv/exports/acme', {
      type: 'directory',
      owner: 0,
      touches: [{ call: 0, how: 'mkdir', outside: false, error: null }],
    }),
    entry('/srv/exports/acme/q3.json', {
      owner: 0,
      touches: [
        { call: 0, how: 'writeFile', outside: false, error: null },
        { call: 1, how: 'readFile', outside: true, error: null },
        { call: 2, how: 'readFile', outside: true, error: null },
      ],
    }),
    entry('/srv/exports/acme/3f2b8c1d9e0a4b5c6d7e8f9012345678-quarterly-forecast.json', {
      owner: 0,
    }),
    entry('/srv/exports/acme-old/q3.json', {
      type: 'absent',
      touches: [{ call: 3, how: 'readFile', outside: true, error: 'ENOENT' }],
    }),
    entry('/srv/exports/globex/latest', { type: 'link', owner: 1, target: '../acme/q3.json' }),
    entry('/srv/exports/globex/2024/notes.json', { owner: 1 }),
    entry('/etc/passwd', {}),
  ],
  more: 0,
};

export const HELD_DIRECTORY: DirectoryPicture = {
  ...LEAKING_DIRECTORY,
  entries: LEAKING_DIRECTORY.entries.map((each) => ({
    ...each,
    touches: each.touches.filter(({ outside }) => !outside),
  })),
};

const plain = (text: string): TextPiece => ({ text, owner: null, foreign: false });
const acmes = (text: string, foreign: boolean): TextPiece => ({ text, owner: 0, foreign });

export const LEAKING_ERROR: ErrorPathPicture = {
  kind: 'error-path',
  tenants: TENANTS.slice(0, 2),
  call: { show: 'importCustomers(session, [{ email: "a@b.example" }])', tenant: 1 },
  layers: [
    {
      name: 'PostgreSQL',
      at: 'inside',
      place: null,
      said: [
        {
          name: 'message',
          pieces: [plain('duplicate key value violates unique constraint "customers_email_key"')],
        },
        {
          name: 'detail',
          pieces: [
            plain('Key (email)=('),
            acmes('ceo@acme-secret.example', false),
            plain(') already exists.'),
          ],
        },
      ],
    },
    {
      name: 'saveCustomer',
      at: 'inside',
      place: { file: 'customers.ts', line: 41, column: 9 },
      said: [],
    },
    {
      name: 'The caller',
      at: 'caller',
      place: null,
      said: [
        { name: 'message', pieces: [plain('Import failed')] },
        {
          name: 'cause.detail',
          pieces: [
            plain('Key (email)=('),
            acmes('ceo@acme-secret.example', true),
            plain(') already exists.'),
          ],
        },
      ],
    },
    {
      name: 'The log',
      at: 'log',
      place: null,
      said: [
        { name: 'error', pieces: [plain('import failed')] },
        { name: 'correlationId', pieces: [plain('c-8f21')] },
        {
          name: 'err.detail',
          pieces: [plain('Key (email)=('), acmes('ceo@acme-secret.example', false), plain(')')],
        },
      ],
    },
  ],
};

export const HELD_ERROR: ErrorPathPicture = {
  ...LEAKING_ERROR,
  layers: LEAKING_ERROR.layers.map((layer) =>
    layer.at === 'caller'
      ? { ...layer, said: [{ name: 'message', pieces: [plain('Import failed (c-8f21).')] }] }
      : layer,
  ),
};

/** Numbers that look drawn, and are the same each time. */
function numbers(): () => number {
  let state = 42;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** So many points around a query, the nearest of which came back. */
export function vectorsOf(count: number, tenants = 3): VectorsPicture {
  const next = numbers();
  const at = Array.from({ length: count }, (_, i) => {
    const angle = next() * 2 * Math.PI;
    const near = i < 12;
    const radius = near ? 90 + i * 14 : 330 + (next() + next()) * 80;
    return [Math.round(500 + Math.cos(angle) * radius), Math.round(500 + Math.sin(angle) * radius)];
  });
  const owner = at.map((_, i) => i % tenants);
  const labels = ['runbook-postgres.md', 'onboarding.md', 'incident-2031.md', 'pricing.md'];
  const texts = [
    'Rotate the signing keys every 90 days: secret-0a1b2c3d4e, then restart the gateway.',
    'Keys live in the vault under payments/prod; the on-call has the second half.',
  ];
  return {
    kind: 'vectors',
    layout: 'around',
    tenants: TENANTS.slice(0, tenants),
    call: { show: "searchKnowledge(session, 'how do I rotate the signing keys?')", tenant: 0 },
    points: {
      x: at.map(([x = 0]) => x),
      y: at.map(([, y = 0]) => y),
      owner,
      label: at.map((_, i) => i % labels.length),
    },
    labels,
    query: { x: 500, y: 500, text: 'how do I rotate the signing keys?' },
    neighbours: [0, 1, 2, 3, 4].map((point) => ({
      point,
      distance: (90 + point * 14) / 500,
      text: texts[point % 2] ?? '',
      foreign: owner[point] !== 0,
    })),
    missing: [],
  };
}

export const LEAKING_VECTORS = vectorsOf(2_000);

export const HELD_VECTORS: VectorsPicture = {
  ...LEAKING_VECTORS,
  neighbours: LEAKING_VECTORS.neighbours.filter(({ foreign }) => !foreign),
  missing: [6, 9],
};
