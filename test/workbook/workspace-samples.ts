import type { Workspace, WorkspaceAnswer } from '../../src/contract/index.ts';

/** A console's world of two tenants. */
export const WORKSPACE: Workspace = {
  seed: 7,
  tenants: [
    { index: 0, name: 'Acme', id: '6f0c' },
    { index: 1, name: 'Globex', id: '9a1e' },
  ],
  setting: 'app.tenant_id',
  catalog: {
    roles: [
      { name: 'app_user', part: 'application', unbound: null },
      { name: 'app_owner', part: 'owner', unbound: null },
      { name: 'postgres', part: null, unbound: 'superuser' },
    ],
    tables: [
      {
        name: 'documents',
        columns: [
          { name: 'id', type: 'uuid' },
          { name: 'body', type: 'text' },
        ],
        policies: ['documents_select'],
      },
    ],
    functions: ['current_tenant'],
    settings: ['app.tenant_id', 'work_mem'],
  },
};

/** One row of two columns, one of which is NULL. */
export const ANSWER: WorkspaceAnswer = {
  user: 'app_user',
  setting: '6f0c',
  results: [
    {
      kind: 'rows',
      tag: 'SELECT 1',
      columns: [
        { name: 'id', type: 'uuid' },
        { name: 'body', type: 'text' },
      ],
      rows: [['1', null]],
      total: 1,
    },
  ],
  unlisted: 0,
  notices: [],
  error: null,
  leftOpen: false,
  catalog: null,
  ms: 2,
};
