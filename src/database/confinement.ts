import {
  LeakproofError,
  quoteIdentifier,
  type ConfinementKind,
  type Run,
} from '../contract/index.ts';
import type { Backend } from './backend.ts';
import { AUDITOR, findRole } from './roles.ts';
import { mustRun } from './trusted.ts';

/**
 * Holds the backend's session in a role. `enter` may be called inside a transaction, but an
 * error that aborts it puts the user back to the one at its start.
 */
export interface Confinement {
  readonly kind: ConfinementKind;
  /**
   * Puts the session into a role; `role` and `oid` name the same one.
   * @param restricted refuses temporary objects and held cursors too, where the kind can
   */
  enter(role: string, oid: number, restricted: boolean): Promise<void>;
  /** Back to the superuser. */
  leave(): Promise<void>;
}

/** The state of a SECURITY DEFINER function's body, set from outside. No statement leaves it. */
export function securityContext(backend: Backend): Confinement {
  return {
    kind: 'security-context',
    enter(_role, oid, restricted) {
      backend.enterRole(oid, restricted);
      return Promise.resolve();
    },
    leave() {
      backend.leaveRole();
      return Promise.resolve();
    },
  };
}

/** By name: PGlite's single-user session has nobody to RESET to. */
const BACK = 'SET SESSION AUTHORIZATION postgres';

/**
 * The fallback, for a build without that export. Hostile SQL can undo it
 * (`SET SESSION AUTHORIZATION postgres`, also inside DO), so it is worth something only together
 * with {@link readRights} before and after each session, and a new server for each world.
 */
export function sessionAuthorization(run: Run): Confinement {
  return {
    kind: 'session-authorization',
    async enter(role) {
      await mustRun(run, BACK);
      await mustRun(run, `SET SESSION AUTHORIZATION ${quoteIdentifier(role)}`);
    },
    async leave() {
      await run(BACK);
    },
  };
}

/**
 * Chooses the confinement by trying it: in the security context, RESET ROLE, SET ROLE and
 * SET SESSION AUTHORIZATION must each be refused with 42501, and the superuser must come back.
 * @param wanted the fallback, for tests of it
 */
export async function chooseConfinement(
  backend: Backend,
  wanted?: ConfinementKind,
): Promise<Confinement> {
  if (wanted === 'session-authorization') return sessionAuthorization(backend.run);
  const auditor = await findRole(backend.run, AUDITOR);
  if (!backend.enterRole(auditor.oid, false)) return sessionAuthorization(backend.run);
  const attempts = ['RESET ROLE', 'SET ROLE postgres', 'SET SESSION AUTHORIZATION postgres'];
  let refused = 0;
  try {
    for (const attempt of attempts) {
      const { error } = await backend.run(attempt);
      if (error?.code === '42501') refused++;
    }
  } finally {
    backend.leaveRole();
  }
  const who = await mustRun(backend.run, 'SELECT current_user');
  if (who.statements[0]?.rows[0]?.[0] !== 'postgres') return sessionAuthorization(backend.run);
  return refused === attempts.length ? securityContext(backend) : sessionAuthorization(backend.run);
}

/**
 * Every role that row-level security does not bind, who belongs to it, and how many event triggers
 * there are, as one comparable text. Untrusted SQL can change none of it unless it climbed.
 * @throws LeakproofError `confinement-broken` unless the session is the superuser's
 */
export async function readRights(run: Run): Promise<string> {
  const result = await mustRun(
    run,
    `SELECT current_user, session_user, pg_catalog.concat_ws(';',
       (SELECT pg_catalog.string_agg(a::text, ';' ORDER BY a.oid)
        FROM pg_catalog.pg_authid a WHERE a.rolsuper OR a.rolbypassrls),
       (SELECT pg_catalog.string_agg(m::text, ';' ORDER BY m.oid)
        FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_authid a ON a.oid = m.roleid
        WHERE a.rolsuper OR a.rolbypassrls),
       (SELECT pg_catalog.string_agg(s::text, ';' ORDER BY s.setrole)
        FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_authid a ON a.oid = s.setrole
        WHERE a.rolsuper OR a.rolbypassrls),
       (SELECT pg_catalog.count(*) FROM pg_catalog.pg_event_trigger))`,
  );
  const [current, session, rights] = result.statements[0]?.rows[0] ?? [];
  if (current === 'postgres' && session === 'postgres') return rights ?? '';
  throw new LeakproofError({
    code: 'confinement-broken',
    message: `The session belongs to ${String(current)} where the superuser was expected.`,
  });
}
