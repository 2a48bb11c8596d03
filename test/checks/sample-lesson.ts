import {
  defineAttack,
  defineChecks,
  rowsIntact,
  broken,
  held,
  type Check,
  type LessonModule,
  type WorldPlan,
} from '../../src/checks/index.ts';
import type { LessonManifest } from '../../src/contract/index.ts';

/** One table, one policy to write: the smallest lesson there can be. */
export const PLAN: WorldPlan = {
  owner: 'app_owner',
  application: () => 'app_user',
  scripts: ['policies.sql'],
  tables: [
    {
      name: 'notes',
      tenant: 'tenant_id',
      key: 'id',
      text: 'body',
      row: (draw, tenant) => ({ id: draw.uuid(), tenant_id: tenant.id, body: draw.canary() }),
    },
  ],
};

const SETUP = `
  CREATE ROLE app_owner NOLOGIN;
  CREATE ROLE app_user LOGIN;
  GRANT USAGE, CREATE ON SCHEMA public TO app_owner;
  SET ROLE app_owner;
  CREATE TABLE public.notes (id uuid PRIMARY KEY, tenant_id uuid NOT NULL, body text NOT NULL);
  GRANT SELECT, INSERT, UPDATE, DELETE ON public.notes TO app_user;
  RESET ROLE`;

/** Nobody reads a foreign note. */
export const READ_APART: Check = {
  id: 'read-apart',
  kind: 'holds',
  title: 'No tenant reads another’s notes',
  explanation: 'The general explanation.',
  async run(lab) {
    const [, reader] = lab.world.tenants;
    const attempt = await lab.attempt(lab.actor(reader), 'SELECT * FROM notes');
    const foreign = attempt.rows.rows.filter((row) => row.foreign).length;
    return foreign === 0
      ? held('0 foreign notes were read.')
      : broken(`${reader.name} read ${foreign} foreign notes.`, 'read', [attempt.step]);
  },
};

const MANIFEST = {
  wrong: [
    { name: 'open', check: 'read-apart', way: 'read', explanation: 'The explanation of open.' },
  ],
} as unknown as LessonManifest;

/** The lesson with these checks. */
export const sampleLesson = (
  checks: readonly Check[] = [READ_APART, rowsIntact(PLAN.tables)],
): LessonModule => ({
  slug: 'sample',
  manifest: MANIFEST,
  setupSql: SETUP,
  plan: PLAN,
  attack: defineAttack(async (lab) => {
    const [, reader] = lab.world.tenants;
    const { rows } = await lab.attempt(
      lab.actor(reader),
      'SELECT * FROM notes',
      'It asks for all.',
    );
    return `${reader.name} read ${rows.total} notes.`;
  }),
  checks: defineChecks(checks),
});

export const ISOLATED = `
  ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON notes
    USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);`;
